package io.twinlane.bench;

import io.twinlane.bench.ProcessCosts.Costs;
import io.twinlane.bench.ProcessCosts.Footprint;
import io.twinlane.bench.ProcessCosts.Turn;
import io.twinlane.bench.measure.Spread;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the processes cost, as Markdown: of all rounds the median, with the least and the most. */
record ProcessReport(Costs costs, int rounds, int hits) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(head());
    for (Chore chore : Chore.values()) {
      for (Way way : Way.values()) {
        List<Turn> turns = turns(chore, way);
        if (!turns.isEmpty()) {
          text.append(line(chore, way, turns));
        }
      }
    }
    text.append("\nAn announcement, as what a write takes longer than with nobody to be told:\n\n");
    text.append("| contender | insert µs | update µs |\n|---|---|---|\n");
    for (Way way : List.of(Way.FAR, Way.NEAR, Way.TWO_QUERIES)) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(
                  way.label(), announcement(Chore.INSERT, way), announcement(Chore.UPDATE, way)));
    }
    text.append("\n| contender | process | ready after s | resident MiB in the end |\n");
    text.append("|---|---|---|---|\n");
    costs.footprints().forEach(footprint -> text.append(line(footprint)));
    return text.toString();
  }

  private String head() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%s, JDK %s, %d cores, %d rounds in turns; of hits %d on %d connections and %d one at a time%n%n"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                rounds,
                hits,
                ProcessCosts.CONNECTIONS,
                hits / ProcessCosts.ALONE_DIVISOR));
    for (Way way : Way.values()) {
      text.append("- %s: %s%n".formatted(way.label(), settings(way)));
    }
    text.append(
        """

        | work | contender | median µs | p99 µs | suite CPU µs | PostgreSQL CPU µs | per second | not as asked |
        |---|---|---|---|---|---|---|---|
        """);
    return text.toString();
  }

  private static String settings(Way way) {
    Map<String, String> sorted = new TreeMap<>(way.settings());
    return sorted.isEmpty() ? "as it is by default" : "`" + sorted + "`";
  }

  private List<Turn> turns(Chore chore, Way way) {
    return costs.turns().stream()
        .filter(turn -> turn.chore() == chore && turn.way() == way)
        .toList();
  }

  private String line(Chore chore, Way way, List<Turn> turns) {
    int asked = chore.requests(hits) + alone(chore);
    return "| %s | %s | %s | %s | %s | %s | %s | %d |%n"
        .formatted(
            chore.label(),
            way.label(),
            spread(turns, turn -> turn.alone().medianMicros(), "%.0f"),
            spread(turns, turn -> turn.alone().p99Micros(), "%.0f"),
            spread(turns, Turn::suiteMicros, "%.1f"),
            spread(turns, Turn::postgresMicros, "%.1f"),
            spread(turns, turn -> turn.together().perSecond(), "%.0f"),
            turns.stream()
                .mapToInt(turn -> asked - turn.alone().asAsked() - turn.together().asAsked())
                .sum());
  }

  private int alone(Chore chore) {
    return Math.max(1, chore.requests(hits) / ProcessCosts.ALONE_DIVISOR);
  }

  /** Of the medians of one round, the difference; and of these all. */
  private String announcement(Chore chore, Way way) {
    List<Turn> told = turns(chore, way);
    List<Turn> untold = turns(chore, Way.UNTOLD);
    List<Double> differences =
        IntStream.range(0, told.size())
            .mapToObj(
                i -> told.get(i).alone().medianMicros() - untold.get(i).alone().medianMicros())
            .toList();
    return Spread.of(differences).text("%.0f");
  }

  private static String spread(List<Turn> turns, ToDoubleFunction<Turn> figure, String format) {
    return Spread.of(turns.stream().map(turn -> figure.applyAsDouble(turn)).toList()).text(format);
  }

  private static String line(Footprint footprint) {
    return "| %s | %s | %.1f | %.0f |%n"
        .formatted(
            footprint.way().label(),
            footprint.process(),
            footprint.start().toMillis() / 1_000.0,
            footprint.residentMebibytes());
  }
}
