package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.GatewaySettings;
import io.twinlane.gateway.GatewayVerticle;
import io.twinlane.gateway.studio.facts.Facts;
import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.service.ServiceProcess;
import io.twinlane.schema.service.TransportChoice;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Studio is told of two query-services, a write-service and a gateway. */
class StudioLanesIT {

  private static final int READS = 10;

  private final TestDatabase database = TestDatabase.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = ServiceProcess.vertx(TransportChoice.AUTO);
  private final Monitoring monitoring = Monitoring.of(vertx);
  private final Environment env =
      Environment.of(
          Map.of(
              "DATABASE_URL", database.url(),
              "CACHE_ENABLED", "true",
              "HTTP_PORT", "0",
              "MANAGEMENT_PORT", "0",
              "POOL_MAX", "4",
              "HEALTH_DATABASE_INTERVAL_MS", "50"));
  private final GatewayVerticle gateway =
      new GatewayVerticle(GatewaySettings.from(env), monitoring, _ -> {});
  private final FactsServer facts =
      new FactsServer(new Facts.Terms(SchemaFolder.packaged(), Duration.ofSeconds(20)));

  @BeforeEach
  void start() {
    database.execute(
        """
        create table notes (id int primary key, note text);
        create table others (id int primary key);
        insert into notes select g, 'secret' || g from generate_series(1, 20) g;
        """);
    ServiceProcess.await(vertx.deployVerticle(facts));
    ServiceProcess.await(vertx.deployVerticle(gateway));
    for (int i = 0; i < 2; i++) {
      ServiceProcess.await(
          vertx.deployVerticle(new QueryVerticle(QuerySettings.from(env), monitoring)));
    }
    ServiceProcess.await(
        vertx.deployVerticle(new WriteVerticle(WriteSettings.from(env), monitoring)));
    RunningSuite.await(() -> get("/rest/v1/notes").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    ServiceProcess.close(vertx);
    http.close();
    database.close();
  }

  @Test
  void aLookTellsOfEveryServiceAndOfTheStatements() {
    warm();

    try (LaneEvents events = events()) {
      JsonObject look = events.next("look", seen -> entries(seen) >= READS);
      long hits = hits(look);
      assertThat(read(1)).contains("hit");
      JsonObject again = events.next("look", seen -> hits(seen) > hits);

      assertThat(look.getJsonArray("caches")).hasSize(2);
      assertThat(objects(look, "pools"))
          .hasSize(3)
          .allSatisfy(pool -> assertThat(pool.getInteger("max")).isPositive())
          .extracting(pool -> pool.getString("lane"))
          .containsExactlyInAnyOrder("cached", "cached", "direct");
      assertThat(again.getJsonObject("requests").getJsonObject("byLane").fieldNames())
          .containsExactlyInAnyOrder("none", "cached", "direct");
      JsonObject statement = share(again).orElseThrow();
      assertThat(statement.getLong("misses")).isPositive();
      assertThat(statement.getLong("bypassed")).isZero();
      assertThat(statement.getDouble("meanMillis")).isPositive();
      assertThat(statement.getString("sql")).doesNotContain("secret");
    }
  }

  @Test
  void aWriteIsToldWithWhatItEndedAndEndsItOnce() {
    warm();

    try (LaneEvents events = events()) {
      events.next("look", seen -> entries(seen) >= READS);
      assertThat(write("/rest/v1/others", "{\"id\":1}", "w-1")).isEqualTo(201);
      JsonObject other = events.next("write", _ -> true);
      assertThat(write("/rest/v1/notes", "{\"id\":100}", "w-2")).isEqualTo(201);
      JsonObject first = events.next("write", _ -> true);
      assertThat(write("/rest/v1/notes", "{\"id\":101}", "w-3")).isEqualTo(201);
      JsonObject second = events.next("write", _ -> true);

      assertThat(other.getJsonArray("tables")).containsExactly("public.others");
      assertThat(other.getJsonArray("invalidated")).isEmpty();
      assertThat(first.getString("requestId")).isEqualTo("w-2");
      assertThat(first.getBoolean("everything")).isFalse();
      assertThat(first.getJsonArray("tables")).containsExactly("public.notes");
      assertThat(objects(first, "invalidated"))
          .anySatisfy(ended -> {
            assertThat(ended.getLong("entries")).isEqualTo(READS);
            assertThat(ended.getString("sql")).contains("notes").doesNotContain("secret");
          });
      assertThat(second.getJsonArray("invalidated")).isEmpty();
    }
  }

  @Test
  void aStatementIsToldWithItsReadSetAndItsAnswers() {
    warm();
    String hash;
    try (LaneEvents events = events()) {
      hash =
          share(events.next("look", seen -> entries(seen) >= READS))
              .orElseThrow()
              .getString("hash");
    }

    HttpResponse<String> told = fact("/lanes/statements/" + hash);

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).doesNotContain("secret");
    JsonObject statement = new JsonObject(told.body());
    assertThat(statement.getString("hash")).isEqualTo(hash);
    assertThat(objects(statement, "instances"))
        .hasSize(2)
        .allSatisfy(instance ->
            assertThat(instance.getJsonArray("readSet")).containsExactly("public.notes"));
    List<JsonObject> entries =
        objects(statement, "instances").stream()
            .flatMap(instance -> objects(instance, "entries").stream())
            .toList();
    assertThat(entries)
        .hasSize(READS)
        .allSatisfy(entry -> {
          assertThat(entry.getString("key")).hasSize(16);
          assertThat(entry.getLong("bytes")).isPositive();
        });
    assertThat(fact("/lanes/statements/00000000").statusCode()).isEqualTo(404);
  }

