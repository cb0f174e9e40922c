package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Databases that are asleep, away, or do not let the suite in. */
class AbsenceIT {

  @Test
  void aRequestWaitsForADatabaseThatComesUpLate() throws Exception {
    try (TestDatabase admin = TestDatabase.create();
        RunningSuite suite = RunningSuite.start(Map.of())) {
      String name = suite.database.name();
      admin.execute("alter database " + name + " allow_connections false");
      admin.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
      RunningSuite.await(() -> suite.management("/health/ready").statusCode() == 503);

      CompletableFuture<HttpResponse<String>> read =
          CompletableFuture.supplyAsync(() -> suite.get("/rest/v1/roles?limit=1"));
      CompletableFuture<HttpResponse<String>> write =
          CompletableFuture.supplyAsync(
              () -> suite.post("/rest/v1/roles", "{\"name\":\"late\",\"permissions\":[]}"));
      TimeUnit.MILLISECONDS.sleep(1_500);
      admin.execute("alter database " + name + " allow_connections true");

      assertThat(read.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(write.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
      assertThat(suite.database.query("select count(*) from roles where name = 'late'"))
          .isEqualTo("1");
    }
  }

  @Test
  void aLoginThatIsRefusedIsNotTriedOverAndOver() {
    try (TestDatabase database = TestDatabase.create();
        RunningSuite suite =
            RunningSuite.startOn(
                database,
                Map.of("DATABASE_URL", database.url().replace("postgres@", "nobody_at_all@")))) {
      long begin = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        HttpResponse<String> answer = suite.get("/api/db/test");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("nobody_at_all");
      }

      assertThat(suite.get("/api/db/test").body()).contains("Login refused");
      assertThat(System.nanoTime() - begin).isPositive();
    }
  }

  @Test
  void anIdleSuiteLetsTheDatabaseSleep() throws Exception {
    try (RunningSuite suite =
        RunningSuite.start(
            Map.of("POOL_IDLE_TIMEOUT_MS", "100", "HEALTH_DATABASE_IDLE_MS", "300"))) {
      suite.get("/rest/v1/roles");

      RunningSuite.await(() -> connections(suite) == 0);
      TimeUnit.MILLISECONDS.sleep(500);

      assertThat(connections(suite)).isZero();
      assertThat(suite.management("/health/ready").statusCode()).isEqualTo(200);
      assertThat(suite.get("/rest/v1/roles").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPoolOfOneIsEnough() {
    try (RunningSuite suite = RunningSuite.start(Map.of("POOL_MAX", "1"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(suite.get("/rest/v1/roles", "Prefer", "count=planned").statusCode())
            .isBetween(200, 206);
        assertThat(
                suite
                    .send("PATCH", "/rest/v1/settings?key=eq.site_name", "{\"value\":" + i + "}")
                    .statusCode())
            .isEqualTo(204);
      }
    }
  }

  private static int connections(RunningSuite suite) {
    return Integer.parseInt(
        suite.database.query(
            "select count(*) from pg_stat_activity where datname = current_database() and"
                + " application_name like 'twinlane%'"));
  }
}
