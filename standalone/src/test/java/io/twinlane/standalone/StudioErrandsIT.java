package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked in the Studio is asked by the visitor's role, and by nobody else. */
class StudioErrandsIT {

  private static final String SECRET = "a secret that is long enough for an HMAC";

  private final TestDatabase database = TestDatabase.create();
  private final String member = "member_" + database.name().substring(0, 12);
  private final List<RunningSuite> running = new ArrayList<>();

  private RunningSuite start(Map<String, String> settings) {
    database.execute(
        """
        create role %1$s nologin;
        create table notes (id int generated always as identity primary key, owner text, text text);
        insert into notes (owner, text) values ('ann', 'of ann'), ('bob', 'of bob'), (null, '<script>');
        alter table notes enable row level security;
        create policy own on notes using (owner = current_setting('request.jwt.claims', true)::json->>'sub');
        grant select, insert, update, delete on notes to %1$s;
        create function headers() returns text language sql volatile as $$
          select current_setting('request.headers', true) $$;
        create domain "text/html" as text;
        create function page() returns "text/html" language sql as $$
          select set_config('response.headers', '[{"Set-Cookie": "a=b"}, {"X-Frame-Options": "ALLOWALL"},
            {"Clear-Site-Data": "all"}, {"Content-Security-Policy": "default-src *"}, {"X-Kept": "yes"}]', true);
          select '<script>alert(1)</script>' $$;
        """
            .formatted(member));
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", database.url());
    RunningSuite suite = RunningSuite.startOn(database, all);
    running.add(suite);
    suite.migrate();
    suite.awaitReady();
    return suite;
  }

  @AfterEach
  void stop() {
    running.forEach(RunningSuite::close);
    database.execute("drop owned by %1$s cascade; drop role %1$s".formatted(member));
    database.close();
  }

  private static List<?> texts(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonArray(answer.body())
        .stream().map(row -> ((JsonObject) row).getString("text")).toList();
  }

