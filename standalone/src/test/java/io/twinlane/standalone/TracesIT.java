package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.SpanReceiver;
import io.twinlane.schema.testkit.SpanReceiver.Link;
import io.twinlane.schema.testkit.SpanReceiver.Named;
import io.twinlane.schema.testkit.SpanReceiver.Received;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client's request is one trace, from HTTP to PostgreSQL, and holds nothing that is secret. */
class TracesIT {

  private static final String CANARY = "CaNaRyInAvAlUe";
  private static final String KEY = "KeYoFtHeReCeIvEr";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";
  private static final long SERVER = 2;
  private static final long CLIENT = 3;

  private static SpanReceiver receiver;
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    receiver = SpanReceiver.start();
    suite =
        RunningSuite.start(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=" + KEY,
                "OTEL_BSP_SCHEDULE_DELAY", "20",
                "OTEL_RESOURCE_ATTRIBUTES", "service.namespace=shop",
                "POOL_MAX", "4",
                "SERVER_TIMING", "on-request",
                // nobody is refused because the machine is slow
                "POOL_BURST_MS", "20000",
                "POOL_WAIT_TIMEOUT_MS", "20000",
                "SQL_TRUSTED_LOGINS", "true"));
    suite.database.execute("create table notes (id int primary key, body text not null)");
    suite.database.execute(
        "insert into notes select n, 'note ' || n from generate_series(1, 50) n");
    suite.database.execute(
        """
        create function passed(id int) returns boolean language plpgsql immutable as $$
          begin
            perform pg_advisory_lock_shared(7);
            perform pg_advisory_unlock_shared(7);
            return true;
          end $$;
        create view gated as select id from notes where passed(id);
        """);
    suite.get("/rest/v1/notes?limit=1"); // the catalog is at hand
    RunningSuite.await(() -> suite.get("/rest/v1/gated?id=eq.1").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    receiver.close();
  }

  @Test
  void aReadIsOneTraceFromHttpThroughTheBusToSql() {
    Trace trace = Trace.begin();

    HttpResponse<String> answer = trace.get("/rest/v1/notes?id=eq.7&body=neq." + CANARY);

    assertThat(answer.body()).contains("note 7");
    Named spans = trace.await("GET /rest/v1/{table}", "SELECT");
    Received http = spans.get("GET /rest/v1/{table}");
    Received sent = spans.get("send twinlane.query");
    Received taken = spans.get("process twinlane.query");
    Received sql = spans.get("SELECT");
    assertThat(trace.spans()).hasSize(4);
    assertThat(http.parent()).isEqualTo(CLIENT_SPAN);
    assertThat(sent.parent()).isEqualTo(http.id());
    assertThat(taken.parent()).isEqualTo(sent.id());
    assertThat(sql.parent()).isEqualTo(taken.id());
    assertThat(List.of(http.kind(), sent.kind(), taken.kind(), sql.kind()))
        .containsExactly(SERVER, CLIENT, SERVER, CLIENT);
  }

  @Test
  void eachRequestIsToldItsOwnTraceHoweverLikeAnotherItIs() {
    Set<String> told = new HashSet<>();

    try (RawClient client = new RawClient(suite.httpPort())) {
      for (int i = 0; i < 6; i++) {
        told.add(
            client
                .ask(RawClient.get("/rest/v1/notes?id=eq.9"))
                .header("traceresponse")
                .orElseThrow());
      }
    }

    assertThat(told).hasSize(6);
  }

  @Test
  void spansSayWhatKindOfThingTheyAre() {
    Trace trace = Trace.begin();

    trace.get("/rest/v1/notes?id=eq.8", "X-Request-Id", "request-8");

    Named spans = trace.await("GET /rest/v1/{table}", "SELECT");
    assertThat(spans.get("GET /rest/v1/{table}").attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.route", "/rest/v1/{table}")
        .containsEntry("url.path", "/rest/v1/notes")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("twinlane.request_id", "request-8")
        .containsEntry("twinlane.cache", "miss")
        .doesNotContainKeys("url.query", "url.full");
    assertThat(spans.get("send twinlane.query").attributes())
        .containsEntry("twinlane.lane", "cached")
        .containsEntry("twinlane.cache", "miss");
    assertThat(spans.get("SELECT").attributes())
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.namespace", suite.database.name())
        .containsEntry("db.operation.name", "SELECT")
        .hasEntrySatisfying(
            "db.query.text", text -> assertThat(text.toString()).contains("\"notes\"", "$1"));
    assertThat(spans.get("SELECT").resource())
        .containsEntry("service.name", "twinlane")
        .containsEntry("service.namespace", "shop");
  }

  @Test
  void aHitAsksNoDatabase() {
    suite.get("/rest/v1/notes?id=eq.9");
    Trace trace = Trace.begin();

    trace.get("/rest/v1/notes?id=eq.9");

    Named spans = trace.await("GET /rest/v1/{table}", "process twinlane.query");
    assertThat(spans.has("SELECT")).isFalse();
    assertThat(spans.get("send twinlane.query").attributes())
        .containsEntry("twinlane.cache", "hit");
  }

  @Test
  void aWriteTellsOfItsCommitAndOfItsAnnouncement() {
    Trace trace = Trace.begin();

    HttpResponse<String> answer =
        trace.send(
            "POST",
            "/rest/v1/notes",
            "{\"id\":1001,\"body\":\"" + CANARY + "\"}",
            "Prefer",
            "return=representation");

    assertThat(answer.statusCode()).isEqualTo(201);
    Named spans = trace.await("POST /rest/v1/{table}", "COMMIT", "process twinlane.bump");
    Received lane = spans.get("process twinlane.write");
    assertThat(spans.get("COMMIT").parent()).isEqualTo(lane.id());
    assertThat(spans.get("send twinlane.bump").parent()).isEqualTo(lane.id());
    assertThat(spans.get("send twinlane.write").attributes())
        .containsEntry("twinlane.lane", "direct");
  }

  @Test
  void aWriteInOneExchangeIsOneTraceWithItsAnnouncementToo() {
    AtomicInteger ids = new AtomicInteger(3000);
    AtomicReference<Named> spans = new AtomicReference<>();
    RunningSuite.await(() -> {
      Trace trace = Trace.begin();
      String body = "{\"id\":%d,\"body\":\"new\"}".formatted(ids.incrementAndGet());
      trace.send("POST", "/rest/v1/notes?select=id", body, "Prefer", "return=representation");
      Named these = trace.await("POST /rest/v1/{table}", "INSERT", "process twinlane.bump");
      spans.set(these);
      return !these.has("COMMIT");
    });

    Named exchange = Objects.requireNonNull(spans.get());
    Received lane = exchange.get("process twinlane.write");
    assertThat(exchange.get("INSERT").parent()).isEqualTo(lane.id());
    assertThat(exchange.get("send twinlane.bump").parent()).isEqualTo(lane.id());
  }

  @Test
  void ofAClientsOwnTextOnlyItsKindAndAHashAreTold() {
    SqlClient client = SqlClient.of(suite, "postgres", "any");
    Trace trace = Trace.begin();

    HttpResponse<String> answer =
        client.ask(
            "update notes set body = '" + CANARY + "' where id = $1",
            List.of("traceparent", trace.parent()),
            "10");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Named spans = trace.await("POST /sql", "UPDATE", "process twinlane.bump");
    assertThat(spans.get("UPDATE").parent()).isEqualTo(spans.get("process twinlane.write").id());
    assertThat(spans.get("UPDATE").attributes())
        .containsKey("twinlane.statement.hash")
        .doesNotContainKey("db.query.text");
    assertThat(spans.get("send twinlane.bump").parent())
        .isEqualTo(spans.get("process twinlane.write").id());
  }

  @Test
  void whatPostgresqlRefusesIsToldByItsCode() {
    Trace trace = Trace.begin();

    HttpResponse<String> answer = trace.get("/rest/v1/notes?id=eq." + CANARY);

    assertThat(answer.statusCode()).isEqualTo(400);
    Received sql = trace.await("GET /rest/v1/{table}", "SELECT").get("SELECT");
    assertThat(sql.attributes())
        .containsEntry("db.response.status_code", "22P02")
        .containsEntry("error.type", "22P02");
  }

  @Test
  void aTraceThatBeginsHereIsToldInTheAnswer() {
    HttpResponse<String> answer = suite.get("/rest/v1/notes?id=eq.11");

    String told = answer.headers().firstValue("traceresponse").orElseThrow();
    String trace = told.split("-", -1)[1];
    assertThat(told).contains(receiver.await(trace).get("GET /rest/v1/{table}").id());
    receiver.await(() -> receiver.spans(trace).size() == 4);
  }

  @Test
  void manyRequestsThatWaitForOneAnotherKeepTheirTracesApart() throws Exception {
    List<Trace> traces = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(24)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        Trace trace = Trace.begin();
        String path =
            switch (i % 3) {
              case 0 -> "/rest/v1/notes?id=eq." + (i % 50) + "&body=neq." + i;
              case 1 -> "/rest/v1/notes?select=id,body&limit=3&offset=" + i;
              default -> "/rest/v1/notes?order=id&limit=1&offset=" + i;
            };
        String fresh = i % 2 == 0 ? "no-cache" : "max-age=0";
        traces.add(trace);
        sent.add(clients.submit(() -> trace.get(path, "Cache-Control", fresh)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }

    for (Trace trace : traces) {
      trace.await("GET /rest/v1/{table}", "SELECT");
      receiver.await(trace::isWhole);
      assertThat(trace.spans()).as(trace.spans().toString()).hasSizeGreaterThanOrEqualTo(4);
      // a read that waits behind a slow one is sent a second time
      assertThat(trace.spans().stream().filter(span -> span.name().equals("SELECT")))
          .hasSizeBetween(1, 2);
    }
  }

  @Test
  void aReadThatIsGivenAnothersAnswerLeadsToItsTrace() throws Exception {
    List<Trace> traces = List.of(Trace.begin(), Trace.begin(), Trace.begin(), Trace.begin());
    try (ExecutorService clients = Executors.newFixedThreadPool(traces.size());
        Connection gate = suite.database.connect();
        Statement statement = gate.createStatement()) {
      statement.execute("select pg_advisory_lock(7)");
      List<Future<HttpResponse<String>>> sent =
          traces.stream()
              .map(trace -> clients.submit(() -> trace.get("/rest/v1/gated?id=eq.2")))
              .toList();
      RunningSuite.await(() -> inFlight() == traces.size());
      statement.execute("select pg_advisory_unlock(7)");
      for (Future<HttpResponse<String>> one : sent) {
        assertThat(one.get().body()).isEqualTo("[{\"id\":2}]");
      }
    }

    List<Received> reads =
        traces.stream()
            .map(trace -> trace.await("process twinlane.query").get("process twinlane.query"))
            .toList();
    Received leader =
        reads.stream().filter(read -> read.links().isEmpty()).findFirst().orElseThrow();
    assertThat(receiver.await(leader.trace(), "SELECT").has("SELECT")).isTrue();
    assertThat(reads)
        .filteredOn(read -> !read.equals(leader))
        .hasSize(traces.size() - 1)
        .allSatisfy(read ->
            assertThat(read.links()).containsExactly(new Link(leader.trace(), leader.id())));
  }

  /** Reads that the CACHED lane has not answered yet. */
  private static long inFlight() {
    return suite
        .management("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("twinlane_bus_requests_in_flight{"))
        .filter(line -> line.contains("lane=\"cached\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void nothingThatIsSentHoldsAValueOrASecret() {
    Trace trace = Trace.begin();

    trace.get("/rest/v1/notes?body=eq." + CANARY);
    trace.get("/rest/v1/notes?id=eq." + CANARY);
    trace.send("POST", "/rest/v1/notes", "{\"id\":1002,\"body\":\"" + CANARY + "\"}");
    trace.send("POST", "/rest/v1/notes", "{\"id\":1002,\"body\":\"" + CANARY + "\"}");
    SqlClient.of(suite, "postgres", CANARY)
        .ask("select '" + CANARY + "', 1/0", List.of("traceparent", trace.parent()));

    trace.await("POST /sql", "POST /rest/v1/{table}", "GET /rest/v1/{table}", "SELECT");
    assertThat(receiver.everything()).doesNotContain(CANARY).doesNotContain(KEY);
    assertThat(receiver.headers()).isNotEmpty();
    assertThat(receiver.headers())
        .allSatisfy(headers -> assertThat(headers.get("Api-key")).containsExactly(KEY));
  }

  @Test
  void onlyClientsRequestsBeginTraces() {
    suite.get("/health/ready");
    suite.management("/health/ready");
    Trace last = Trace.begin();
    last.get("/rest/v1/notes?id=eq.12");
    last.await("GET /rest/v1/{table}");

    Set<String> roots = new HashSet<>();
    receiver.spans().stream()
        .filter(span -> span.parent().isEmpty())
        .forEach(span -> roots.add(span.name().split(" ", -1)[0]));

    assertThat(roots).isSubsetOf("GET", "POST");
    assertThat(receiver.spans())
        .noneSatisfy(span ->
            assertThat(String.valueOf(span.attributes().get("url.path"))).startsWith("/health"));
  }

  @Test
  void whatWaitsIsSentBeforeTheEnd() {
    Map<String, String> slow = new HashMap<>();
    slow.put("DATABASE_URL", suite.database.url());
    slow.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
    slow.put("OTEL_BSP_SCHEDULE_DELAY", "600000");
    String told;
    try (RunningSuite other = RunningSuite.startOn(suite.database, slow)) {
      other.awaitReady();
      told =
          other.get("/rest/v1/notes?limit=1").headers().firstValue("traceresponse").orElseThrow();
    }

    assertThat(receiver.spans(told.split("-", -1)[1])).isNotEmpty();
  }

  /** A trace that a client begins. */
  private record Trace(String id) {

    static Trace begin() {
      byte[] id = new byte[16];
      ThreadLocalRandom.current().nextBytes(id);
      return new Trace(HexFormat.of().formatHex(id));
    }

    String parent() {
      return "00-" + id + "-" + CLIENT_SPAN + "-01";
    }

    HttpResponse<String> get(String path, String... headers) {
      return send("GET", path, null, headers);
    }

    HttpResponse<String> send(
        String method, String path, @Nullable String body, String... headers) {
      List<String> all = new ArrayList<>(List.of(headers));
      all.addAll(List.of("traceparent", parent()));
      return suite.send(method, path, body, all.toArray(String[]::new));
    }

    List<Received> spans() {
      return receiver.spans(id);
    }

    /** Whether what each span came from is there as well. */
    boolean isWhole() {
      List<Received> spans = spans();
      Set<String> known = new HashSet<>(Set.of(CLIENT_SPAN));
      spans.forEach(span -> known.add(span.id()));
      return spans.stream().allMatch(span -> known.contains(span.parent()));
    }

    /** Its spans by name, once these are there. */
    Named await(String... names) {
      return receiver.await(id, names);
    }
  }
}
