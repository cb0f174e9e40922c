package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.GatewaySettings;
import io.twinlane.gateway.GatewayVerticle;
import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.service.Listen;
import io.twinlane.schema.service.ManagementVerticle;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.service.ServiceProcess;
import io.twinlane.schema.service.TransportChoice;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway in front of three query-services and two write-services, all on one event bus. */
class SeveralServicesIT {

  private static final int READS = 30;

  private final TestDatabase database = TestDatabase.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = ServiceProcess.vertx(TransportChoice.AUTO);
  private final Monitoring monitoring = Monitoring.of(vertx);
  private final Environment env =
      Environment.of(
          Map.of(
              "DATABASE_URL", database.url(),
              "HTTP_PORT", "0",
              "MANAGEMENT_PORT", "0",
              "POOL_MAX", "2",
              "HEALTH_DATABASE_INTERVAL_MS", "50"));
  private final GatewayVerticle gateway =
      new GatewayVerticle(GatewaySettings.from(env), monitoring, _ -> {});
  private final ManagementVerticle management =
      new ManagementVerticle(Listen.management(env), monitoring);

  @BeforeEach
  void start() {
    database.execute("create table notes (id int primary key); insert into notes values (1)");
    ServiceProcess.await(vertx.deployVerticle(management));
    ServiceProcess.await(vertx.deployVerticle(gateway));
  }

  @AfterEach
  void stop() {
    ServiceProcess.close(vertx);
    http.close();
    database.close();
  }

  @Test
  void everyServiceHasItsShareOfTheAnswersAndAFlushReachesAll() {
    query();
    query();
    query();
    heard(3);

    RunningSuite.await(() -> hits() == READS);

    JsonObject flushed = flush();
    assertThat(flushed.getLong("flushed")).isEqualTo(READS);
    assertThat(flushed.getJsonObject("services").stream())
        .hasSize(3)
        .allSatisfy(service ->
            assertThat(((JsonObject) service.getValue()).getLong("flushed")).isPositive());
    assertThat(hits()).isZero();
  }

  @Test
  void whereAServiceEndsOnlyItsShareIsReadAgain() {
    query();
    query();
    String third = query();
    heard(3);
    RunningSuite.await(() -> hits() == READS);
    long share = READS / 3;

    ServiceProcess.await(vertx.undeploy(third));

    assertThat(hits()).isBetween(share, READS - 1L);
    RunningSuite.await(() -> hits() == READS);
  }

  @Test
  void withoutAQueryServiceWritesGoOn() {
    String query = query();
    write();
    write();
    heard(1);
    assertThat(get("/rest/v1/notes").statusCode()).isEqualTo(200);

    ServiceProcess.await(vertx.undeploy(query));

    assertThat(get("/rest/v1/notes").statusCode()).isEqualTo(503);
    for (int id = 10; id < 20; id++) {
      HttpResponse<String> written =
          send(gateway.port(), "POST", "/rest/v1/notes", "{\"id\":" + id + "}");
      assertThat(written.statusCode()).isEqualTo(201);
    }
    assertThat(send(management.port(), "GET", "/cache", null).statusCode()).isEqualTo(503);
  }

  @Test
  void withoutAWriteServiceReadsGoOn() {
    query();
    query();
    heard(2);

    assertThat(get("/rest/v1/notes").statusCode()).isEqualTo(200);
    assertThat(send(gateway.port(), "POST", "/rest/v1/notes", "{\"id\":3}").statusCode())
        .isEqualTo(503);
  }

  private String query() {
    return ServiceProcess.await(
        vertx.deployVerticle(new QueryVerticle(QuerySettings.from(env), monitoring)));
  }

  private void write() {
    ServiceProcess.await(
        vertx.deployVerticle(new WriteVerticle(WriteSettings.from(env), monitoring)));
  }

  /** Waits until so many have told of themselves. */
  private void heard(int count) {
    RunningSuite.await(() -> flush().getJsonObject("services").size() == count);
  }

  private JsonObject flush() {
    return new JsonObject(send(management.port(), "POST", "/cache/flush", "").body());
  }

  /** How many of the reads are hits. */
  private long hits() {
    return IntStream.range(0, READS)
        .mapToObj(this::cacheStatus)
        .filter(status -> status.startsWith("Twinlane; hit"))
        .count();
  }

  private String cacheStatus(int id) {
    HttpResponse<String> response = get("/rest/v1/notes?id=eq." + id);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("Cache-Status").orElse("");
  }

  private HttpResponse<String> get(String path) {
    return send(gateway.port(), "GET", path, null);
  }

  private HttpResponse<String> send(int port, String method, String path, @Nullable String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
