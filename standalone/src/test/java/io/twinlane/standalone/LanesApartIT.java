package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one lane does while the other has no connection left. */
class LanesApartIT {

  private static final TestDatabase DATABASE = TestDatabase.create();

  /** More than either lane has connections. */
  private static final int MANY = 8;

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startOn(
            DATABASE,
            Map.of(
                "DATABASE_URL", DATABASE.url(),
                "POOL_MAX", "2",
                "POOL_WAITING_MAX", "2",
                "LOCK_TIMEOUT_MS", "30000",
                "CACHE_ENABLED", "false"));
    suite.migrate();
    DATABASE.execute(
        """
        create table notes (id int primary key, text text);
        insert into notes select i, 'note ' || i from generate_series(1, 100) i;
        create view naps as select pg_sleep(30)::text as slept;
        """);
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/naps?limit=0").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    DATABASE.close();
  }

  @Test
  void readsGoOnWhileTheDirectLaneHasNoConnectionLeft() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> writes = new ArrayList<>();
    try (var holder = DATABASE.connect();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select from notes for update");
      for (int i = 1; i <= MANY; i++) {
        String path = "/rest/v1/notes?id=eq." + i;
        writes.add(later(() -> suite.send("PATCH", path, "{\"text\":\"x\"}")));
      }
      RunningSuite.await(() -> waiting("Lock") > 0);
      RunningSuite.await(() -> writes.stream().anyMatch(CompletableFuture::isDone));

      for (int i = 1; i <= 200; i++) {
        assertThat(suite.get("/rest/v1/notes?id=eq." + (1 + i % 100)).statusCode()).isEqualTo(200);
      }
      assertThat(waiting("Lock")).isPositive();
      holder.commit();
    }
    List<Integer> answers = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> write : writes) {
      answers.add(write.get(20, TimeUnit.SECONDS).statusCode());
    }
    assertThat(answers).contains(204, 503).containsOnly(204, 503);
  }

  @Test
  void writesGoOnWhileReadsSleep() {
    List<CompletableFuture<HttpResponse<String>>> reads = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      reads.add(later(() -> suite.get("/rest/v1/naps", "Request-Timeout", "20")));
    }
    RunningSuite.await(() -> waiting("Timeout") > 0);

    for (int i = 1; i <= 50; i++) {
      String note = "{\"id\":%d}".formatted(1_000 + i);
      assertThat(suite.post("/rest/v1/notes", note).statusCode()).isEqualTo(201);
    }
    assertThat(waiting("Timeout")).isPositive();
    RunningSuite.await(() -> {
      DATABASE.query(
          "select count(pg_cancel_backend(pid)) from pg_stat_activity"
              + " where datname = current_database() and wait_event = 'PgSleep'");
      return reads.stream().allMatch(CompletableFuture::isDone);
    });
  }

  private static int waiting(String kind) {
    return Integer.parseInt(
        DATABASE.query(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and application_name like 'twinlane-%' and wait_event_type = '"
                + kind
                + "'"));
  }

  private static CompletableFuture<HttpResponse<String>> later(
      Supplier<HttpResponse<String>> request) {
    return CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
  }
}
