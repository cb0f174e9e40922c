package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator finds in the log of one request: who, what, how long, and how it ended. */
class LogsIT {

  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String ID = "X-Request-Id";

  private static CapturedLog log;
  private static RunningSuite suite;
  private static String member;
  private static SqlClient sql;

  @BeforeAll
  static void start() {
    log = CapturedLog.begin();
    suite =
        RunningSuite.start(
            Map.of(
                "ENVIRONMENT", "test",
                "JWT_SECRET", SECRET,
                "CACHE_ENABLED", "true",
                "ACCESS_LOG", "all",
                "AUDIT_LOG", "on",
                "SLOW_QUERY_MS", "50",
                "SQL_REQUEST_ID", "application-name"));
    member = "member_" + suite.database.name();
    suite.database.execute(
        """
        create role %1$s nologin;
        create role login_%1$s login password 'right';
        create table notes (id int primary key, text text);
        create table copies (id int, text text);
        create function copied() returns trigger language plpgsql as
          'begin insert into copies values (new.id, new.text); return new; end';
        create trigger copied after insert on notes for each row execute function copied();
        create function nap(seconds float) returns text language sql stable as
          'select pg_sleep(seconds)::text';
        create function called() returns text language sql stable as
          'select current_setting(''application_name'')';
        grant select, insert, update, delete on notes, copies to %1$s, login_%1$s;
        grant create on schema public to login_%1$s;
        """
            .formatted(member));
    suite.database.askForPassword("login_" + member);
    sql = SqlClient.of(suite, "login_" + member, "right");
    RunningSuite.await(() -> get("/rest/v1/notes").statusCode() == 200);
    RunningSuite.await(() -> get("/rest/v1/rpc/called").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.database.execute(
        "drop owned by %1$s, login_%1$s; drop role %1$s; drop role login_%1$s".formatted(member));
    suite.close();
    log.close();
  }

  private static String[] headers(String... more) {
    String token = SignedToken.of(SECRET, Map.of("role", member, "sub", "ann"));
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static HttpResponse<String> get(String path, String... more) {
    return suite.get(path, headers(more));
  }

  private static HttpResponse<String> post(String path, String body, String... more) {
    return suite.post(path, body, headers(more));
  }

  @Test
  void aSlowStatementIsToldWithoutItsValues() {
    HttpResponse<String> answer =
        sql.ask("select pg_sleep(0.06), 'private' -- mine", List.of(ID, "slow-1"));

    JsonObject line = log.await("slow", "slow-1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(line.getString("level")).isEqualTo("WARN");
    assertThat(line.getString("lane")).isEqualTo("cached");
    assertThat(line.getLong("duration_ms")).isGreaterThanOrEqualTo(50);
    assertThat(line.getLong("waited_ms")).isNotNegative();
    assertThat(line.getString("sql")).isEqualTo("select pg_sleep(?), ?");
    assertThat(line.getString("statement")).matches("[0-9a-f]{8}");
    assertThat(line.getLong("rows")).isEqualTo(1);
    assertThat(line.getInteger("parameters")).isZero();
  }

  @Test
  void aSlowStatementThatFailsIsToldWithItsState() {
    sql.on("/direct/sql")
        .ask("select $1::int / length(pg_sleep(0.06)::text)", List.of(ID, "slow-2"), "7");

    JsonObject line = log.await("slow", "slow-2");
    assertThat(line.getString("sqlstate")).isEqualTo("22012");
    assertThat(line.getString("lane")).isEqualTo("direct");
    assertThat(line.getInteger("parameters")).isEqualTo(1);
    assertThat(line.containsKey("rows")).isFalse();
  }

  @Test
  void aSlowFunctionOfRestIsTold() {
    get("/rest/v1/rpc/nap?seconds=0.06", ID, "slow-3");

    assertThat(log.await("slow", "slow-3").getString("sql")).contains("nap").doesNotContain("0.06");
  }

  @Test
  void aWriteIsAuditedWithWhatATriggerWrote() {
    HttpResponse<String> answer =
        post(
            "/rest/v1/notes",
            "[{\"id\":1,\"text\":\"x\"},{\"id\":2,\"text\":\"y\"}]",
            ID,
            "audit-1");

    JsonObject line = log.await("audit", "audit-1");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(line.getString("level")).isEqualTo("INFO");
    assertThat(line.getString("role")).isEqualTo(member);
    assertThat(line.getString("subject")).isEqualTo("ann");
    assertThat(line.getJsonArray("kind")).isEqualTo(new JsonArray().add("insert").add("query"));
    assertThat(line.getJsonArray("tables"))
        .isEqualTo(new JsonArray().add("public.copies").add("public.notes"));
    assertThat(line.getLong("rows")).isEqualTo(2);
    assertThat(line.getString("outcome")).isEqualTo("committed");
  }

  @Test
  void aRefusedWriteIsAuditedAsRolledBack() {
    post("/rest/v1/notes", "{\"id\":11}");
    post("/rest/v1/notes", "{\"id\":11}", ID, "audit-2");

    assertThat(log.await("audit", "audit-2").getString("outcome")).isEqualTo("rolled back");
  }

  @Test
  void aChangeOfTheSchemaIsAuditedWithWhoLoggedIn() {
    sql.ask("create table made (id int)", List.of(ID, "audit-3"));

    JsonObject line = log.await("audit", "audit-3");
    assertThat(line.getString("user")).isEqualTo("login_" + member);
    assertThat(line.getJsonArray("kind")).isEqualTo(new JsonArray().add("ddl"));
    assertThat(line.getBoolean("anything")).isTrue();
    assertThat(line.getString("outcome")).isEqualTo("committed");
  }

  @Test
  void aReadIsNotAudited() {
    get("/rest/v1/notes", "Cache-Control", "no-cache", ID, "audit-4");
    sql.on("/direct/sql").ask("select 1", List.of(ID, "audit-5"));

    log.await("access", "audit-4");
    log.await("access", "audit-5");
    assertThat(log.of("audit"))
        .extracting(line -> line.getString("request_id"))
        .doesNotContain("audit-4", "audit-5");
  }

  @Test
  void aRequestHasALineWithoutItsQuery() {
    get("/rest/v1/notes?text=eq.private", ID, "access-1");

    JsonObject line = log.await("access", "access-1");
    assertThat(line.getString("method")).isEqualTo("GET");
    assertThat(line.getString("route")).isEqualTo("/rest/v1/{table}");
    assertThat(line.getString("path")).isEqualTo("/rest/v1/notes");
    assertThat(line.getInteger("status")).isEqualTo(200);
    assertThat(line.getString("lane")).isEqualTo("cached");
    assertThat(line.getString("cache")).isIn("miss", "hit", "bypass");
    assertThat(line.getLong("bytes")).isEqualTo(2);
    assertThat(line.getLong("duration_us")).isPositive();
    assertThat(line.encode()).doesNotContain("private", "address", "trace_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rest/v1/notes", "/api/health", "/health/live", "/no/such/path", "/sql"})
  void everyAnswerNamesItsRequest(String path) {
    assertThat(get(path, ID, "mine").headers().allValues(ID)).containsExactly("mine");
    assertThat(get(path).headers().firstValue(ID).orElse("")).matches("[0-9a-f]{16}");
  }

  @Test
  void serverTimingIsThereForWhoAsks() {
    HttpResponse<String> miss = get("/rest/v1/notes?id=eq.77", "Twinlane-Timing", "1");
    HttpResponse<String> hit = get("/rest/v1/notes?id=eq.77", "Twinlane-Timing", "1");
    HttpResponse<String> write =
        post("/rest/v1/notes", "{\"id\":77}", "Twinlane-Timing", "1", "Prefer", "return=minimal");

    assertThat(timing(miss)).containsSubsequence("plan", "bus", "queue", "db", "cache", "total");
    assertThat(miss.headers().firstValue("Server-Timing").orElse(""))
        .matches("(\\w+;dur=\\d+\\.\\d{3}(;desc=\"\\w+\")?(, )?)+");
    assertThat(timing(hit)).containsSubsequence("plan", "bus", "cache", "total");
    assertThat(timing(write)).containsSubsequence("plan", "bus", "queue", "db", "announce");
    assertThat(get("/rest/v1/notes").headers().firstValue("Server-Timing")).isEmpty();
  }

  @Test
  void serverTimingIsForSqlOverHttpToo() {
    HttpResponse<String> answer = sql.ask("select 1", List.of("Twinlane-Timing", "1"));

    assertThat(timing(answer)).contains("plan", "db", "total");
    assertThat(answer.headers().firstValue("Timing-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("Server-Timing");
  }

  private static List<String> timing(HttpResponse<String> answer) {
    String header = answer.headers().firstValue("Server-Timing").orElse("");
    return List.of(header.split(", ")).stream()
        .map(metric -> metric.substring(0, metric.indexOf(';')))
        .toList();
  }

  @Test
  void postgresqlCallsATransactionByItsRequest() {
    HttpResponse<String> answer =
        get("/rest/v1/rpc/called", "Cache-Control", "no-cache", ID, "named-1");

    assertThat(answer.body()).isEqualTo("\"twinlane-write named-1\"");
  }
}
