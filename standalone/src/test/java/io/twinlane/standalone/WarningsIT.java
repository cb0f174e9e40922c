package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.PgBouncer;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log says of a deployment that runs, and will give trouble. */
class WarningsIT {

  /** What a session begins with, for a pooler that ignores what it cannot keep. */
  private static final String IGNORE =
      "ignore_startup_parameters = search_path,TimeZone,DateStyle,IntervalStyle,bytea_output,"
          + "extra_float_digits,standard_conforming_strings,statement_timeout,"
          + "lock_timeout,idle_in_transaction_session_timeout,client_connection_check_interval,"
          + "default_transaction_read_only,timezone,datestyle,intervalstyle";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void listen() {
    database = TestDatabase.create();
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    database.close();
  }

  @Test
  void poolsThatTheServerHasNoRoomForAreToldWithTheSum() {
    try (RunningSuite _ = started(Map.of("DATABASE_URL", database.url(), "POOL_MAX", "400"))) {
      RunningSuite.await(() -> said("800 for the lanes of one process + 1"));

      assertThat(said("lower POOL_MAX or use a pooler")).isTrue();
    }
  }

  @Test
  void poolsThatFitAreNotWorthAWord() {
    try (RunningSuite suite = started(Map.of("DATABASE_URL", database.url()))) {
      suite.migrate();
      suite.awaitReady();

      assertThat(said("max_connections")).isFalse();
      assertThat(said("pooler")).isFalse();
    }
  }

  @Test
  void aPoolerThatRefusesASessionsSettingsIsNamedAsOne() {
    assumeTrue(PgBouncer.installed(), "PgBouncer is not installed");
    DatabaseUrl direct = DatabaseUrl.parse(database.url());
    try (PgBouncer pooler = PgBouncer.start(direct, folder);
        RunningSuite _ = started(Map.of("DATABASE_URL", pooler.urlUnmarked(direct)))) {
      RunningSuite.await(() -> said("add pgbouncer=true"));
    }
  }

  @Test
  void aPoolerThatLetsASessionBeginIsNoticedToo() {
    assumeTrue(PgBouncer.installed(), "PgBouncer is not installed");
    DatabaseUrl direct = DatabaseUrl.parse(database.url());
    try (PgBouncer pooler = PgBouncer.start(direct, folder, IGNORE);
        RunningSuite _ = started(Map.of("DATABASE_URL", pooler.urlUnmarked(direct)))) {
      RunningSuite.await(() -> said("something stands between"));
    }
  }

  @Test
  void aStatementThatGetsLostBehindAPoolerComesWithTheCure() {
    assumeTrue(PgBouncer.installed(), "PgBouncer is not installed");
    DatabaseUrl direct = DatabaseUrl.parse(database.url());
    database.execute("create table notes (id int primary key, text text)");
    try (PgBouncer pooler = PgBouncer.start(direct, folder, IGNORE);
        RunningSuite suite =
            started(
                Map.of(
                    "DATABASE_URL",
                    pooler.urlUnmarked(direct),
                    "DIRECT_DATABASE_URL",
                    database.url()))) {
      suite.migrate();
      suite.awaitReady();

      // a lost one is prepared anew, so that most clients see nothing of it
      RunningSuite.await(() -> {
        IntStream.range(0, 40)
            .parallel()
            .forEach(i -> suite.get("/rest/v1/notes?id=eq." + i + "&order=text"));
        return said("a prepared statement got lost") && said("add pgbouncer=true");
      });
    }
  }

  private RunningSuite started(Map<String, String> settings) {
    return RunningSuite.startOn(database, settings);
  }

  private boolean said(String words) {
    return List.copyOf(log.list).stream()
        .anyMatch(event -> event.getFormattedMessage().contains(words));
  }
}
