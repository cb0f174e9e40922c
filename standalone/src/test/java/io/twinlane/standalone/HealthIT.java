package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people and orchestrators are told while the database comes, goes, and is behind. */
class HealthIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("LANE_SILENCE_MAX_MS", "5000"));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void aHealthySuiteSaysSo() {
    HttpResponse<String> health = suite.get("/api/health");

    JsonObject body = new JsonObject(health.body());
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(body.fieldNames()).containsExactly("status", "timestamp", "version", "services");
    assertThat(body.getString("status")).isEqualTo("ok");
    assertThat(body.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
    assertThat(Instant.parse(body.getString("timestamp"))).isBefore(Instant.now().plusSeconds(1));
    assertThat(body.getString("version")).matches("^\\d+\\.\\d+\\.\\d+.*");
    assertThat(body.getJsonObject("services").getString("database")).isEqualTo("connected");
  }

  @Test
  void theTablesAreThere() {
    HttpResponse<String> test = suite.get("/api/db/test");

    JsonObject body = new JsonObject(test.body());
    assertThat(test.statusCode()).isEqualTo(200);
    assertThat(body.fieldNames()).containsExactly("status", "timestamp", "tables");
    assertThat(body.getString("status")).isEqualTo("connected");
    assertThat(body.getJsonObject("tables").getMap())
        .containsEntry("users", true)
        .containsEntry("sessions", true);
  }

  @Test
  void probesAreOnTheGatewayAndOnTheManagementPort() {
    for (String probe : new String[] {"live", "started", "ready"}) {
      assertThat(suite.get("/health/" + probe).statusCode()).isEqualTo(200);
      assertThat(suite.management("/health/" + probe).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whereOneLaneHasNoDatabaseTheOtherOneIsReady() {
    Map<String, String> away = Map.of("QUERY_DATABASE_URL", "postgres://me@127.0.0.1:1/app");
    try (RunningSuite half = RunningSuite.startUnmigrated(away)) {
      half.migrate();

      RunningSuite.await(() -> half.get("/health/ready?lane=direct").statusCode() == 200);

      assertThat(half.get("/health/ready?lane=cached").statusCode()).isEqualTo(503);
      assertThat(half.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(half.management("/health/ready?lane=fast").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theIndexListsTheEndpoints() {
    JsonObject index = new JsonObject(suite.get("/api").body());

    assertThat(index.getJsonObject("endpoints").fieldNames())
        .contains("GET /rest/v1/{table}", "GET /api/health");
  }

  @Test
  void aDatabaseThatIsBehindIsTold() {
    try (RunningSuite unmigrated = RunningSuite.startUnmigrated(Map.of())) {
      RunningSuite.await(() -> check(unmigrated, "query-schema").equals("behind"));

      assertThat(unmigrated.management("/health/ready").statusCode()).isEqualTo(503);
      assertThat(unmigrated.management("/health/live").statusCode()).isEqualTo(200);
      JsonObject tables =
          new JsonObject(unmigrated.get("/api/db/test").body()).getJsonObject("tables");
      assertThat(tables.getMap()).containsEntry("users", false);

      unmigrated.migrate();
      unmigrated.awaitReady();

      assertThat(check(unmigrated, "query-schema")).isEqualTo("current");
      RunningSuite.await(() -> unmigrated.get("/rest/v1/users").statusCode() == 200);
    }
  }

  @Test
  void aDatabaseThatGoesAwayDegradesTheSuiteAndKeepsItAlive() {
    try (RunningSuite lonely = RunningSuite.start(Map.of())) {
      String name = lonely.database.name();
      admin("alter database " + name + " allow_connections false");
      admin(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

      RunningSuite.await(() -> lonely.management("/health/ready").statusCode() == 503);
      HttpResponse<String> health = lonely.get("/api/health");

      assertThat(health.statusCode()).isEqualTo(200);
      JsonObject body = new JsonObject(health.body());
      assertThat(body.getString("status")).isEqualTo("degraded");
      assertThat(body.getJsonObject("services").getString("database")).isEqualTo("disconnected");
      assertThat(lonely.get("/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> test = lonely.get("/api/db/test");
      assertThat(test.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(test.body()).getString("status")).isEqualTo("error");
      HttpResponse<String> read = lonely.get("/rest/v1/users");
      assertThat(read.statusCode()).isEqualTo(503);
      assertThat(read.headers().firstValue("Retry-After")).isPresent();
      assertThat(read.body() + test.body()).doesNotContain("127.0.0.1", "postgres");

      admin("alter database " + name + " allow_connections true");
      lonely.awaitReady();

      assertThat(lonely.get("/rest/v1/users").statusCode()).isEqualTo(200);
    }
  }

  /** From the database of the shared suite, since the other one lets nobody in. */
  private static void admin(String sql) {
    suite.database.execute(sql);
  }

  private static String check(RunningSuite asked, String id) {
    JsonArray checks =
        new JsonObject(asked.management("/health/ready").body()).getJsonArray("checks");
    return checks.stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("id").equals(id))
        .map(check -> check.getString("schema", ""))
        .findFirst()
        .orElse("");
  }
}
