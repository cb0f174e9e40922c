package io.twinlane.standalone;

import io.twinlane.migrator.data.Seeds;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.PgBouncer;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole suite on a migrated and seeded database of its own, and a client to talk to it. {@code
 * -Dtwinlane.transport=nio} has it use sockets another way.
 */
final class RunningSuite implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Map<String, String> BASE =
      Map.of(
          "HTTP_PORT",
          "0",
          "MANAGEMENT_PORT",
          "0",
          "HEALTH_DATABASE_INTERVAL_MS",
          "50",
          "TRANSPORT",
          System.getProperty("twinlane.transport", "auto"));

  final TestDatabase database;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Environment env;
  private final @Nullable PgBouncer pooler;
  private boolean ownsDatabase = true;
  private volatile String studioLink = "";
  private Suite suite;

  private RunningSuite(TestDatabase database, @Nullable PgBouncer pooler, Environment env) {
    this.database = database;
    this.pooler = pooler;
    this.env = env;
    this.suite = Suite.start(Suite.Settings.from(env), this::take);
  }

  /** Migrates, seeds for development, and starts with these settings. */
  static RunningSuite start(Map<String, String> settings) {
    return seeded(startUnmigrated(settings));
  }

  /** The same, with a PgBouncer in transaction mode between the lanes and PostgreSQL. */
  static RunningSuite startThroughPooler(Map<String, String> settings, Path folder) {
    TestDatabase database = TestDatabase.create();
    DatabaseUrl direct = DatabaseUrl.parse(database.url());
    PgBouncer pooler = PgBouncer.start(direct, folder);
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", pooler.url(direct));
    return seeded(new RunningSuite(database, pooler, environment(database, all)));
  }

  /** Starts on a database that is there, without migrating it; the settings name it. */
  static RunningSuite startOn(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(BASE);
    all.putAll(settings);
    RunningSuite running = new RunningSuite(database, null, Environment.of(all));
    running.ownsDatabase = false;
    return running;
  }

  private static RunningSuite seeded(RunningSuite running) {
    running.migrate();
    Database database = new Database(DatabaseUrl.parse(running.database.url()));
    new Seeds(database, SchemaFolder.from(running.env).orElseThrow())
        .load(EnvironmentName.DEVELOPMENT);
    running.awaitReady();
    return running;
  }

  /** Starts on an empty database. */
  static RunningSuite startUnmigrated(Map<String, String> settings) {
    TestDatabase database = TestDatabase.create();
    return new RunningSuite(database, null, environment(database, settings));
  }

  private static Environment environment(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(BASE);
    all.put("DATABASE_URL", database.url());
    all.putAll(settings);
    return Environment.of(all);
  }

  void migrate() {
    Database target = new Database(DatabaseUrl.parse(database.url()));
    new Migrations(target, SchemaFolder.from(env).orElseThrow()).migrate();
  }

  void awaitReady() {
    await(() -> management("/health/ready").statusCode() == 200);
  }

  /** Stops the services and starts them again on the same data. */
  void restart() {
    suite.close();
    suite = Suite.start(Suite.Settings.from(env), this::take);
    awaitReady();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it did not come to pass");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private void take(String link) {
    studioLink = link;
  }

  /** The newest link into the Studio; empty if there is none. */
  String studioLink() {
    return studioLink;
  }

  /** A request to the management port. */
  HttpResponse<String> managementSend(
      String method, String path, @Nullable String body, String... headers) {
    return send(method, suite.managementPort(), path, body, headers);
  }

  /** Where clients come in. */
  int httpPort() {
    return suite.httpPort();
  }

  /** Where probes, metrics and the Studio are. */
  int managementPort() {
    return suite.managementPort();
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  HttpResponse<String> management(String path) {
    return send("GET", suite.managementPort(), path, null);
  }

  /** The same for somebody who wants it in this form. */
  HttpResponse<String> managementAs(String path, String accept) {
    return send("GET", suite.managementPort(), path, null, "Accept", accept);
  }

  HttpResponse<String> managementPost(String path) {
    return send("POST", suite.managementPort(), path, "");
  }

  /** Sends a request; a body goes as JSON unless a header says otherwise. */
  HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
    return send(method, suite.httpPort(), path, body, headers);
  }

  private HttpResponse<String> send(
      String method, int port, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(TIMEOUT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body as JSON that can be compared. */
  static Object json(HttpResponse<String> response) {
    return Json.decodeValue(response.body());
  }

  @Override
  public void close() {
    suite.close();
    http.close();
    if (pooler != null) {
      pooler.close();
    }
    if (ownsDatabase) {
      database.close();
    }
  }
}
