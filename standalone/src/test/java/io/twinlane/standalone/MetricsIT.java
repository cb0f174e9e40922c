package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads of requests at /metrics. */
class MetricsIT {

  private static final String REQUESTS = "http_server_request_duration_seconds_count";
  private static final String TABLE = "http_route=\"/rest/v1/{table}\"";
  private static final String SECRET = "correct-horse-battery";

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.startUnmigrated(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create table notes (id int primary key, text text);
        create view ticking as select clock_timestamp() as now;
        create function slow() returns int language plpgsql as $$
          begin perform pg_sleep(20); return 1; end $$;
        insert into notes values (1, 'one');
        """);
    suite.migrate();
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  private static MetricsPage page() {
    HttpResponse<String> response = suite.management("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    return MetricsPage.of(response.body());
  }

  private static double increase(
      MetricsPage before, MetricsPage after, String name, String... labels) {
    return after.sum(name, labels) - before.sum(name, labels);
  }

  @Test
  void aMissAndAHitAreCounted() {
    MetricsPage before = page();

    suite.get("/rest/v1/notes?select=text&id=eq.1");
    suite.get("/rest/v1/notes?select=text&id=eq.1");

    MetricsPage after = page();
    String[] read = {
      TABLE,
      "http_request_method=\"GET\"",
      "http_response_status_code=\"200\"",
      "lane=\"cached\"",
      "service=\"twinlane\""
    };
    assertThat(increase(before, after, REQUESTS, read)).isEqualTo(2);
    assertThat(increase(before, after, "twinlane_cache_requests_total", "status=\"miss\""))
        .isEqualTo(1);
    assertThat(increase(before, after, "twinlane_cache_requests_total", "status=\"hit\""))
        .isEqualTo(1);
    assertThat(increase(before, after, "twinlane_cache_served_age_seconds_count")).isEqualTo(1);
    assertThat(increase(before, after, "twinlane_cache_entries")).isEqualTo(1);
    assertThat(increase(before, after, "twinlane_cache_kept_bytes")).isPositive();
    assertThat(increase(before, after, "twinlane_http_sent_bytes_total", "lane=\"cached\""))
        .isEqualTo(2 * "[{\"text\":\"one\"}]".length());
    assertThat(
            increase(
                before,
                after,
                "twinlane_bus_request_duration_seconds_count",
                "lane=\"cached\"",
                "outcome=\"done\"",
                "kind=\"work\""))
        .isEqualTo(2);
    assertThat(
            increase(
                before,
                after,
                "twinlane_statement_duration_seconds_count",
                "lane=\"cached\"",
                "outcome=\"done\""))
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeCachedIsCountedWithItsReason() {
    suite.get("/rest/v1/ticking");
    MetricsPage before = page();

    suite.get("/rest/v1/ticking");

    assertThat(
            increase(
                before,
                page(),
                "twinlane_cache_requests_total",
                "status=\"bypass\"",
                "reason=\"volatile\""))
        .isEqualTo(1);
  }

  @Test
  void aFreshReadIsOfTheDirectLane() {
    MetricsPage before = page();

    suite.get("/rest/v1/notes?select=id", "Cache-Control", "no-cache");

    MetricsPage after = page();
    assertThat(increase(before, after, REQUESTS, TABLE, "\"GET\"", "lane=\"direct\"")).isEqualTo(1);
    assertThat(increase(before, after, "twinlane_announcement_duration_seconds_count")).isZero();
  }

  @Test
  void aWriteIsCountedWithItsAnnouncement() {
    MetricsPage before = page();

    HttpResponse<String> written = suite.post("/rest/v1/notes", "{\"id\":100}");

    assertThat(written.statusCode()).isEqualTo(201);
    MetricsPage after = page();
    assertThat(increase(before, after, REQUESTS, TABLE, "\"POST\"", "\"201\"", "lane=\"direct\""))
        .isEqualTo(1);
    assertThat(
            increase(
                before,
                after,
                "twinlane_announcement_duration_seconds_count",
                "write=\"committed\""))
        .isEqualTo(1);
    assertThat(increase(before, after, "twinlane_write_sets_total")).isEqualTo(1);
    assertThat(increase(before, after, "twinlane_http_received_bytes_total", "lane=\"direct\""))
        .isEqualTo("{\"id\":100}".length());
    assertThat(
            increase(
                before,
                after,
                "twinlane_pool_wait_duration_seconds_count",
                "lane=\"direct\"",
                "pool=\"exclusive\""))
        .isEqualTo(1);
  }

  @Test
  void aWriteThatIsRefusedIsCountedAsThat() {
    MetricsPage before = page();

    HttpResponse<String> refused = suite.post("/rest/v1/notes", "{\"id\":1}");

    assertThat(refused.statusCode()).isEqualTo(409);
    MetricsPage after = page();
    assertThat(increase(before, after, REQUESTS, "\"409\"", "lane=\"direct\"")).isEqualTo(1);
    for (String measure :
        Set.of("twinlane_statement_duration_seconds", "twinlane_bus_request_duration_seconds")) {
      assertThat(
              increase(before, after, measure + "_count", "lane=\"direct\"", "outcome=\"refused\""))
          .as(measure)
          .isEqualTo(1);
    }
  }

  @Test
  void aClientThatDoesNotWaitIsCounted() throws IOException {
    MetricsPage before = page();

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.httpPort())) {
      socket
          .getOutputStream()
          .write(
              "POST /rest/v1/rpc/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      RunningSuite.await(() -> page().sum("twinlane_pool_used", "lane=\"direct\"") == 1);
      assertThat(page().sum("http_server_active_requests")).isEqualTo(1);
      assertThat(page().sum("twinlane_bus_requests_in_flight", "lane=\"direct\"")).isEqualTo(1);
    }

    String route = "http_route=\"/rest/v1/rpc/{function}\"";
    RunningSuite.await(
        () -> increase(before, page(), REQUESTS, route, "\"499\"", "lane=\"direct\"") == 1);
    RunningSuite.await(() -> page().sum("twinlane_pool_used") == 0);
    assertThat(page().sum("http_server_active_requests")).isZero();
    RunningSuite.await(() ->
        increase(
                before,
                page(),
                "twinlane_statement_duration_seconds_count",
                "lane=\"direct\"",
                "outcome=\"cancelled\"")
            == 1);
  }

  @Test
  void whatClientsMakeUpAddsNoLines() {
    for (String method : Set.of("GET", "PROPFIND")) {
      suite.send(method, "/nowhere", null);
      suite.send(method, "/rest/v1/unheardof", null);
    }
    Set<String> before = linesOfTheSuite(page());

    for (int i = 0; i < 50; i++) {
      suite.get("/nowhere" + i);
      suite.get("/rest/v1/unheardof" + i);
      suite.send("MADEUP" + i, "/rest/v1/unheardof" + i, null);
    }

    MetricsPage after = page();
    assertThat(linesOfTheSuite(after)).isEqualTo(before);
    assertThat(after.sum(REQUESTS, "http_route=\"_OTHER\"", "lane=\"none\""))
        .isGreaterThanOrEqualTo(50);
    assertThat(after.sum(REQUESTS, "http_request_method=\"_OTHER\"")).isGreaterThanOrEqualTo(50);
    assertThat(after.text()).doesNotContain("nowhere", "unheardof", "MADEUP", "PROPFIND");
  }

  /** The first pause of each kind adds lines, whoever made up what. */
  private static Set<String> linesOfTheSuite(MetricsPage page) {
    Set<String> lines = new TreeSet<>(page.samples().keySet());
    lines.removeIf(line -> line.startsWith("jvm_gc_"));
    return lines;
  }

  @Test
  void thePageTellsNoSecretAndNoValue() {
    suite.post("/rest/v1/notes", "{\"id\":200,\"text\":\"" + SECRET + "\"}");
    suite.get("/rest/v1/notes?text=eq." + SECRET, "Authorization", "Bearer " + SECRET);
    suite.post(
        "/sql",
        "{\"query\":\"select 1\",\"params\":[]}",
        "Neon-Connection-String",
        "postgres://nobody:" + SECRET + "@localhost/app");

    assertThat(page().text()).doesNotContain(SECRET, suite.database.url(), "nobody", "select");
  }

  @Test
  void theDatabaseIsDescribedWhileItIsUsed() {
    suite.get("/rest/v1/notes?select=id&limit=1");

    RunningSuite.await(() -> page().sum("twinlane_database_bytes", "lane=\"cached\"") > 1_000_000);

    MetricsPage page = page();
    assertThat(page.sum("twinlane_database_up", "lane=\"cached\"")).isEqualTo(1);
    assertThat(page.sum("twinlane_database_up", "lane=\"direct\"")).isEqualTo(1);
    assertThat(page.sum("twinlane_database_schema_current")).isEqualTo(2);
    assertThat(page.text())
        .contains(
            "twinlane_table_bytes{lane=\"cached\",service=\"twinlane\",table=\"public.notes\"}")
        .contains("way=\"sequential\"")
        .contains("index=\"public.notes_pkey\"");
    long tables =
        page.samples().keySet().stream()
            .filter(key -> key.startsWith("twinlane_table_bytes{lane=\"cached\""))
            .count();
    assertThat(tables).isBetween(1L, 20L);
  }

  @Test
  void theProcessIsDescribed() {
    MetricsPage page = page();

    assertThat(page.sum("twinlane_build_info", "version=\"")).isEqualTo(1);
    assertThat(page.sum("jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
    assertThat(page.sum("process_resident_memory_bytes")).isGreaterThan(10_000_000);
    assertThat(page.sum("process_files_open_files")).isPositive();
    assertThat(page.samples())
        .containsKey("twinlane_event_loop_lag_max_seconds{service=\"twinlane\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily,text/plain;q=0.5"
            + " | text/plain; version=0.0.4; charset=utf-8",
      })
  void theFormIsTheOneThatIsAskedFor(String accept, String type) {
    HttpResponse<String> response = suite.managementAs("/metrics", accept);

    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.body().endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
  }

  @Test
  void whereMetricsAreOffThereIsNoPage() {
    try (RunningSuite off = RunningSuite.startUnmigrated(Map.of("METRICS_ENABLED", "false"))) {
      assertThat(off.management("/metrics").statusCode()).isEqualTo(404);
      assertThat(off.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  /** Prometheus' own word on names, units and form. */
  @Test
  void promtoolFindsNothingToSay() throws IOException, InterruptedException {
    assumeTrue(
        onPath("promtool"),
        "promtool is not here: apt-get install prometheus, to have this checked");
    suite.get("/rest/v1/notes");
    Path file = Files.createTempFile("metrics", ".txt");
    Files.writeString(file, page().text());

    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();

    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Files.delete(file);
    assertThat(said).isEmpty();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Every family has its line on the page for operators, and the page has no others. */
  @Test
  void thePageOfTheDocumentationHasEveryFamily() throws IOException {
    suite.get("/rest/v1/notes?select=id");
    RunningSuite.await(() -> page().families().contains("twinlane_index_scans"));

    Set<String> documented = documented();
    Set<String> shown = page().families();
    // some garbage collectors have pauses, some have other phases as well
    documented.removeIf(name -> name.startsWith("jvm_gc_"));
    shown.removeIf(name -> name.startsWith("jvm_gc_"));

    assertThat(documented).containsAll(shown);
    documented.removeAll(shown);
    documented.removeIf(name ->
        name.startsWith("twinlane_near_cache_")
            || name.startsWith("twinlane_lease_")
            || name.equals("twinlane_write_register_entered"));
    assertThat(documented).as("what is documented and not there").isEmpty();
  }

  static Set<String> documented() throws IOException {
    Path page = Path.of(System.getProperty("user.dir"), "../docs/metrics.md");
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("| `")) {
        Matcher matcher =
            Pattern.compile("`([a-z_0-9]+)`").matcher(line.substring(0, line.indexOf('|', 2)));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }
}
