package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole suite as a process that gets signals while requests are under way. They wait for locks
 * that the test holds, so that nothing depends on how quick anything is.
 */
class DrainIT {

  private static final String READ = "/rest/v1/held?select=got";
  private static final int LOCK = 7;

  @TempDir private Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private TestDatabase database;
  private Connection holder;

  @BeforeEach
  void hold() throws SQLException {
    database = TestDatabase.create();
    holder = database.connect();
    lock("pg_advisory_lock");
  }

  @AfterEach
  void stop() throws SQLException {
    http.close();
    holder.close();
    database.close();
  }

  private void lock(String function) throws SQLException {
    try (var statement = holder.createStatement()) {
      statement.execute("select %s(%d)".formatted(function, LOCK));
    }
  }

  /** Starts the suite with something to wait for, and returns when it serves it. */
  private UpProcess started(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", database.url());
    all.put("LOCK_TIMEOUT_MS", "120000");
    all.put("STATEMENT_TIMEOUT_MS", "120000");
    all.put("REQUEST_TIMEOUT_MS", "130000");
    UpProcess up = UpProcess.start(home, all);
    up.awaitRunning();
    database.execute(
        """
        create view held as select pg_advisory_xact_lock(%1$d)::text || 'done' as got;
        create table notes (id int primary key, text text);
        insert into notes values (0, 'first');
        create function wait() returns trigger language plpgsql as $$
          begin perform pg_advisory_xact_lock(%1$d); return new; end $$;
        create trigger wait before update on notes for each row execute function wait();
        """
            .formatted(LOCK));
    up.await(() -> get(up.url() + "/rest/v1/held?limit=0").statusCode() == 200);
    up.await(() -> get(up.url() + "/rest/v1/notes").statusCode() == 200);
    up.await(() -> ready(up).statusCode() == 200);
    return up;
  }

  @Test
  void whatIsUnderWayIsAnsweredAndTheProcessEndsInOrder() throws Exception {
    try (UpProcess up = started(Map.of())) {
      CompletableFuture<HttpResponse<String>> read = send(up, "GET", READ, null);
      CompletableFuture<HttpResponse<String>> write =
          send(up, "PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"second\"}");
      up.await(() -> waiting() == 2);

      up.signal();
      up.await(() -> ready(up).statusCode() == 503);

      assertThat(ready(up).body()).contains("{\"id\":\"draining\",\"status\":\"DOWN\"}");
      assertThat(get(up.management() + "/health/live").statusCode()).isEqualTo(200);
      assertThat(waiting()).isEqualTo(2);
      lock("pg_advisory_unlock");
      assertThat(read.get(60, TimeUnit.SECONDS).body()).isEqualTo("[{\"got\":\"done\"}]");
      assertThat(read.get().headers().firstValue("Connection")).contains("close");
      assertThat(write.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
      assertThat(up.exit()).isZero();
      assertThat(up.output()).endsWith("twinlane: stopped\n");
      assertThat(database.query("select text from notes where id = 0")).isEqualTo("second");
    }
  }

  @Test
  void untilOthersHaveNoticedEverythingNewIsServedOnAConnectionThatEnds() throws Exception {
    Map<String, String> settings =
        Map.of("DRAIN_DELAY_MS", "4000", "CACHE_ENABLED", "true", "SERVER_TIMING", "on-request");
    String request = RawClient.get("/rest/v1/notes?id=eq.0");
    try (UpProcess up = started(settings);
        RawClient kept = new RawClient(up.port())) {
      for (int i = 0; i < 5; i++) {
        assertThat(kept.ask(request).header("connection")).isEmpty(); // and is known by its bytes
      }
      up.signal();
      up.await(() -> ready(up).statusCode() == 503);

      RawClient.Answer answer = kept.ask(request);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("connection")).contains("close");
      assertThat(answer.body()).isEqualTo("[{\"id\":0,\"text\":\"first\"}]");
      assertThat(kept.ended()).isTrue();
      assertThat(up.exit()).isZero();
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    try (UpProcess up = started(Map.of("GRACE_MS", "100000"))) {
      var _ = send(up, "GET", READ, null);
      up.await(() -> waiting() == 1);
      up.signal();
      up.await(() -> ready(up).statusCode() == 503);

      // one that comes at the same time is the same signal
      up.await(() -> !up.signal());

      assertThat(up.exit()).isEqualTo(1);
    }
  }

  @Test
  void whatTakesTooLongIsCancelledInPostgresql() throws Exception {
    try (UpProcess up = started(Map.of("GRACE_MS", "500"))) {
      CompletableFuture<HttpResponse<String>> read = send(up, "GET", READ, null);
      CompletableFuture<HttpResponse<String>> write =
          send(up, "PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"second\"}");
      up.await(() -> waiting() == 2);

      up.signal();

      assertThat(up.exit()).isZero();
      up.await(() -> connections() == 0);
      assertThat(read.get(60, TimeUnit.SECONDS).statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(write.get(60, TimeUnit.SECONDS).statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(database.query("select text from notes where id = 0")).isEqualTo("first");
    }
  }

  private int waiting() {
    return number("wait_event = 'advisory'");
  }

  private int connections() {
    return number("application_name like 'twinlane%'");
  }

  private int number(String condition) {
    return Integer.parseInt(
        database.query(
            "select count(*) from pg_stat_activity where datname = current_database() and "
                + condition));
  }

  private HttpResponse<String> ready(UpProcess up) {
    return get(up.management() + "/health/ready");
  }

  private HttpResponse<String> get(String url) {
    return http.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  private CompletableFuture<HttpResponse<String>> send(
      UpProcess up, String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(up.url() + path)).header("Cache-Control", "no-cache");
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return http.sendAsync(request.build(), BodyHandlers.ofString());
  }
}
