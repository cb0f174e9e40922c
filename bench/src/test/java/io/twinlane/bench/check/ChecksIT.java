package io.twinlane.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.MigratedDatabase;
import io.twinlane.bench.check.Verdict.Violation;
import io.twinlane.schema.settings.Environment;
import io.twinlane.standalone.Suite;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks against the suite in one JVM, and against something that is broken on purpose. */
class ChecksIT {

  private static final int OPERATIONS = 4_000;

  private static final Vertx VERTX = Vertx.vertx();
  private static MigratedDatabase database;
  private static Suite suite;
  private static String url;
  private static Access access;

  @BeforeAll
  static void start() {
    database = new MigratedDatabase();
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.putAll(Map.of("CACHE_ENABLED", "true", "HTTP_PORT", "0", "MANAGEMENT_PORT", "0"));
    suite = Suite.start(Suite.Settings.from(Environment.of(settings)));
    url = "http://127.0.0.1:" + suite.httpPort();
    access = database.access();
  }

  @AfterAll
  static void stop() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    suite.close();
    database.close();
  }

  @Test
  void theSuiteIsExact() {
    ConsistencyReport report = Consistency.run(few(url));

    assertThat(report.verdict().toString()).isEqualTo("none\n");
    assertThat(report.done()).isEqualTo(OPERATIONS);
    assertThat(report.hits()).isPositive();
    assertThat(database.query("select count(*) from pg_tables where tablename ~ '^twinlane_check'"))
        .isEqualTo("0");
  }

  @Test
  void copiesThatAreTooOldAreFound() throws Exception {
    String proxy =
        OldCopies.start(VERTX, url, 50)
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);

    ConsistencyReport report = Consistency.run(few(url, proxy));

    System.out.print(report);
    assertThat(report.verdict().count(Violation.STALE)).isPositive();
    assertThat(report.verdict().count(Violation.BACK)).isPositive();
    assertThat(report.verdict().count(Violation.PHANTOM)).isZero();
    assertThat(report.verdict().count(Violation.TORN)).isZero();
  }

  @Test
  void noRequestFails() {
    RollingReport report = Rolling.run(rolling(List.of(url)));

    assertThat(report.failed()).as(report.toString()).isZero();
  }

  @Test
  void aGatewayThatNeverAnswersGetsNoRequests() {
    RollingReport report = Rolling.run(rolling(List.of("http://127.0.0.1:9", url)));

    assertThat(report.failed()).as(report.toString()).isZero();
  }

  private static Consistency.Settings few(String... urls) {
    return new Consistency.Settings(
        List.of(urls),
        access,
        8,
        16,
        15,
        OPERATIONS,
        Duration.ofMinutes(2),
        Duration.ofSeconds(30),
        42);
  }

  private static Rolling.Settings rolling(List<String> urls) {
    return new Rolling.Settings(
        Gateways.of(urls, List.of()), access, 100, 200, Duration.ofSeconds(30));
  }
}
