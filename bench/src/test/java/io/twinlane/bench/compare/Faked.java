package io.twinlane.bench.compare;

import io.twinlane.bench.contender.Contender;
import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Load;
import io.twinlane.bench.measure.Unlike;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Comparisons of contenders that do nothing. */
final class Faked {

  private Faked() {}

  /** Does nothing. */
  record Idle(String name) implements Contender {

    @Override
    public Load load(Duration duration) {
      return new Load(0, Unlike.NONE, duration.toNanos());
    }

    @Override
    public Latency latency(double perSecond, Duration duration) {
      return faked();
    }

    @Override
    public List<ProcessHandle> servers() {
      return List.of();
    }
  }

  /** Of one who was so fast in each round. */
  static Result result(Work work, String name, Unlike unlike, double... perSecond) {
    List<Measurement> rounds =
        Arrays.stream(perSecond)
            .mapToObj(one -> new Measurement(one, Double.NaN, 3.25, unlike))
            .toList();
    return new Result(new Entry(work, new Idle(name), true), rounds, faked());
  }

  static Comparison comparison(Result... results) {
    return new Comparison(
        new Machine(
            "2026-01-02T03:04:05Z", "0123456789ab", 2, "a processor", 1_024, 0.5, "an os", "a jdk"),
        "./twinlane bench --quick",
        Pace.QUICK,
        Map.of("PostgreSQL server_version", "18"),
        List.of("pgpool-II: not installed"),
        List.of(results),
        List.of(
            new Comparison.Footprint(OneService.NAME, 0.5, 101, Double.NaN),
            new Comparison.Footprint("Twinlane", 1.5, 120, 200)));
  }

  private static Latency faked() {
    return new Latency(50, 100, new Latency.Percentiles(1, 2, 3, 4, 5), Unlike.NONE);
  }
}
