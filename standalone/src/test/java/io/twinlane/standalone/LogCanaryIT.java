package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Requests of every kind, good and bad, whose values and secrets are canaries: none of them is in
 * anything that is logged, at DEBUG, with every log switched on.
 */
class LogCanaryIT {

  private static final String CANARY = "CaNaRy0xDaTa";
  private static final String SECRET = "CaNaRy0xDaTa-a-secret-of-more-than-thirty-two-bytes";

  @Test
  void noValueAndNoSecretIsLogged() {
    try (CapturedLog log = CapturedLog.begin();
        RunningSuite suite = started()) {
      String member = "member_" + suite.database.name();
      suite.database.execute(schema(member));
      suite.database.askForPassword("login_" + member);
      try {
        RunningSuite.await(() -> suite.get("/rest/v1/people").statusCode() == 200);
        rest(suite, member);
        sql(suite, "login_" + member);
        log.await("access", "last");
        log.await("slow", line -> line.getString("lane").equals("direct"));
        log.await("audit", line -> line.getString("outcome").equals("rolled back"));

        assertThat(log.text().lines().filter(line -> line.contains(CANARY))).isEmpty();
      } finally {
        suite.database.execute(
            "drop owned by %1$s, login_%1$s; drop role %1$s; drop role login_%1$s"
                .formatted(member));
      }
    }
  }

  private static RunningSuite started() {
    return RunningSuite.start(
        Map.of(
            "ENVIRONMENT", "test",
            "JWT_SECRET", SECRET,
            "DB_ANON_ROLE", "postgres",
            "CACHE_ENABLED", "true",
            "ACCESS_LOG", "all",
            "AUDIT_LOG", "on",
            "SLOW_QUERY_MS", "1",
            "STATEMENT_TIMEOUT_MS", "300"));
  }

  private static String schema(String member) {
    return """
    create role %1$s nologin;
    create role login_%1$s login password 'CaNaRy0xDaTa';
    create type mood as enum ('fine');
    create table people (id int primary key, email text unique, born date, feels mood,
      check (email <> 'CaNaRy0xDaTa-refused'));
    create function shout(word text) returns text language plpgsql as
      'begin raise notice ''%%'', word; raise warning ''%%'', word; perform pg_sleep(0.01);
        raise exception ''no %%'', word using detail = word, hint = word; end';
    create function wait(word text) returns text language sql as
      'select pg_sleep(9), word; select word';
    grant select, insert, update, delete on people to %1$s, login_%1$s;
    """
        .formatted(member);
  }

  private static void rest(RunningSuite suite, String member) {
    String token =
        SignedToken.of(SECRET, Map.of("role", member, "sub", "ann", "email", CANARY + "@x"));
    String[] good = {"Authorization", "Bearer " + token, "Cookie", "session=" + CANARY};
    for (String query :
        List.of(
            "email=eq." + CANARY,
            "id=eq." + CANARY,
            "born=gt." + CANARY,
            "feels=eq." + CANARY,
            "email=like.*" + CANARY + "*&or=(id.eq.1,email.eq." + CANARY + ")",
            "email=" + CANARY,
            "select=" + CANARY,
            "order=" + CANARY,
            "limit=" + CANARY)) {
      suite.get("/rest/v1/people?" + query, good);
      suite.get("/rest/v1/people?" + query, "Cache-Control", "no-cache");
    }
    for (String body :
        List.of(
            "{\"id\":1,\"email\":\"" + CANARY + "\"}",
            "{\"id\":2,\"email\":\"" + CANARY + "\"}",
            "{\"id\":3,\"email\":\"" + CANARY + "-refused\"}",
            "{\"id\":\"" + CANARY + "\"}",
            "{\"id\":4,\"born\":\"" + CANARY + "\"}",
            "{\"id\":5,\"feels\":\"" + CANARY + "\"}",
            "{\"" + CANARY + "\":5}",
            "{\"id\": " + CANARY + "}",
            CANARY)) {
      suite.post("/rest/v1/people", body, good);
    }
    suite.send("PATCH", "/rest/v1/people?id=eq.1", "{\"born\":\"" + CANARY + "\"}", good);
    suite.send("DELETE", "/rest/v1/people?email=eq." + CANARY + "-2", null, good);
    suite.post("/rest/v1/rpc/shout", "{\"word\":\"" + CANARY + "\"}");
    suite.post("/rest/v1/rpc/wait", "{\"word\":\"" + CANARY + "\"}");
    suite.post("/rest/v1/batch", "[{\"method\":\"" + CANARY + "\"}]");
    suite.get("/rest/v1/people", "Authorization", "Bearer " + CANARY);
    suite.get("/rest/v1/people", "Authorization", "Bearer " + token + CANARY);
    suite.post("/rest/v1/people", "{\"id\":6}", "Idempotency-Key", CANARY);
    suite.get("/rest/v1/people?email=eq." + CANARY, "Prefer", "timezone=" + CANARY);
  }

  private static void sql(RunningSuite suite, String user) {
    SqlClient client = SqlClient.of(suite, user, CANARY);
    for (SqlClient lane : List.of(client, client.on("/direct/sql"), client.on("/cached/sql"))) {
      lane.ask("select pg_sleep(0.01), '" + CANARY + "' as a, E'\\'" + CANARY + "' as b");
      lane.ask("select pg_sleep(0.01), $$" + CANARY + "$$ -- " + CANARY);
      lane.ask("select * from people where email = $1", CANARY);
      lane.ask("select $1::int", CANARY);
      lane.ask("select '" + CANARY + "'::int");
      lane.ask("select '" + CANARY + "'::date from people");
      lane.ask("selct '" + CANARY + "'");
      lane.ask("select 'unfinished " + CANARY);
      lane.ask("select shout('" + CANARY + "')");
      lane.ask("insert into people (id, email) values (7, '" + CANARY + "')");
      lane.ask("insert into people (id, email) values (8, $1)", CANARY);
      lane.ask("select pg_sleep(9), '" + CANARY + "'");
      lane.batch(List.of(), "select '" + CANARY + "'", "select '" + CANARY + "'::int");
      lane.send("{\"query\": " + CANARY + "}", List.of());
    }
    SqlClient.of(suite, user, CANARY + "-wrong").ask("select 1");
    SqlClient.of(suite, "nobody_there", CANARY).ask("select 1");
    client.to("postgres://a:" + CANARY + "@localhost:" + CANARY + "/x").ask("select 1");
    client.to(CANARY).ask("select 1", List.of("X-Request-Id", "last"));
  }
}
