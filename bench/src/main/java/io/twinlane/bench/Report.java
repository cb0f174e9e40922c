package io.twinlane.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, as Markdown: medians with their range, and ratios to the first contender. */
final class Report {

  private Report() {}

  static String of(Map<String, List<Measurement>> measured, int rounds, Duration turn) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%s, JDK %s, %d cores, %d rounds of %d s in turns%n%n"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                rounds,
                turn.toSeconds()));
    text.append(
        "| contender | per second | ratio | suite CPU µs | PostgreSQL CPU µs | failures |\n");
    text.append("|---|---|---|---|---|---|\n");
    double base = median(measured.values().iterator().next(), Measurement::perSecond);
    measured.forEach((name, rows) -> text.append(line(name, rows, base)));
    return text.toString();
  }

  private static String line(String name, List<Measurement> rows, double base) {
    return "| %s | %s | %.2f | %s | %s | %d |%n"
        .formatted(
            name,
            Measurement.spread(values(rows, Measurement::perSecond), "%.0f"),
            median(rows, Measurement::perSecond) / base,
            Measurement.spread(values(rows, Measurement::serverMicros), "%.1f"),
            Measurement.spread(values(rows, Measurement::postgresMicros), "%.1f"),
            rows.stream().mapToLong(Measurement::failures).sum());
  }

  private static double median(List<Measurement> rows, ToDoubleFunction<Measurement> figure) {
    return Measurement.median(values(rows, figure));
  }

  private static List<Double> values(List<Measurement> rows, ToDoubleFunction<Measurement> figure) {
    return rows.stream().map(row -> figure.applyAsDouble(row)).toList();
  }
}
