package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a process, as whatever collects it reads it. */
class LogFormatIT {

  private static TestDatabase database;
  @TempDir private Path home;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private UpProcess up(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("DATABASE_URL", database.url()));
    all.putAll(settings);
    return UpProcess.start(home, all);
  }

  @Test
  void everyLineIsAnObjectWithTheSameFields() throws Exception {
    try (UpProcess process =
        up(Map.of("LOG_FORMAT", "json", "ACCESS_LOG", "all", "LOG_LEVEL", "DEBUG"))) {
      process.awaitRunning();
      get(process, "/rest/v1/users?select=id", "one");
      process.await(() -> process.output().contains("\"request_id\":\"one\""));
      process.signal();
      process.exit();

      List<JsonObject> lines =
          process
              .output()
              .lines()
              .filter(line -> line.startsWith("{"))
              .map(JsonObject::new)
              .toList();

      assertThat(lines)
          .isNotEmpty()
          .allSatisfy(line ->
              assertThat(line.fieldNames())
                  .contains("time", "level", "service", "logger", "thread", "message"));
      assertThat(process.output()).doesNotContain(" INFO ").doesNotContain(" WARN ");
    }
  }

  /** Lines of requests are written by another thread, which is waited for at the end. */
  @Test
  void theLastRequestIsToldBeforeTheProcessEnds() throws Exception {
    try (UpProcess process = up(Map.of("ACCESS_LOG", "all"))) {
      process.awaitRunning();
      get(process, "/api", "last");
      process.signal();
      process.exit();

      assertThat(process.output()).contains("access request request_id=last method=GET route=/api");
    }
  }

  @Test
  void mistakesAreToldWithAllOthers() throws Exception {
    try (UpProcess process =
        up(Map.of("LOG_FORMAT", "xml", "LOG_LEVEL", "loud", "REQUEST_MAX_BYTES", "none"))) {
      int status = process.exit();

      assertThat(status).isEqualTo(2);
      assertThat(process.output())
          .contains(
              "LOG_FORMAT must be one of", "LOG_LEVEL must be one of", "REQUEST_MAX_BYTES must be");
    }
  }

  @Test
  void aCommandLogsAsTheFilesOfItsEnvironmentSay() throws Exception {
    Files.writeString(home.resolve(".env"), "LOG_FORMAT=json\nLOG_LEVEL_LIBRARIES=INFO\n");
    try (UpProcess migrate = command("migrate")) {
      assertThat(migrate.exit()).isZero();

      assertThat(migrate.output().lines().filter(line -> line.startsWith("{\"time\"")))
          .isNotEmpty()
          .allSatisfy(
              line -> assertThat(new JsonObject(line).getString("service")).isEqualTo("migrator"));
      assertThat(migrate.output()).contains("org.flywaydb").doesNotContain("Z INFO ");
    }
  }

  @Test
  void aCommandTellsOfAMistakeInThem() throws Exception {
    Files.writeString(home.resolve(".env"), "LOG_LEVEL=loud\n");
    try (UpProcess status = command("status")) {
      assertThat(status.exit()).isEqualTo(2);
      assertThat(status.output()).contains("LOG_LEVEL must be one of");
    }
  }

  private UpProcess command(String name) {
    return UpProcess.start(home, Main.class, Map.of("DATABASE_URL", database.url()), name);
  }

  private static void get(UpProcess process, String path, String requestId) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(process.url() + path))
              .header("X-Request-Id", requestId)
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