  private static List<?> rows(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    JsonObject result =
        body.containsKey("results") ? body.getJsonArray("results").getJsonObject(0) : body;
    return result.getJsonArray("rows").stream().map(String::valueOf).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", SECRET})
  void rowsAreThoseOfTheRole(String secret) {
    RunningSuite suite = start(Map.of("JWT_SECRET", secret));
    StudioClient studio = StudioClient.byLink(suite);
    String path = "/rest/v1/notes?select=text&order=id";

    assertThat(texts(studio.get(path))).isEqualTo(List.of("of ann", "of bob", "<script>"));
    studio.actAs(member, Map.of("sub", "bob"));
    assertThat(texts(studio.get(path))).isEqualTo(List.of("of bob"));
    assertThat(rows(studio.sql("cached", "select text from notes", false)))
        .isEqualTo(List.of("[\"of bob\"]"));
    assertThat(rows(studio.sql("direct", "select text from notes", false)))
        .isEqualTo(List.of("[\"of bob\"]"));
    studio.actAs(null, Map.of());
    assertThat(rows(studio.sql("cached", "select count(*) from notes", false)))
        .isEqualTo(List.of("[\"3\"]"));
  }

  /** As in one of two tabs, while the other one stops to act as somebody. */
  @Test
  void whoDoesNotKnowAsWhomItActsIsRefused() {
    RunningSuite suite = start(Map.of());
    StudioClient studio = StudioClient.byLink(suite);
    studio.actAs(member, Map.of("sub", "bob"));
    String[] stale = {StudioClient.ACTING, studio.acting()};
    studio.actAs(null, Map.of());
    String notes = "/rest/v1/notes";
    String question = "{\"query\":\"delete from notes\",\"write\":true}";

    List<HttpResponse<String>> answers =
        List.of(
            studio.get(notes, stale),
            studio.send("POST", notes, "{\"text\":\"of nobody\"}", stale),
            studio.send("DELETE", notes + "?id=eq.1", null, stale),
            studio.send("POST", "/sql/cached", "{\"query\":\"select 1\"}", stale),
            studio.send("POST", "/sql/direct", question, stale),
            suite.managementSend("GET", "/studio/api" + notes, null, "Cookie", studio.cookie()));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).isEqualTo(409);
          assertThat(answer.body()).contains("STUDIO_ACTING");
        });
    assertThat(texts(studio.get(notes + "?select=text&order=id")))
        .isEqualTo(List.of("of ann", "of bob", "<script>"));
  }

  @Test
  void thePageIsToldWhatThereIs() {
    RunningSuite suite = start(Map.of());

    HttpResponse<String> schema = StudioClient.byLink(suite).get("/schema");

    assertThat(schema.statusCode()).as(schema.body()).isEqualTo(200);
    assertThat(new JsonObject(schema.body()).getString("database")).isEqualTo(database.name());
  }

  @Test
  void nobodyBringsATokenAlong() {
    RunningSuite suite = start(Map.of("JWT_SECRET", SECRET));
    StudioClient studio = StudioClient.byLink(suite);
    studio.actAs(member, Map.of("sub", "bob", "role", "postgres", "exp", 1, "aud", "x"));
    String forged = SignedToken.of(SECRET, Map.of("role", member, "sub", "ann"));

    HttpResponse<String> answer =
        studio.get("/rest/v1/notes?select=text", "Authorization", "Bearer " + forged);

    assertThat(texts(answer)).isEqualTo(List.of("of bob"));
  }

  /** It would be good for more than its bearer, and for longer than the session. */
  @Test
  void noFunctionReadsTheTokenThatIsMadeForARequest() {
    RunningSuite suite = start(Map.of("JWT_SECRET", SECRET));
    StudioClient studio = StudioClient.byLink(suite);
    studio.actAs(member, Map.of("sub", "bob"));
    String own = SignedToken.of(SECRET, Map.of("role", member));

    String seen = studio.get("/rest/v1/rpc/headers").body();
    String ofClients = suite.get("/rest/v1/rpc/headers", "Authorization", "Bearer " + own).body();

    assertThat(seen).contains("x-request-id").doesNotContain("authorization");
    assertThat(ofClients).contains(own);
  }

  @Test
  void whatPoliciesDecideIsCached() {
    RunningSuite suite = start(Map.of("JWT_SECRET", SECRET, "CACHE_ENABLED", "true"));
    StudioClient studio = StudioClient.byLink(suite);
    studio.actAs(member, Map.of("sub", "bob"));
    String path = "/rest/v1/notes?select=text";

    RunningSuite.await(
        () -> studio.get(path).headers().firstValue("Cache-Status").orElse("").contains("hit"));

    assertThat(studio.get(path).headers().firstValue("Cache-Control"))
        .hasValue("private, no-store");
  }

  /** A read past the cache runs on the other lane, which may log in as another role. */
  @Test
  void withoutARoleEachLaneActsAsItself() {
    String reader = "reader_" + database.name();
    database.execute("create role " + reader + " login superuser");
    try {
      RunningSuite suite =
          start(
              Map.of(
                  "JWT_SECRET",
                  SECRET,
                  "QUERY_DATABASE_URL",
                  database.url().replace("//postgres@", "//" + reader + "@")));
      StudioClient studio = StudioClient.byLink(suite);
      database.execute("create view who as select current_user::text as text");
      RunningSuite.await(() -> studio.get("/rest/v1/who").statusCode() == 200);

      assertThat(texts(studio.get("/rest/v1/who"))).isEqualTo(List.of(reader));
      assertThat(texts(studio.get("/rest/v1/who", "Cache-Control", "no-cache")))
          .isEqualTo(List.of("postgres"));
    } finally {
      running.forEach(RunningSuite::close);
      running.clear();
      database.execute("drop role " + reader);
    }
  }

  /** The key of one process is nobody else's. */
  @Test
  void tokensOfAnotherKeyAreNotBelieved() {
    RunningSuite suite = start(Map.of());
    String token =
        SignedToken.of(
            SECRET,
            "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"x\"}",
            "{\"role\":\"" + member + "\"}");

    HttpResponse<String> rest = suite.get("/rest/v1/notes", "Authorization", "Bearer " + token);
    HttpResponse<String> sql =
        SqlClient.of(suite, "anybody", "")
            .ask("select 1", List.of("Authorization", "Bearer " + token));

    assertThat(rest.body()).contains("Server lacks JWT secret");
    assertThat(sql.statusCode()).isEqualTo(400);
  }

  @Test
  void writesGoThroughAndAreCalledAsTheyAreInTheLog() {
    RunningSuite suite = start(Map.of("JWT_SECRET", SECRET, "AUDIT_LOG", "on"));
    StudioClient studio = StudioClient.byLink(suite);
    studio.actAs(member, Map.of("sub", "ann"));
    try (CapturedLog log = CapturedLog.begin()) {
      HttpResponse<String> made =
          studio.send(
              "POST",
              "/rest/v1/notes",
              "{\"owner\":\"ann\",\"text\":\"xyzzy\"}",
              "Prefer",
              "return=representation",
              "Content-Type",
              "application/json");

      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      String id = made.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(id).startsWith("studio-");
      assertThat(made.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("sandbox");
      assertThat(log.await("audit", line -> told(line, "studio", id)).getString("role"))
          .isEqualTo(member);
      assertThat(log.await("audit", line -> told(line, "write", id)).getString("subject"))
          .isEqualTo("ann");
      assertThat(log.text()).doesNotContain("xyzzy", studio.cookie(), studio.csrf());
    }
  }

  private static boolean told(JsonObject line, String message, String requestId) {
    return line.getString("message").equals(message)
        && requestId.equals(line.getString("request_id"));
  }

  @Test
  void nothingIsWrittenWhereThatIsSo() {
    RunningSuite suite = start(Map.of("STUDIO_READ_ONLY", "true"));
    StudioClient studio = StudioClient.byLink(suite);

    for (String method : List.of("POST", "PATCH", "PUT", "DELETE")) {
      assertThat(studio.send(method, "/rest/v1/notes?id=eq.1", "{}").body())
          .contains("STUDIO_READ_ONLY");
    }
    assertThat(studio.send("POST", "/rest/v1/rpc/page", "{}").statusCode()).isEqualTo(403);
    assertThat(studio.sql("direct", "delete from notes", true).statusCode()).isEqualTo(403);
    assertThat(studio.sql("direct", "delete from notes", false).body()).contains("25006");
    assertThat(studio.sql("cached", "delete from notes", false).statusCode()).isEqualTo(400);
    assertThat(studio.get("/rest/v1/../../direct/sql").statusCode()).isIn(400, 404);
    assertThat(studio.get("/rest/v1/%2e%2e/%2E%2E/api").statusCode()).isIn(400, 404);
    assertThat(texts(studio.get("/rest/v1/notes"))).hasSize(3);
  }

  @Test
  void plansCanBeLookedAt() {
    RunningSuite suite = start(Map.of());
    StudioClient studio = StudioClient.byLink(suite);

    for (String lane : List.of("cached", "direct")) {
      assertThat(
              studio.sql(lane, "explain (analyze, format json) select * from notes", false).body())
          .contains("Actual Rows");
    }
  }

  /** What a function of the database calls a page is none here. */
  @Test
  void whatComesIsNoPage() {
    RunningSuite suite = start(Map.of());
    StudioClient studio = StudioClient.byLink(suite);

    HttpResponse<String> page = studio.send("POST", "/rest/v1/rpc/page", "", "Accept", "text/html");

    assertThat(page.body()).contains("<script>");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().allValues("X-Frame-Options")).containsExactly("DENY");
    assertThat(page.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("sandbox");
    assertThat(page.headers().map()).doesNotContainKeys("set-cookie", "clear-site-data");
    assertThat(page.headers().firstValue("X-Kept")).hasValue("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"query\":1}", "{\"query\":\"x\",\"params\":[1]}"})
  void whatIsNoQuestionIsTold(String body) {
    RunningSuite suite = start(Map.of());

    HttpResponse<String> answer = StudioClient.byLink(suite).send("POST", "/sql/cached", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("STUDIO_REQUEST");
  }

  @Test
  void whatIsTooLongIsTold() {
    RunningSuite suite = start(Map.of("REQUEST_MAX_BYTES", "1000"));
    StudioClient studio = StudioClient.byLink(suite);

    assertThat(studio.sql("cached", "x".repeat(2 << 20), false).statusCode()).isEqualTo(413);
    HttpResponse<String> rest =
        studio.send(
            "POST",
            "/rest/v1/notes",
            "[" + " ".repeat(5_000) + "]",
            "Content-Type",
            "application/json");
    assertThat(rest.statusCode()).isEqualTo(413);
  }

  @Test
  void whereAFunctionRunsBeforeRequestsThereIsNoSql() {
    RunningSuite suite = start(Map.of("DB_PRE_REQUEST", "public.check"));

    assertThat(StudioClient.byLink(suite).sql("cached", "select 1", false).body())
        .contains("STUDIO_PRE_REQUEST");
  }
}
