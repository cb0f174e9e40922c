package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane as a process of its own, whose database comes late. */
class ServiceProcessIT {

  @TempDir private Path home;
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(classes = {io.twinlane.query.Main.class, io.twinlane.write.Main.class})
  void itWaitsForItsDatabaseAndEndsInOrder(Class<?> main) throws Exception {
    try (TestDatabase admin = TestDatabase.create();
        TestDatabase database = TestDatabase.create()) {
      new Migrations(
              new Database(DatabaseUrl.parse(database.url())),
              SchemaFolder.from(Environment.of(Map.of())).orElseThrow())
          .migrate();
      admin.execute("alter database " + database.name() + " allow_connections false");
      String port = Integer.toString(freePort());
      String probes = "http://127.0.0.1:" + port + "/health/";
      try (UpProcess service =
          UpProcess.start(
              home,
              main,
              Map.of(
                  "DATABASE_URL",
                  database.url(),
                  "MANAGEMENT_PORT",
                  port,
                  "DRAIN_DELAY_MS",
                  "200",
                  "HEALTH_DATABASE_INTERVAL_MS",
                  "50"))) {
        service.await(() -> status(probes + "started") == 200);
        assertThat(status(probes + "live")).isEqualTo(200);
        assertThat(status(probes + "ready")).isEqualTo(503);

        admin.execute("alter database " + database.name() + " allow_connections true");

        service.await(() -> status(probes + "ready") == 200);
        service.signal();
        assertThat(service.exit()).isZero();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** 0 while nobody listens. */
  private int status(String url) {
    try {
      return http.sendAsync(
              HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
          .join()
          .statusCode();
    } catch (CompletionException e) {
      return 0;
    }
  }
}
