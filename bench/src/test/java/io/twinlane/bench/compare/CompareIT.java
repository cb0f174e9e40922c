package io.twinlane.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.contender.OverHttp;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quick mode for a moment each, on the real thing: clocks are not looked at. */
class CompareIT {

  private static final Duration MOMENT = Duration.ofMillis(150);

  @TempDir private static Path folder;
  private static Comparison run;

  @BeforeAll
  static void run() {
    Order order =
        new Order(
            folder,
            Set.of(),
            true,
            new Pace(1, MOMENT, MOMENT, MOMENT),
            List.of("POOL_PIPELINING=1"),
            List.of());
    run = Comparing.run(order, "./twinlane bench --quick", folder);
    System.out.print(new MarkdownReport(run));
  }

  @Test
  void noRequestFails() {
    assertThat(run.unlike().failed()).as(run.unlike().first()).isZero();
  }

  @Test
  void everyWorkOfQuickModeIsDoneByTwinlaneAndByWhatItIsComparedWith() {
    Set<Work> done =
        run.results().stream()
            .map(result -> result.entry().work())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Work.class)));

    assertThat(done)
        .containsExactlyInAnyOrder(
            Work.ROW, Work.HIT, Work.TWENTY, Work.EMBEDS, Work.THOUSAND, Work.INSERT, Work.SQL_ROW);
    for (Work work : done) {
      assertThat(run.of(work))
          .as(work.label())
          .hasSizeGreaterThan(1)
          .anyMatch(result -> result.entry().name().startsWith("Twinlane"));
    }
  }

  /** pgbench may get nowhere in a second if the disk does not let it. */
  @Test
  void whoeverIsAskedOverHttpAnswersInTurnsAndAtAFixedRate() {
    assertThat(run.results())
        .filteredOn(result -> result.entry().contender() instanceof OverHttp)
        .hasSizeGreaterThan(10)
        .allSatisfy(result -> {
          double answers = result.spread(Measurement::perSecond).min() + result.unlike().refused();
          assertThat(answers).isPositive();
          assertThat(result.latency().requests()).isPositive();
          assertThat(result.latency().percentiles().max()).isPositive();
        });
  }

  @Test
  void aFurtherSuiteIsThereWithItsSetting() {
    String name = Names.UNCACHED + ", POOL_PIPELINING=1";

    assertThat(run.find(Work.ROW, name)).isPresent();
    assertThat(run.settings().get("Twinlane, POOL_PIPELINING=1")).contains("POOL_PIPELINING=1");
  }

  @Test
  void answersWithANotModifiedStatusAreAllOfThem() {
    Result result = run.find(Work.HIT, Names.NOT_MODIFIED).orElseThrow();

    assertThat(result.unlike().otherwise()).isZero();
  }

  @Test
  void theReportsNameNeitherFoldersNorPasswords() {
    String reports = new MarkdownReport(run) + new JsonReport(run).toString();

    assertThat(reports).doesNotContain(folder.toString()).doesNotContain("postgres://");
    assertThat(new JsonObject(new JsonReport(run).toString()).getJsonArray("results"))
        .hasSameSizeAs(run.results());
  }
}
