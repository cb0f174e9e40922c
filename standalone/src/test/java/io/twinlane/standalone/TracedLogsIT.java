package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.SpanReceiver;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a line of the log to the trace that it belongs to. */
class TracedLogsIT {

  private static final String ID = "X-Request-Id";

  private static SpanReceiver receiver;
  private static CapturedLog log;
  private static RunningSuite suite;
  private static SqlClient sql;

  @BeforeAll
  static void start() {
    receiver = SpanReceiver.start();
    log = CapturedLog.begin();
    suite =
        RunningSuite.start(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                "ACCESS_LOG", "all",
                "AUDIT_LOG", "on",
                "SLOW_QUERY_MS", "20",
                "POOL_MAX", "2",
                // nobody is refused because the machine is slow
                "POOL_BURST_MS", "20000",
                "POOL_WAIT_TIMEOUT_MS", "20000",
                "SQL_TRUSTED_LOGINS", "true"));
    suite.database.execute(
        """
        create table notes (id int primary key, text text);
        create function nap(call int) returns text language sql stable as
          'select pg_sleep(0.03)::text || call';
        """);
    sql = SqlClient.of(suite, "postgres", "any");
    RunningSuite.await(() -> suite.get("/rest/v1/rpc/nap?call=0").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    log.close();
    receiver.close();
  }

  /** The trace in which a request is sent that is called by the number. */
  private static String trace(int number) {
    return HexFormat.of().toHexDigits(number).repeat(4);
  }

  private static String[] headers(int number, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                ID,
                "traced-" + number,
                "traceparent",
                "00-" + trace(number) + "-00f067aa0ba902b7-01"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void assertTraced(String logger, int number) {
    assertThat(log.await(logger, "traced-" + number).getString("trace_id"))
        .as(logger)
        .isEqualTo(trace(number));
  }

  @Test
  void aWritesLinesNameItsTrace() {
    suite.post("/rest/v1/notes", "{\"id\":1}", headers(1));

    assertTraced("audit", 1);
    assertTraced("access", 1);
    assertThat(log.text()).contains("request_id=traced-1 trace_id=" + trace(1) + " ");
  }

  @Test
  void aStatementOfSqlOverHttpNamesItsTrace() {
    sql.ask("select pg_sleep(0.05)", List.of(headers(2)));

    assertTraced("slow", 2);
    assertTraced("access", 2);
  }

  @Test
  void anIncidentNamesItsTrace() {
    suite.database.execute("alter table twinlane.idempotency rename to away");
    HttpResponse<String> answer =
        suite.post("/rest/v1/notes", "{\"id\":3}", headers(3, "Idempotency-Key", "three"));
    suite.database.execute("alter table twinlane.away rename to idempotency");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(log.await("io.twinlane.write.Idempotency", "traced-3").getString("trace_id"))
        .isEqualTo(trace(3));
  }

  @Test
  void linesOfRequestsThatWaitForOneAnotherKeepTheirTracesApart() throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 100; i < 150; i++) {
        int number = i;
        String path = "/rest/v1/rpc/nap?call=" + number;
        sent.add(
            clients.submit(() -> suite.get(path, headers(number, "Cache-Control", "no-cache"))));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }

    log.await("access", "traced-149");
    log.await("slow", line -> line.getString("request_id").startsWith("traced-1"));
    List<JsonObject> lines = new ArrayList<>(log.of("slow"));
    lines.addAll(log.of("access"));
    assertThat(lines)
        .filteredOn(line -> String.valueOf(line.getString("request_id")).matches("traced-1\\d\\d"))
        .hasSizeGreaterThan(50)
        .allSatisfy(line -> {
          int number = Integer.parseInt(line.getString("request_id").substring("traced-".length()));
          assertThat(line.getString("trace_id")).isEqualTo(trace(number));
        });
  }
}