  @Test
  void whyAStatementIsNotCachedIsTold() {
    database.execute("create view moments as select id, clock_timestamp() as at from notes");
    RunningSuite.await(() -> get("/rest/v1/moments").statusCode() == 200);

    try (LaneEvents events = events()) {
      JsonObject look =
          events.next("look", seen -> shares(seen).anyMatch(StudioLanesIT::ofMoments));
      JsonObject moments = shares(look).filter(StudioLanesIT::ofMoments).findFirst().orElseThrow();
      JsonObject told =
          new JsonObject(fact("/lanes/statements/" + moments.getString("hash")).body());

      assertThat(moments.getLong("bypassed")).isPositive();
      assertThat(
              objects(told, "instances").stream()
                  .map(instance -> instance.getJsonObject("notCached")))
          .anySatisfy(reasons -> assertThat(reasons.getLong("volatile")).isPositive());
    }
  }

  @Test
  void thereIsRoomForSoManyReadersAndForAnotherOnceOneHasGone() {
    List<LaneEvents> all = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        all.add(events());
      }
      assertThat(fact("/lanes").statusCode()).isEqualTo(503);

      all.removeLast().close();

      RunningSuite.await(() -> {
        LaneEvents events = events();
        all.add(events);
        return events.status() == 200;
      });
    } finally {
      all.forEach(LaneEvents::close);
    }
  }

  private LaneEvents events() {
    return new LaneEvents(at(facts.port(), "/lanes"));
  }

  /** Until each answer comes from a cache. */
  private void warm() {
    for (int id = 1; id <= READS; id++) {
      int one = id;
      RunningSuite.await(() -> read(one).contains("hit"));
    }
  }

  private String read(int id) {
    HttpResponse<String> response = get("/rest/v1/notes?note=eq.secret" + id);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("Cache-Status").orElse("");
  }

  private int write(String path, String body, String requestId) {
    return send(
            HttpRequest.newBuilder(at(gateway.port(), path))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString(body)),
            BodyHandlers.ofString())
        .statusCode();
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(at(gateway.port(), path)), BodyHandlers.ofString());
  }

  private HttpResponse<String> fact(String path) {
    return send(HttpRequest.newBuilder(at(facts.port(), path)), BodyHandlers.ofString());
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long entries(JsonObject look) {
    return objects(look, "caches").stream().mapToLong(cache -> cache.getLong("entries")).sum();
  }

  private static long hits(JsonObject look) {
    return shares(look).mapToLong(share -> share.getLong("hits")).sum();
  }

  private static Stream<JsonObject> shares(JsonObject look) {
    return objects(look, "caches").stream().flatMap(cache -> objects(cache, "statements").stream());
  }

  /** The one that is read here. */
  private static Optional<JsonObject> share(JsonObject look) {
    return shares(look).filter(share -> share.getLong("hits") > 0).findFirst();
  }

  private static boolean ofMoments(JsonObject share) {
    return share.getString("sql").contains("moments");
  }

  private static List<JsonObject> objects(JsonObject parent, String name) {
    JsonArray array = parent.getJsonArray(name);
    return array.stream().map(JsonObject.class::cast).toList();
  }
}
