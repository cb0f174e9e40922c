package io.twinlane.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.measure.Spread;
import io.twinlane.bench.measure.Unlike;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private static final Comparison RUN =
      Faked.comparison(
          Faked.result(Work.INSERT, Names.PGBENCH, Unlike.NONE, 100, 400, 200),
          Faked.result(
              Work.INSERT, Names.TWINLANE, new Unlike(1, 2, 3, "HTTP/1.1 500 x"), 90, 200, 190));

  @Test
  void aRatioIsThatOfTheSameRound() {
    Spread ratio = RUN.results().get(1).ratio(RUN.results().get(0), Measurement::perSecond);

    assertThat(ratio).isEqualTo(new Spread(0.9, 0.5, 0.95));
  }

  @Test
  void theJsonHasAllFields() {
    JsonObject json = new JsonObject(new JsonReport(RUN).toString());

    assertThat(json.fieldNames())
        .containsExactlyInAnyOrder(
            "format",
            "command",
            "machine",
            "pace",
            "settings",
            "skipped",
            "results",
            "targets",
            "processes");
    assertThat(json.getJsonObject("machine").fieldNames())
        .containsExactlyInAnyOrder(
            "at", "commit", "cores", "processor", "memoryMebibytes", "load", "kernel", "jdk");
    assertThat(json.getJsonArray("results")).hasSize(2);
    JsonObject result = json.getJsonArray("results").getJsonObject(1);
    assertThat(result.fieldNames())
        .containsExactlyInAnyOrder(
            "work",
            "label",
            "contender",
            "perSecond",
            "ratio",
            "ratioTo",
            "serverMicros",
            "postgresMicros",
            "rounds",
            "latency",
            "unlike");
    assertThat(result.getJsonObject("ratio").getDouble("median")).isEqualTo(0.9);
    assertThat(result.getJsonObject("latency").fieldNames())
        .containsExactlyInAnyOrder(
            "duePerSecond",
            "requests",
            "p50Micros",
            "p90Micros",
            "p99Micros",
            "p999Micros",
            "maxMicros");
  }

  @Test
  void whatThereIsNoFigureOfIsNull() {
    JsonObject json = new JsonObject(new JsonReport(RUN).toString());

    JsonObject result = json.getJsonArray("results").getJsonObject(0);
    assertThat(result.getJsonObject("serverMicros").getValue("median")).isNull();
    assertThat(result.getJsonObject("postgresMicros").getDouble("median")).isEqualTo(3.25);
  }

  @Test
  void failuresOfAllRoundsAreCountedAndTheFirstIsTold() {
    assertThat(RUN.unlike()).isEqualTo(new Unlike(3, 6, 9, "HTTP/1.1 500 x"));
    assertThat(new MarkdownReport(RUN).toString())
        .contains("The first failure of Twinlane at insert of one row:")
        .contains("    HTTP/1.1 500 x");
  }

  @Test
  void aTargetIsMetOrNotOrNotMeasured() {
    var targets = Target.of(RUN);

    assertThat(targets)
        .contains(new Target("insert", "≥ 0.80 of pgbench", Optional.of(0.9), true))
        .contains(new Target("start to ready, one service", "≤ 0.6 s", Optional.of(0.5), true))
        .contains(new Target("idle, one service", "≤ 100 MiB", Optional.of(101.0), false))
        .contains(new Target("304", "≥ 0.90 of " + Names.BARE, Optional.empty(), false));
    assertThat(new MarkdownReport(RUN).toString())
        .contains("| insert | ≥ 0.80 of pgbench | 0.90 | yes |")
        .contains("| idle, one service | ≤ 100 MiB | 101.00 | no |")
        .contains("| 304 | ≥ 0.90 of bare Vert.x, constant bytes | not measured here |  |");
  }

  @Test
  void whoeverReadsItKnowsWhatItWasMadeOn() {
    assertThat(new MarkdownReport(RUN).toString())
        .contains("    ./twinlane bench --quick")
        .contains("| commit | 0123456789ab |")
        .contains("| processor | a processor, 2 cores |")
        .contains("| PostgreSQL server_version | 18 |")
        .contains("| left out | pgpool-II: not installed |")
        .contains("| pgbench | 200 (100–400) | 1.00 (1.00–1.00) |  | 3.3 (3.3–3.3) |");
  }

  @Test
  void aRunThatIsTooShortForAJvmSaysSo() {
    assertThat(new MarkdownReport(RUN).toString()).contains("The JVMs are not warm so soon");
    assertThat(Pace.of(5, 4).cold()).isFalse();
  }
}
