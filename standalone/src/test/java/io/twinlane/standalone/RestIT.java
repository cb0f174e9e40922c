package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.Way;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an application does with its tables, over HTTP, on both lanes, with and without a pooler.
 */
@ParameterizedClass
@MethodSource("io.twinlane.schema.testkit.Way#installed")
class RestIT {

  private static final String ALICE = "usr_alice00000000000";

  private static RunningSuite suite;

  private final Way way;

  RestIT(Way way) {
    this.way = way;
  }

  @BeforeParameterizedClassInvocation
  static void start(Way way) throws IOException {
    suite = started(way, Map.of("REQUEST_MAX_BYTES", "4096"));
  }

  private static RunningSuite started(Way way, Map<String, String> settings) throws IOException {
    return switch (way) {
      case DIRECT -> RunningSuite.start(settings);
      case THROUGH_PGBOUNCER -> {
        yield RunningSuite.startThroughPooler(settings, Files.createTempDirectory("pgbouncer"));
      }
    };
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    suite.close();
  }

  @Test
  void aRowIsCreatedReadChangedAndDeleted() {
    HttpResponse<String> created =
        suite.post(
            "/rest/v1/orders",
            "{\"user_id\":\"" + ALICE + "\",\"total\":12.5}",
            "Prefer",
            "return=representation",
            "Accept",
            "application/vnd.pgrst.object+json");
    String id = new JsonObject(created.body()).getString("id");
    String path = "/rest/v1/orders?select=total,status&id=eq." + id;

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(suite.get(path).body()).isEqualTo("[{\"total\":12.50,\"status\":\"pending\"}]");
    assertThat(suite.send("PATCH", path, "{\"status\":\"completed\"}").statusCode()).isEqualTo(204);
    assertThat(suite.get(path).body()).isEqualTo("[{\"total\":12.50,\"status\":\"completed\"}]");
    assertThat(suite.send("DELETE", path, null).statusCode()).isEqualTo(204);
    assertThat(suite.get(path).body()).isEqualTo("[]");
  }

  @Test
  void severalRowsAreCreatedByOneRequest() {
    HttpResponse<String> created =
        suite.post(
            "/rest/v1/inventory?select=sku",
            "[{\"sku\":\"A-1\",\"name\":\"a\",\"quantity\":1,\"unit_price\":1},"
                + "{\"sku\":\"A-2\",\"name\":\"b\",\"quantity\":2,\"unit_price\":2}]",
            "Prefer",
            "return=representation,count=exact");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Range")).contains("*/2");
    assertThat(RunningSuite.json(created))
        .isEqualTo(new JsonArray("[{\"sku\":\"A-1\"},{\"sku\":\"A-2\"}]"));
  }

