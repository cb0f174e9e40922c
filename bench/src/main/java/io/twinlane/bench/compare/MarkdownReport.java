package io.twinlane.bench.compare;

import io.twinlane.bench.compare.Comparison.Footprint;
import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Unlike;
import java.time.Duration;
import java.util.List;

/** A comparison as Markdown: of all rounds the median, with the least and the most. */
record MarkdownReport(Comparison run) {

  private static final String SPEED_HEAD =
      """
      | contender | per second | ratio | server CPU µs | PostgreSQL CPU µs | refused | other way | failed |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String LATENCY_HEAD =
      """
      | contender | due per second | p50 µs | p90 µs | p99 µs | p99.9 µs | max µs |
      |---|---|---|---|---|---|---|
      """;

  private static final String COLD =
      """
      The JVMs are not warm so soon, least of all the suite's: this run shows that all works, and not how fast.

      """;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    head(text);
    for (Work work : Work.values()) {
      List<Result> results = run.of(work);
      if (!results.isEmpty()) {
        text.append("\n## ").append(work.label()).append("\n\n").append(SPEED_HEAD);
        results.forEach(result -> text.append(speed(result, results.getFirst())));
        text.append('\n').append(LATENCY_HEAD);
        results.forEach(result -> text.append(latency(result)));
      }
    }
    targets(text);
    footprints(text);
    failures(text);
    return text.toString();
  }

  private void head(StringBuilder text) {
    Machine machine = run.machine();
    text.append("# Comparison of %s%n%n    %s%n%n".formatted(machine.at(), run.command()));
    text.append(
        "%d rounds of %s in turns, after %s of each to warm up; then %s of each at a fixed rate: half of what it%n"
            .formatted(
                run.pace().rounds(),
                seconds(run.pace().turn()),
                seconds(run.pace().warmUp()),
                seconds(run.pace().latency())));
    text.append(
        "could do, %.0f a second at most. Ratios are to the first of each table, round by round. Latency counts from%n"
            .formatted(Pace.LATENCY_PER_SECOND_MAX));
    text.append("when a request was due. CPU time is counted in steps of 10 ms.%n%n".formatted());
    if (run.pace().cold()) {
      text.append(COLD);
    }
    text.append("| | |%n|---|---|%n".formatted());
    text.append("| commit | %s |%n".formatted(machine.commit()));
    text.append("| processor | %s, %d cores |%n".formatted(machine.processor(), machine.cores()));
    text.append("| memory | %d MiB |%n".formatted(machine.memoryMebibytes()));
    text.append("| load in the minute before | %.1f |%n".formatted(machine.load()));
    text.append("| kernel | %s |%n".formatted(machine.kernel()));
    text.append("| JDK | %s |%n".formatted(machine.jdk()));
    run.settings().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
    run.skipped()
        .forEach(one ->
            text.append("| left out | %s |%n".formatted(one.lines().findFirst().orElse(""))));
  }

  private static String speed(Result result, Result first) {
    Unlike unlike = result.unlike();
    return "| %s | %s | %s | %s | %s | %d | %d | %d |%n"
        .formatted(
            result.entry().name(),
            result.spread(Measurement::perSecond).text("%.0f"),
            result.ratio(first, Measurement::perSecond).text("%.2f"),
            result.spread(Measurement::serverMicros).text("%.1f"),
            result.spread(Measurement::postgresMicros).text("%.1f"),
            unlike.refused(),
            unlike.otherwise(),
            unlike.failed());
  }

  private static String latency(Result result) {
    Latency latency = result.latency();
    Latency.Percentiles times = latency.percentiles();
    return "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |%n"
        .formatted(
            result.entry().name(),
            latency.perSecond(),
            times.p50(),
            times.p90(),
            times.p99(),
            times.p999(),
            times.max());
  }

  private void targets(StringBuilder text) {
    text.append("%n## Targets%n%n| path | target | reached | |%n|---|---|---|---|%n".formatted());
    for (Target target : Target.of(run)) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  target.path(),
                  target.aim(),
                  target
                      .reached()
                      .map(value -> "%.2f".formatted(value))
                      .orElse("not measured here"),
                  target.reached().isEmpty() ? "" : target.met() ? "yes" : "no"));
    }
  }

  private void footprints(StringBuilder text) {
    text.append(
        "%n## Start and memory%n%n| process | ready after s | idle MiB | after all MiB |%n"
            .formatted());
    text.append("|---|---|---|---|%n".formatted());
    for (Footprint one : run.footprints()) {
      text.append(
          "| %s | %.2f | %s | %s |%n"
              .formatted(
                  one.name(),
                  one.readySeconds(),
                  whole(one.idleMebibytes()),
                  whole(one.afterMebibytes())));
    }
  }

  private void failures(StringBuilder text) {
    for (Result result : run.results()) {
      String first = result.unlike().first();
      if (!first.isEmpty()) {
        text.append(
            "%nThe first failure of %s at %s:%n%n    %s%n"
                .formatted(
                    result.entry().name(),
                    result.entry().work().label(),
                    first.strip().replaceAll("\\R", "\n    ")));
      }
    }
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1e3);
  }

  private static String whole(double value) {
    return Double.isNaN(value) ? "" : "%.0f".formatted(value);
  }
}
