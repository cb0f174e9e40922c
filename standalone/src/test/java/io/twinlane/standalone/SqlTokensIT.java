package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over HTTP with a token: its role and its claims hold, whatever is written. */
class SqlTokensIT {

  private static final String SECRET = "a secret that is long enough for an HMAC";

  private static RunningSuite suite;
  private static String member;
  private static SqlClient client;

  @BeforeAll
  static void start() {
    suite = RunningSuite.startUnmigrated(Map.of("CACHE_ENABLED", "true", "JWT_SECRET", SECRET));
    suite.migrate();
    suite.awaitReady();
    member = "member_" + suite.database.name().substring(0, 12);
    suite.database.execute(
        """
        create role %1$s nologin;
        create table notes (id int generated always as identity primary key, owner text not null
          default current_setting('request.jwt.claims', true)::json->>'sub', text text);
        alter table notes enable row level security;
        create policy own on notes using (owner = current_setting('request.jwt.claims', true)::json->>'sub');
        create table secrets (word text);
        insert into secrets values ('xyzzy');
        create view seen_settings as select * from pg_settings;
        grant all on seen_settings to %1$s;
        create function escaping() returns text language sql as $$ select set_config('role', 'none', true) $$;
        create function told() returns text language plpgsql stable as $$ begin return current_user; end $$;
        grant all on notes to %1$s;
        """
            .formatted(member));
    client =
        SqlClient.of(suite, "anybody", "")
            .to("postgres://anybody@localhost/" + suite.database.name());
    RunningSuite.await(() -> ask("ann", "select 1").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.database.execute("drop owned by %1$s cascade; drop role %1$s".formatted(member));
    suite.close();
  }

  private static List<String> as(String name) {
    String token = SignedToken.of(SECRET, Map.of("role", member, "sub", name));
    return List.of("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> ask(String name, String sql, String... parameters) {
    return client.ask(sql, as(name), parameters);
  }

  private static String rows(String name, String sql, String... parameters) {
    return SqlClient.rows(ask(name, sql, parameters));
  }

  @Test
  void aTokensRoleAndClaimsHold() {
    assertThat(rows("ann", "select current_user, told()"))
        .isEqualTo("[[\"%1$s\",\"%1$s\"]]".formatted(member));
    rows("ann", "insert into notes (text) values ($1)", "of ann");
    rows("bob", "insert into notes (text) values ($1)", "of bob");
    for (int i = 0; i < 5; i++) {
      assertThat(rows("ann", "select text from notes")).isEqualTo("[[\"of ann\"]]");
      assertThat(rows("bob", "select text from notes")).isEqualTo("[[\"of bob\"]]");
    }
    assertThat(ask("ann", "select * from secrets").body()).contains("42501");
    HttpResponse<String> batch =
        client.batch(as("ann"), "update notes set text = 'new'", "select text from notes");
    assertThat(batch.body()).contains("[[\"new\"]]");
    assertThat(rows("bob", "select text from notes")).isEqualTo("[[\"of bob\"]]");
    RunningSuite.await(() ->
        ask("ann", "select count(*) from notes")
            .headers()
            .firstValue("Cache-Status")
            .orElse("")
            .contains("hit"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset role",
        "set role postgres",
        "select set_config('role', 'none', true)",
        "select set_config('request.jwt.claims', '{\"sub\":\"bob\"}', true), (select count(*) from notes)",
        "select pg_catalog.set_config('role', 'none', false)",
        "select escaping()",
        "update pg_settings set setting = 'off' where name = 'standard_conforming_strings'",
        "update seen_settings set setting = 'off' where name = 'standard_conforming_strings'",
        "select * from crosstab($$select set_config('role','none',true),'a','b'$$) as t(r text, a text)",
        "select setseed(0.5)",
        "select query_to_xml('select set_config(''role'',''none'',true)', true, true, '')",
        "do $$ begin reset role; end $$",
        "create table made (a int)",
        "insert into notes (text) select set_config('role', 'none', true)",
        "explain analyze select set_config('role', 'none', true)",
        "explain (analyze, costs off) select set_config('role', 'none', true)",
        "explain (analyze) update pg_settings set setting = 'off' where name = 'role'",
        "explain analyze create table made as select 1",
        "explain select 1; reset role",
        "commit",
        "set session authorization postgres",
        "copy notes to stdout",
        "prepare p as select 1"
      })
  void nothingLeavesTheRole(String sql) {
    for (String path : List.of("/sql", "/cached/sql", "/direct/sql")) {
      assertThat(client.on(path).ask(sql, as("ann")).statusCode()).isEqualTo(400);
      assertThat(client.on(path).batch(as("ann"), sql, "select * from secrets").statusCode())
          .isEqualTo(400);
    }
    assertThat(rows("ann", "select current_user")).isEqualTo("[[\"" + member + "\"]]");
  }

  @Test
  void whatIsAskedCanBeExplained() {
    for (String path : List.of("/sql", "/cached/sql", "/direct/sql")) {
      HttpResponse<String> plan =
          client.on(path).ask("explain (analyze, format json) select text from notes", as("ann"));
      assertThat(plan.statusCode()).isEqualTo(200);
      assertThat(plan.body()).contains("Actual Rows");
    }
    HttpResponse<String> batch =
        client.batch(
            Stream.concat(as("ann").stream(), Stream.of("Neon-Batch-Read-Only", "true")).toList(),
            "explain analyze insert into notes (text) values ('x')");
    assertThat(batch.body()).contains("25006");
  }

  @ParameterizedTest
  @CsvSource({
    "select txt from notes,                            42703, 8",
    "explain (format json) select '😀' txt from note,  42P01, 43",
    "select text from notes where,                     42601, 29",
    "select 'x'::int,                                  22P02, 8"
  })
  void aMistakeIsToldWithItsPlace(String sql, String code, String position) {
    String told = ask("ann", sql).body();
    assertThat(told).contains(code).contains("\"position\":\"%s\"".formatted(position));
  }

  /** The second statement is harmless as it was judged, and is not if the first one has its way. */
  @Test
  void anEarlierStatementDoesNotChangeHowALaterOneIsRead() {
    HttpResponse<String> answer =
        client.batch(
            as("ann"),
            "update pg_settings set setting = 'off' where name = 'standard_conforming_strings'",
            "select 'x\\' , ' , set_config($$role$$, $$none$$, false) --'",
            "select current_user");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("42501");
  }

  @Test
  void settingsOfTheConnectionStringAreNoWayOut() {
    SqlClient odd =
        client.to(client.connection() + "?options=-c%20role%3Dnone%20-c%20search_path%3Dx");
    assertThat(SqlClient.rows(odd.ask("select current_user", as("ann"))))
        .isEqualTo("[[\"" + member + "\"]]");
  }

  @Test
  void whatIsNoTokenIsTold() {
    for (String value :
        List.of(
            "Bearer nonsense",
            "Basic x",
            SignedToken.of(
                "another secret, as long as the first one is", Map.of("role", member)))) {
      HttpResponse<String> refused = client.ask("select 1", List.of("Authorization", value));
      assertThat(refused.statusCode()).isEqualTo(400);
    }
    SqlClient elsewhere = client.to("postgres://anybody@localhost/postgres");
    assertThat(elsewhere.ask("select 1", as("ann")).body()).contains("3D000");
    List<String> both = new ArrayList<>(as("ann"));
    assertThat(Stream.of(client.ask("select 1", both)).map(HttpResponse::statusCode))
        .containsExactly(200);
  }
}
