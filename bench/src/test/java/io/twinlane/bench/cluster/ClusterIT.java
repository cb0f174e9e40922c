package io.twinlane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.MigratedDatabase;
import io.twinlane.bench.check.Consistency;
import io.twinlane.bench.check.ConsistencyReport;
import io.twinlane.bench.check.Gateways.Gateway;
import io.twinlane.bench.check.Rolling;
import io.twinlane.bench.check.RollingReport;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two of each service as processes, with what happens to processes: no read is older than a write
 * that was acknowledged before it began, and no request fails because a service is restarted in
 * order.
 *
 * <p>At length:
 *
 * <pre>
 * mvn verify -Dit.test=ClusterIT -Dtest=NoneAtAll -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dfailsafe.failIfNoSpecifiedTests=false -Dcluster.operations=1000000 -Dcluster.requests=20000 -Dcluster.rate=200
 * </pre>
 */
class ClusterIT {

  private static final long OPERATIONS = Long.getLong("cluster.operations", 0);
  private static final Duration SHORT = Duration.ofSeconds(25);
  private static final Duration LONG = Duration.ofHours(3);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(10);
  private static final int MANY = 1_000_000;
  private static final int REQUESTS = Integer.getInteger("cluster.requests", 2_500);
  private static final int RATE = Integer.getInteger("cluster.rate", 100);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static MigratedDatabase database;
  private static ProcessCluster cluster;

  @BeforeAll
  static void start() {
    database = new MigratedDatabase();
    database.execute("create table notes (id int primary key, version int not null)");
    database.execute("insert into notes values (1, 0)");
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.put("POOL_MAX", "6");
    settings.put("HEALTH_DATABASE_INTERVAL_MS", "500");
    // longer than clients take to look where they may go
    settings.put("DRAIN_DELAY_MS", "1500");
    Path logs = Path.of("target", "cluster");
    cluster = ProcessCluster.start(logs, new ProcessCluster.Shape(2, 2, 2), settings);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    database.close();
  }

  @Test
  void aWriteThroughOneGatewayIsSeenAtOnceThroughTheOther() throws Exception {
    List<String> gateways = urls();
    for (int version = 1; version <= 200; version++) {
      String written = gateways.get(version % 2);
      String read = gateways.get((version + 1) % 2);
      String path = "/rest/v1/notes?id=eq.1";

      HttpResponse<String> wrote =
          send(written + path, "PATCH", "{\"version\":%d}".formatted(version));

      assertThat(wrote.statusCode()).as(wrote.body()).isBetween(200, 204);
      for (int i = 0; i < 3; i++) { // whichever query-service answers
        assertThat(send(read + path + "&select=version", "GET", "").body())
            .isEqualTo("[{\"version\":%d}]".formatted(version));
      }
    }
  }

  @Test
  void noReadIsOlderThanAnAcknowledgedWriteWhateverHappens() throws Exception {
    Consistency.Settings few = Consistency.Settings.of(urls(), database.access(), MANY);
    Consistency.Settings settings =
        OPERATIONS == 0 ? few.lasting(SHORT) : few.of(OPERATIONS).lasting(LONG);
    Disturbance faults = new Disturbance(faults(), OPERATIONS == 0 ? SOON : LATER);

    ConsistencyReport report = faults.during(() -> Consistency.run(settings));

    System.out.print(report);
    System.out.println("faults: " + faults);
    assertThat(report.violations()).as(report.toString()).isZero();
    assertThat(report.hits()).isPositive();
    assertThat(faults.happened()).isPositive();
    assertThat(faults.problems()).isEmpty();
  }

  @Test
  void noRequestFailsWhileServicesAreRestartedInOrder() throws Exception {
    Rolling.Settings settings =
        new Rolling.Settings(cluster.endpoints(), database.access(), RATE, REQUESTS, TIMEOUT);
    Disturbance restarts = new Disturbance(restarts(), SOON);

    RollingReport report = restarts.during(() -> Rolling.run(settings));

    System.out.print(report);
    System.out.println("restarts: " + restarts);
    assertThat(report.failed()).as(report.toString()).isZero();
    assertThat(restarts.happened()).isPositive();
    assertThat(restarts.problems()).isEmpty();
  }

  private static List<Disturbance.Fault> faults() {
    ServiceInstance query = cluster.queries().getFirst();
    ServiceInstance otherQuery = cluster.queries().getLast();
    ServiceInstance write = cluster.writes().getFirst();
    ServiceInstance otherWrite = cluster.writes().getLast();
    ServiceInstance gateway = cluster.gateways().getFirst();
    Stream<Disturbance.Fault> always =
        Stream.of(
            Disturbance.freeze(query),
            Disturbance.kill(otherQuery),
            Disturbance.freeze(write),
            Disturbance.restart(otherWrite));
    Stream<Disturbance.Fault> atLength =
        Stream.of(
            Disturbance.kill(write),
            Disturbance.restart(query),
            Disturbance.freeze(gateway),
            Disturbance.kill(gateway),
            Disturbance.restart(gateway));
    Stream<Disturbance.Fault> cuts =
        Stream.of(query, write, gateway).map(service -> Disturbance.cutOff(service));
    return Stream.of(
            always,
            OPERATIONS == 0 ? Stream.<Disturbance.Fault>empty() : atLength,
            OPERATIONS == 0 || !CutOff.possible() ? Stream.<Disturbance.Fault>empty() : cuts)
        .flatMap(some -> some)
        .toList();
  }

  /** One of each service, and then the others. */
  private static List<Disturbance.Fault> restarts() {
    return IntStream.range(0, 2)
        .boxed()
        .flatMap(i ->
            Stream.of(cluster.queries(), cluster.writes(), cluster.gateways())
                .map(services -> services.get(i)))
        .map(Disturbance::restart)
        .toList();
  }

  private static List<String> urls() {
    return cluster.endpoints().all().stream().map(Gateway::url).toList();
  }

  private static HttpResponse<String> send(String url, String method, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }
}
