package io.twinlane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.MigratedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An answer says where the time went also where the lanes are other processes. */
class ProcessTimingIT {

  private static final int ONE = 0;
  private static final int OTHER = 1;
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Pattern METRIC =
      Pattern.compile("(\\w+);dur=(\\d+\\.\\d{3})(?:;desc=\"(\\w+)\")?(?:, |$)");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static MigratedDatabase database;
  private static ProcessCluster cluster;

  @BeforeAll
  static void start() {
    database = new MigratedDatabase();
    database.execute(
        """
        create table notes (id int primary key, version int not null);
        insert into notes select n, 0 from generate_series(1, 10) n
        """);
    cluster =
        ProcessCluster.start(
            Path.of("target", "timing"), new ProcessCluster.Shape(1, 1, 2), database.settings());
    awaitHit("/rest/v1/notes?id=eq.1");
  }

  @AfterAll
  static void stop() {
    cluster.close();
    database.close();
  }

  @Test
  void aMissTellsOfItsWaitAndOfPostgresql() {
    Map<String, Metric> timing = timing(timed(ONE, "/rest/v1/notes?id=eq.2"));

    assertThat(timing.keySet()).containsExactly("plan", "bus", "queue", "db", "cache", "total");
    assertThat(metric(timing, "cache").word()).isEqualTo("miss");
    assertThat(millis(timing, "db")).isPositive();
    assertThat(millis(timing, "bus")).isPositive();
    assertParts(timing);
  }

  @Test
  void aHitTellsOfTheBusAndOfTheCache() {
    awaitHit("/rest/v1/notes?id=eq.3");

    // which has no copy of its own yet
    Map<String, Metric> timing = timing(timed(OTHER, "/rest/v1/notes?id=eq.3"));

    assertThat(timing.keySet()).containsExactly("plan", "bus", "queue", "db", "cache", "total");
    assertThat(metric(timing, "cache").word()).isEqualTo("hit");
    assertThat(millis(timing, "bus")).isPositive();
    assertThat(millis(timing, "db")).isZero();
    assertThat(millis(timing, "queue")).isZero();
    assertParts(timing);
  }

  @Test
  void aCopyOfTheGatewaysOwnTellsOfNoLane() {
    awaitHit("/rest/v1/notes?id=eq.6");

    Map<String, Metric> timing = timing(timed(ONE, "/rest/v1/notes?id=eq.6"));

    assertThat(timing.keySet()).containsExactly("plan", "cache", "total");
    assertThat(metric(timing, "cache").word()).isEqualTo("hit");
    assertParts(timing);
  }

  @Test
  void aWriteTellsOfItsAnnouncement() {
    Map<String, Metric> timing =
        timing(
            sent(
                request(ONE, "/rest/v1/notes?id=eq.4")
                    .header("Twinlane-Timing", "1")
                    .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"version\":1}"))));

    assertThat(timing.keySet()).containsExactly("plan", "bus", "queue", "db", "announce", "total");
    assertThat(millis(timing, "db")).isPositive();
    assertThat(millis(timing, "announce")).isPositive();
    assertParts(timing);
  }

  @Test
  void nobodyElseIsTold() {
    assertThat(sent(request(ONE, "/rest/v1/notes?id=eq.5")).headers().firstValue("Server-Timing"))
        .isEmpty();
  }

  /** How long a part took, and what is said of it besides. */
  private record Metric(double millis, String word) {}

  private static Metric metric(Map<String, Metric> timing, String name) {
    return Objects.requireNonNull(timing.get(name), name);
  }

  private static double millis(Map<String, Metric> timing, String name) {
    return metric(timing, name).millis();
  }

  /** The whole was measured later than its parts, of which none is another's. */
  private static void assertParts(Map<String, Metric> timing) {
    double whole = millis(timing, "total");
    double parts = timing.values().stream().mapToDouble(Metric::millis).sum() - whole;
    assertThat(parts).isLessThanOrEqualTo(whole + 0.01);
  }

  private static Map<String, Metric> timing(HttpResponse<String> answer) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    Matcher found = METRIC.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
    while (found.find()) {
      String word = found.group(3) == null ? "" : found.group(3);
      metrics.put(found.group(1), new Metric(Double.parseDouble(found.group(2)), word));
    }
    return metrics;
  }

  private static HttpResponse<String> timed(int gateway, String path) {
    return sent(request(gateway, path).header("Twinlane-Timing", "1"));
  }

  private static void awaitHit(String path) {
    long end = System.nanoTime() + WAIT_NANOS;
    while (!sent(request(ONE, path))
        .headers()
        .firstValue("Cache-Status")
        .orElse("")
        .contains("; hit")) {
      assertThat(System.nanoTime()).as("nothing is kept").isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static HttpRequest.Builder request(int gateway, String path) {
    return HttpRequest.newBuilder(URI.create(cluster.endpoints().all().get(gateway).url() + path));
  }

  private static HttpResponse<String> sent(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
