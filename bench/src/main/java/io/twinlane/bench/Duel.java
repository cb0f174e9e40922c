package io.twinlane.bench;

import io.twinlane.bench.Contender.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders that take turns in one run, so that a noisy machine is noisy to all of them.
 *
 * @param servers the processes whose CPU time counts as the suite's: only one is at work in a turn
 * @param postgres the process whose tree's CPU time counts as PostgreSQL's
 * @param rounds how often each has its turn
 * @param turn how long a turn is
 */
record Duel(List<ProcessHandle> servers, ProcessHandle postgres, int rounds, Duration turn) {

  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** Lets each contender warm up, and then all take turns. */
  Map<String, List<Measurement>> run(List<Contender> contenders) {
    contenders.forEach(contender -> contender.run(WARM_UP));
    Map<String, List<Measurement>> all = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : contenders) {
        Measurement measured = measure(contender);
        all.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(measured);
        System.out.printf(
            "round %d  %-40s %8.0f/s  suite %5.1f µs  PostgreSQL %5.1f µs%n",
            round,
            contender.name(),
            measured.perSecond(),
            measured.serverMicros(),
            measured.postgresMicros());
      }
    }
    return all;
  }

  private Duration ofServers() {
    return servers.stream().map(CpuTime::of).reduce(Duration.ZERO, Duration::plus);
  }

  private Measurement measure(Contender contender) {
    Duration serverBefore = ofServers();
    Duration postgresBefore = CpuTime.ofTree(postgres);
    Load load = contender.run(turn);
    double requests = Math.max(1, load.requests());
    return new Measurement(
        load.requests() / (load.nanos() / 1e9),
        ofServers().minus(serverBefore).toNanos() / 1_000.0 / requests,
        CpuTime.ofTree(postgres).minus(postgresBefore).toNanos() / 1_000.0 / requests,
        load.failures());
  }
}