  @Test
  void aLocationNamesTheRowThatWasCreated() {
    HttpResponse<String> created =
        suite.post(
            "/rest/v1/inventory",
            "{\"sku\":\"B 1&2\",\"name\":\"b\",\"quantity\":1,\"unit_price\":1}",
            "Prefer",
            "return=headers-only");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).isEmpty();
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/inventory?sku=eq.B%201%262");
    assertThat(suite.get("/rest/v1" + location + "&select=sku").body())
        .isEqualTo("[{\"sku\":\"B 1&2\"}]");
  }

  @Test
  void rowsAreFilteredSortedAndPaged() {
    HttpResponse<String> page =
        suite.get(
            "/rest/v1/users?select=name&email_verified=is.true&order=name.desc&limit=2&offset=1",
            "Prefer",
            "count=exact");

    String expected =
        suite.database.query(
            "select json_agg(u) from (select name from users where email_verified order by name desc"
                + " limit 2 offset 1) u");
    assertThat(page.body()).isEqualTo(expected);
    assertThat(page.statusCode()).isEqualTo(206);
    assertThat(page.headers().firstValue("Content-Range")).contains("1-2/7");
    assertThat(page.headers().firstValue("Content-Location"))
        .contains("/users?email_verified=is.true&limit=2&offset=1&order=name.desc&select=name");
  }

  @ParameterizedTest
  @CsvSource({
    "users",
    "orders",
    "roles",
    "settings",
    "daily_logs",
    "weekly_reflections",
    "members"
  })
  void everyTableReadsAsPostgresqlWouldWriteIt(String table) {
    String expected =
        suite.database.query("select coalesce(json_agg(t), '[]') from " + table + " t");

    assertThat(suite.get("/rest/v1/" + table).body()).isEqualTo(expected);
    assertThat(suite.get("/rest/v1/" + table, "Cache-Control", "no-cache").body())
        .isEqualTo(expected);
  }

  @Test
  void headIsAReadWithoutABody() {
    HttpResponse<String> head =
        suite.send("HEAD", "/rest/v1/users?limit=3", null, "Prefer", "count=exact");

    assertThat(head.statusCode()).isEqualTo(206);
    assertThat(head.headers().firstValue("Content-Range")).contains("0-2/10");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void anOffsetBeyondTheEndIsOutOfRange() {
    HttpResponse<String> beyond = suite.get("/rest/v1/users?offset=100", "Prefer", "count=exact");

    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).contains("*/10");
  }

  @Test
  void oneRowIsAnObjectOnRequest() {
    HttpResponse<String> one =
        suite.get(
            "/rest/v1/users?select=id&id=eq." + ALICE,
            "Accept",
            "application/vnd.pgrst.object+json");
    HttpResponse<String> many =
        suite.get("/rest/v1/users?select=id", "Accept", "application/vnd.pgrst.object+json");

    assertThat(one.body()).isEqualTo("{\"id\":\"" + ALICE + "\"}");
    assertThat(many.statusCode()).isEqualTo(406);
    assertThat(new JsonObject(many.body()).getString("details"))
        .isEqualTo("The result contains 10 rows");
  }

  @Test
  void aWriteOfMoreThanTheOneRowExpectedIsUndone() {
    HttpResponse<String> refused =
        suite.send(
            "DELETE",
            "/rest/v1/weekly_reflections",
            null,
            "Accept",
            "application/vnd.pgrst.object+json",
            "Prefer",
            "return=representation");

    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(suite.database.query("select count(*) from weekly_reflections")).isEqualTo("3");
  }

  @Test
  void aSecondLogForADayIsAConflict() {
    HttpResponse<String> conflict =
        suite.post(
            "/rest/v1/daily_logs",
            suite.database.query(
                "select json_build_object('user_id', user_id, 'date', date) from daily_logs limit 1"));

    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(conflict.body()).getString("code")).isEqualTo("23505");
  }

  @ParameterizedTest
  @CsvSource({
    "identities,password_hash",
    "identities,access_token",
    "sessions,token",
    "verifications,value"
  })
  void aPrivateColumnIsNotThere(String table, String column) {
    suite.database.execute(
        """
        insert into identities (user_id, provider_id, account_id, password_hash)
        values ('usr_alice00000000000', 'credential', '%1$s', 'SECRET') on conflict do nothing
        """
            .formatted(column));
    String path = "/rest/v1/" + table;

    assertThat(suite.get(path).body())
        .startsWith("[")
        .doesNotContain("\"" + column + "\":", "SECRET");
    assertThat(suite.get(path + "?select=" + column).statusCode()).isEqualTo(400);
    assertThat(suite.get(path + "?" + column + "=eq.SECRET").statusCode()).isEqualTo(400);
    assertThat(suite.get(path + "?order=" + column).statusCode()).isEqualTo(400);
  }

  @Test
  void moneyNeverPassesThroughAFloat() {
    String total = "12345678.91";
    HttpResponse<String> created =
        suite.post(
            "/rest/v1/orders?select=total",
            "{\"user_id\":\"" + ALICE + "\",\"total\":" + total + "}",
            "Prefer",
            "return=representation");

    assertThat(created.body()).isEqualTo("[{\"total\":" + total + "}]");
  }

  @Test
  void aChangeMovesUpdatedAt() {
    suite.send("PATCH", "/rest/v1/settings?key=eq.site_name", "{\"value\":\"New\"}");

    assertThat(
            suite.database.query(
                "select updated_at > created_at from settings where key = 'site_name'"))
        .isEqualTo("t");
  }

  @Test
  void whatIsWrittenIsReadBackAtOnceOnBothLanes() {
    for (int i = 0; i < 20; i++) {
      String value = "{\"value\":" + i + "}";
      suite.send("PATCH", "/rest/v1/settings?key=eq.maintenance_mode", value);

      String path = "/rest/v1/settings?select=value&key=eq.maintenance_mode";
      assertThat(suite.get(path).body()).isEqualTo("[" + value + "]");
      assertThat(suite.get(path, "Cache-Control", "no-cache").body()).isEqualTo("[" + value + "]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /rest/v1/nope                | | 404 | PGRST205",
        "GET    | /rest/v1/usres               | | 404 | PGRST205",
        "GET    | /rest/v1/users?nope=eq.1     | | 400 | 42703",
        "GET    | /rest/v1/users?id=is         | | 400 | PGRST100",
        "GET    | /rest/v1/users?id=like       | | 400 | PGRST100",
        "GET    | /rest/v1/users?id=xx.1       | | 400 | PGRST100",
        "GET    | /rest/v1/orders?id=eq.x      | | 400 | 22P02",
        "GET    | /rest/v1/orders?total=eq.x   | | 400 | 22P02",
        "GET    | /rest/v1/users?limit=-1      | | 416 | PGRST103",
        "GET    | /rest/v1/users/1             | | 404 | PGRST125",
        "GET    | /nowhere                     | | 404 | PGRST125",
        "POST   | /api                         | | 404 | PGRST125",
        "POST   | /rest/v1/users               | {\"id\": | 400 | PGRST102",
        "POST   | /rest/v1/users               | {\"nope\":1} | 400 | PGRST204",
        "POST   | /rest/v1/orders              | {\"total\":\"x\"} | 400 | 22P02",
        "POST   | /rest/v1/orders              | {\"total\":1} | 400 | 23502",
        "POST   | /rest/v1/orders              | {\"user_id\":\"nobody\",\"total\":1} | 409 | 23503",
        "POST   | /rest/v1/orders              | {\"user_id\":\"usr_alice00000000000\",\"total\":-1} | 400 | 23514",
        "GET    | /rest/v1                     | | 404 | PGRST125",
        "GET    | /rest/v1/ta%0Able            | | 404 | PGRST205",
        "GET    | /rest/v1/users?name=is.true  | | 400 | 42804",
        "TRACE  | /rest/v1/users               | | 405 | PGRST117"
      })
  void whatIsWrongIsToldWithTheRightStatus(
      String method, String path, String body, int status, String code) {
    HttpResponse<String> answer = suite.send(method, path, body);

    JsonObject problem = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.fieldNames())
        .containsExactlyInAnyOrder("code", "message", "details", "hint");
    assertThat(problem.getString("message")).isNotBlank();
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
  }

  @Test
  void aLongListOfValuesIsNoTrouble() {
    String value = "x".repeat(20_000);

    HttpResponse<String> answer = suite.get("/rest/v1/users?select=id&id=in.(%22" + value + "%22)");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
  }

  @Test
  void anAliasThatNoHeaderCanHoldIsAnsweredAllTheSame() {
    HttpResponse<String> answer =
        suite.get("/rest/v1/roles?select=%01:name,caf%C3%A9:name&limit=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Location")).isPresent();
  }

  @Test
  void anOffsetAtTheEndIsAnEmptyPage() {
    HttpResponse<String> atEnd = suite.get("/rest/v1/users?offset=10", "Prefer", "count=exact");

    assertThat(atEnd.statusCode()).isEqualTo(206);
    assertThat(atEnd.body()).isEqualTo("[]");
  }

  @Test
  void aColumnWhoseTypeWasChangedIsReadAgain() {
    suite.database.execute("create table changing (v int); insert into changing values (1)");
    RunningSuite.await(() -> suite.get("/rest/v1/changing").statusCode() == 200);

    suite.database.execute("alter table changing alter v type numeric");

    // past the cache, whose answer of before would say nothing of the catalog
    RunningSuite.await(
        () -> suite.get("/rest/v1/changing", "Cache-Control", "no-cache").statusCode() == 200);
    assertThat(suite.get("/rest/v1/changing").body()).isEqualTo("[{\"v\":1}]");
    suite.database.execute("drop table changing");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    HttpResponse<String> answer =
        suite.post("/rest/v1/users", "{\"name\":\"" + "x".repeat(5_000) + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("TWL005");
  }

  @Test
  void nothingOfASessionLeaksFromOneRequestToTheNext() {
    for (int i = 0; i < 50; i++) {
      suite.get("/rest/v1/roles?limit=1", "Cache-Control", i % 2 == 0 ? "no-cache" : "max-age=60");
    }

    int sessions =
        Integer.parseInt(
            suite.database.query(
                "select count(*) from pg_stat_activity where datname = current_database() and state ="
                    + " 'idle in transaction'"));
    assertThat(sessions).isZero();
    assertThat(way).isNotNull();
  }

  @Test
  void aRequestKeepsTheNameThatTheClientGaveIt() {
    assertThat(
            suite
                .get("/rest/v1/roles", "X-Request-Id", "mine-1")
                .headers()
                .firstValue("X-Request-Id"))
        .contains("mine-1");
    assertThat(suite.get("/rest/v1/roles").headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void aTableThatIsNewIsFoundWithoutARestart() {
    suite.database.execute("create table fresh_table (id int); insert into fresh_table values (1)");

    RunningSuite.await(() -> suite.get("/rest/v1/fresh_table").statusCode() == 200);

    assertThat(suite.get("/rest/v1/fresh_table").body()).isEqualTo("[{\"id\":1}]");
  }

  @Test
  void dataSurviveARestart() {
    suite.post(
        "/rest/v1/inventory", "{\"sku\":\"KEEP\",\"name\":\"k\",\"quantity\":1,\"unit_price\":1}");

    suite.restart();

    assertThat(suite.get("/rest/v1/inventory?select=sku&sku=eq.KEEP").body())
        .isEqualTo("[{\"sku\":\"KEEP\"}]");
  }
}
