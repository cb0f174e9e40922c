package io.twinlane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.ProcessCosts.Costs;
import io.twinlane.bench.ProcessCosts.Turn;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The costs that are told are those of what was asked for; clocks are not looked at. */
class ProcessCostsIT {

  private static final int HITS = 40;

  @TempDir private static Path folder;
  private static Costs costs;

  @BeforeAll
  static void run() {
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, true)) {
      costs = new ProcessCosts(vertx, folder, database, 1, HITS).run();
    } finally {
      vertx.close().await();
    }
  }

  @AfterAll
  static void print() {
    System.out.print(new ProcessReport(costs, 1, HITS));
  }

  @Test
  void everyWayDoesAllThatIsAskedOfIt() {
    for (Way way : Way.values()) {
      List<Chore> done =
          costs.turns().stream().filter(turn -> turn.way() == way).map(Turn::chore).toList();

      assertThat(done)
          .as(way.label())
          .containsExactlyElementsOf(
              way.reads() ? EnumSet.allOf(Chore.class) : EnumSet.of(Chore.INSERT, Chore.UPDATE));
    }
  }

  /** A lease may be lost for a moment where others need the machine, so not all need be hits. */
  @Test
  void hitsComeFromTheCacheAndMissesDoNotAndWritesAreAcknowledged() {
    for (Turn turn : costs.turns()) {
      int requests = turn.chore().requests(HITS);
      int least = turn.chore().writes() ? requests : requests - requests / 4;

      assertThat(turn.together().asAsked()).as(turn.toString()).isBetween(least, requests);
    }
  }

  @Test
  void everyProcessOfEveryWayIsTold() {
    for (Way way : Way.values()) {
      long told = costs.footprints().stream().filter(one -> one.way() == way).count();

      assertThat(told).as(way.label()).isEqualTo(processes(way));
    }
  }

  private static int processes(Way way) {
    return switch (way) {
      case ONE -> 1;
      case NEAR, FAR, UNTOLD -> 3;
      case TWO_QUERIES -> 4;
    };
  }
}
