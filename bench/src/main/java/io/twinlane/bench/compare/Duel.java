package io.twinlane.bench.compare;

import io.twinlane.bench.contender.Contender;
import io.twinlane.bench.measure.CpuTime;
import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Load;
import io.twinlane.bench.measure.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Contenders that take turns in one run, so that a noisy machine is noisy to all of them. Prints a
 * line for each turn.
 *
 * @param postgres the process whose tree's CPU time counts as PostgreSQL's
 */
record Duel(Pace pace, ProcessHandle postgres) {

  /** Lets each contender warm up, then all take turns, and then each be asked at a fixed rate. */
  List<Result> run(List<Entry> entries) {
    for (Entry entry : entries) {
      Load _ = entry.contender().load(pace.warmUp());
    }
    List<Turns> all = entries.stream().map(entry -> new Turns(entry, new ArrayList<>())).toList();
    for (int round = 1; round <= pace.rounds(); round++) {
      for (Turns turns : all) {
        Measurement measured = measure(turns.entry().contender());
        turns.measured().add(measured);
        print(round, turns.entry(), measured);
      }
    }
    return all.stream().map(turns -> result(turns.entry(), turns.measured())).toList();
  }

  /** Of an entry, so far. */
  private record Turns(Entry entry, List<Measurement> measured) {}

  private Measurement measure(Contender contender) {
    Duration server = ofServers(contender);
    Duration database = CpuTime.ofTree(postgres);
    Load load = contender.load(pace.turn());
    double requests = Math.max(1, load.requests());
    double serverMicros =
        contender.servers().isEmpty()
            ? Double.NaN
            : micros(ofServers(contender).minus(server)) / requests;
    return new Measurement(
        load.perSecond(),
        serverMicros,
        micros(CpuTime.ofTree(postgres).minus(database)) / requests,
        load.unlike());
  }

  private Result result(Entry entry, List<Measurement> rounds) {
    double most = Spread.of(rounds.stream().map(Measurement::perSecond).toList()).median();
    double perSecond = Math.min(Pace.LATENCY_PER_SECOND_MAX, most * Pace.LATENCY_SHARE);
    Latency latency = entry.contender().latency(Math.max(1, perSecond), pace.latency());
    System.out.printf(
        "%.0f/s  %-34s %-46s p50 %6.0f  p99 %8.0f µs%n",
        latency.perSecond(),
        entry.work().label(),
        entry.name(),
        latency.percentiles().p50(),
        latency.percentiles().p99());
    return new Result(entry, rounds, latency);
  }

  private static Duration ofServers(Contender contender) {
    return contender.servers().stream().map(CpuTime::ofTree).reduce(Duration.ZERO, Duration::plus);
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1_000.0;
  }

  private static void print(int round, Entry entry, Measurement measured) {
    System.out.printf(
        "round %d  %-34s %-46s %8.0f/s  server %6.1f  PostgreSQL %6.1f µs%n",
        round,
        entry.work().label(),
        entry.name(),
        measured.perSecond(),
        measured.serverMicros(),
        measured.postgresMicros());
  }
}
