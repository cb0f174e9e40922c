package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.OwnServer;
import io.twinlane.schema.testkit.OwnServer.Stop;
import io.twinlane.schema.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is stopped, started, paused, made a replica and promoted under the suite. */
class RestartIT {

  @TempDir private static Path folder;
  private static OwnServer server;
  private static RunningSuite suite;

  @BeforeAll
  static void start() throws SQLException {
    server = OwnServer.start(folder);
    suite =
        RunningSuite.startOn(
            TestDatabase.existing(DatabaseUrl.parse(server.url())),
            Map.of(
                "DATABASE_URL", server.url(),
                "POOL_MAX", "4",
                "CACHE_ENABLED", "false",
                "HEALTH_DATABASE_TIMEOUT_MS", "300"));
    suite.migrate();
    suite.database.execute(
        """
        create table notes (id int primary key, text text);
        create view naps as select pg_sleep(20)::text as slept;
        create function nap() returns trigger language plpgsql as $$
          begin perform pg_sleep(20); return new; end $$;
        create trigger nap before update on notes for each row execute function nap();
        insert into notes values (0, 'first');
        """);
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/naps?limit=0").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    server.close();
  }

  @BeforeEach
  void ready() {
    suite.awaitReady();
    // an immediate stop may undo what was committed just before it
    suite.database.execute("delete from notes where id > 0");
    suite.database.execute("checkpoint");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST", "IMMEDIATE"})
  void aRestartIsToldAndSurvived(Stop how) throws Exception {
    CompletableFuture<HttpResponse<String>> write =
        CompletableFuture.supplyAsync(
            () -> suite.send("PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"second\"}"));
    RunningSuite.await(() ->
        suite
            .database
            .query("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
            .equals("1"));

    server.stop(how);
    assertThat(write.get(10, TimeUnit.SECONDS).body()).contains("outcome: unknown");
    RunningSuite.await(() -> suite.management("/health/ready").statusCode() == 503);
    assertThat(suite.management("/health/live").statusCode()).isEqualTo(200);
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(() -> insert(1));
    server.start();

    assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    assertThat(suite.get("/rest/v1/notes?id=eq.0&select=text").body())
        .isEqualTo("[{\"text\":\"first\"}]");
    suite.awaitReady();
  }

  @Test
  void aPauseIsWaitedForAsLongAsTheClientDoes() throws Exception {
    server.pause(true);
    HttpResponse<String> impatient;
    CompletableFuture<HttpResponse<String>> patient;
    try {
      patient = CompletableFuture.supplyAsync(() -> insert(1));
      impatient = insert(2, "Request-Timeout", "0.3");
    } finally {
      server.pause(false);
    }

    assertThat(impatient.statusCode()).isEqualTo(503);
    // it depends on whether there was a connection, or one was to be opened
    assertThat(impatient.body()).containsAnyOf("outcome: unknown", "outcome: not executed");
    assertThat(patient.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    for (int i = 10; i < 20; i++) {
      assertThat(insert(i).statusCode()).isEqualTo(201);
    }
    if (impatient.body().contains("not executed")) {
      assertThat(suite.database.query("select count(*) from notes where id = 2")).isEqualTo("0");
    }
  }

  @Test
  void aReplicaTakesNoWritesAndIsLeftWhenItIsPromoted() throws Exception {
    server.stop(Stop.FAST);
    server.standby(true);
    server.start();
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);

    HttpResponse<String> refused = insert(1, "Request-Timeout", "0.5");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("Not executed: the database takes no writes");
    assertThat(suite.management("/health/ready").statusCode()).isEqualTo(503);

    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(() -> insert(2));
    suite.database.execute("select pg_promote()");

    assertThat(waiting.get(15, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    suite.awaitReady();
  }

  @Test
  void aServerWithoutAConnectionLeftIsWaitedFor() throws Exception {
    List<Connection> others = new ArrayList<>();
    try {
      others.add(suite.database.connect());
      while (lanesHold(others.getFirst()) > 0) {
        run(others.getFirst(), TERMINATE_LANES);
        takeAllThatAreLeft(others);
      }
      CompletableFuture<HttpResponse<String>> waiting =
          CompletableFuture.supplyAsync(() -> insert(3));
      RunningSuite.await(() -> suite.management("/health/ready").statusCode() == 503);
      assertThat(waiting.isDone()).isFalse();
      close(others);

      assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    } finally {
      close(others);
    }
  }

  private static final String OF_LANES =
      " from pg_stat_activity where application_name like 'twinlane%'";
  private static final String TERMINATE_LANES =
      "select count(pg_terminate_backend(pid))" + OF_LANES;

  private void takeAllThatAreLeft(List<Connection> others) {
    try {
      while (true) {
        others.add(suite.database.connect());
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasRootCauseMessage("FATAL: sorry, too many clients already");
    }
  }

  private static int lanesHold(Connection connection) throws SQLException {
    return run(connection, "select count(*)" + OF_LANES);
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void close(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static HttpResponse<String> insert(int id, String... headers) {
    return suite.post("/rest/v1/notes", "{\"id\":%d,\"text\":\"new\"}".formatted(id), headers);
  }
}
