package io.twinlane.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.contender.Launch;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.Visitor;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.FaultProxy;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite, with a heap of 256 MiB, while the way to PostgreSQL fails again and again.
 *
 * <p>At length: {@code mvn verify -Dit.test=SoakIT -Dtest=NoneAtAll
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * -Dsoak.minutes=30}
 */
class SoakIT {

  private static final Duration LASTS = Duration.ofMinutes(Long.getLong("soak.minutes", 0));

  /** Until then the heap fills with what is kept: code, plans, answers. */
  private static final int WARM_UP = 3;

  private static final double GROWTH_MAX = 0.03;

  /** Connections to PostgreSQL and of clients, which come and go. */
  private static final long DESCRIPTORS_VARY = 24;

  @Test
  void requestsFailOnlyWhileTheWayFailsAndNothingPilesUp(@TempDir Path folder) {
    try (TestDatabase database = TestDatabase.create();
        FaultProxy way = new FaultProxy(DatabaseUrl.parse(database.url()))) {
      Visitor visitor = Visitor.as("soak_" + database.name());
      database.execute(Customers.tables(visitor));
      Map<String, String> settings =
          Map.of(
              "DATABASE_URL",
              way.url(),
              "JWT_SECRET",
              visitor.secret(),
              "POOL_MAX",
              "6",
              "CACHE_ENABLED",
              "true");
      try (Server suite = Server.start(Launch.suite("soak", folder, settings, List.of()))) {
        Weather weather = new Weather(way);
        List<Vitals> vitals = new ArrayList<>();
        Customers customers = new Customers(suite.port(), visitor, weather);
        try (customers) {
          customers.come();
          long end = System.nanoTime() + LASTS.toNanos();
          do {
            weather.pass();
            vitals.add(Vitals.of(suite.process()));
          } while (System.nanoTime() - end < 0);
        }
        List<String> visits = List.of(database.query(Customers.VISITS).split("\n"));
        database.execute("drop owned by %1$s; drop role %1$s".formatted(visitor.role()));
        System.out.println("soak: " + customers.outcomes() + ", " + vitals);

        assertThat(customers.unexcused()).isEmpty();
        assertThat(customers.outcomes().get("200 read")).isPositive();
        assertThat(customers.visits()).isNotEmpty().isSubsetOf(visits);
        assertFlat(vitals);
      }
    }
  }

  private static void assertFlat(List<Vitals> vitals) {
    if (vitals.size() < 3 * WARM_UP) {
      return; // too short to tell
    }
    List<Vitals> later = vitals.subList(WARM_UP, vitals.size());
    List<Vitals> first = later.subList(0, later.size() / 3);
    List<Vitals> last = later.subList(later.size() - later.size() / 3, later.size());
    assertThat(mean(last, Vitals::heapKibibytes))
        .isLessThan(mean(first, Vitals::heapKibibytes) * (1 + GROWTH_MAX));
    assertThat(mean(last, Vitals::descriptors))
        .isLessThan(mean(first, Vitals::descriptors) + DESCRIPTORS_VARY);
  }

  private static double mean(List<Vitals> vitals, ToLongFunction<Vitals> figure) {
    return vitals.stream().mapToLong(figure).average().orElseThrow();
  }
}
