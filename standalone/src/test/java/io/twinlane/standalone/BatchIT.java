package io.twinlane.standalone;

import static io.twinlane.standalone.RunningSuite.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several requests in one transaction, as a client sees them. */
class BatchIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("DB_TX_END", "commit-allow-override"));
    suite.database.execute(
        """
        create table accounts (id int primary key, name text unique, balance numeric not null
          check (balance >= 0));
        create table bookings (id int generated always as identity primary key,
          account int references accounts, amount numeric, note jsonb);
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/bookings").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @BeforeEach
  void fill() {
    suite.database.execute(
        """
        delete from bookings; delete from accounts;
        insert into accounts values (1, 'ann', 100), (2, 'bob', 50)\
        """);
  }

  @Test
  void allPartsAreDoneAndAnsweredInOrder() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"PATCH","path":"/rest/v1/accounts?id=eq.1","body":{"balance":70}},
             {"method":"PATCH","path":"/accounts?id=eq.2","body":{"balance":80}},
             {"method":"POST","path":"/bookings","headers":{"Prefer":"return=representation"},
              "body":{"account":1,"amount":-30.10}},
             {"path":"/accounts?select=id,balance&order=id"}]\
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonArray parts = new JsonArray(answer.body());
    assertThat(parts.stream().map(part -> ((JsonObject) part).getInteger("status")))
        .containsExactly(204, 204, 201, 200);
    assertThat(parts.getJsonObject(0).getValue("body")).isNull();
    assertThat(parts.getJsonObject(3).getJsonArray("body"))
        .isEqualTo(new JsonArray("[{\"id\":1,\"balance\":70},{\"id\":2,\"balance\":80}]"));
    assertThat(parts.getJsonObject(3).getJsonObject("headers").getString("Content-Range"))
        .isEqualTo("0-1/*");
    assertThat(balances()).isEqualTo("70,80");
  }

  @Test
  void valuesAreNeverDecoded() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"POST","path":"/bookings","headers":{"Prefer":"return=representation"},
              "body":{"account":1,"amount":12345678901234567890.10,"note":{"b":1.0,"a":[1e400]}}}]\
            """);

    assertThat(answer.body()).contains("\"amount\":12345678901234567890.10");
    assertThat(suite.database.query("select note from bookings")).startsWith("{\"a\": [1000");
  }

  @Test
  void oneThatFailsUndoesAllAndIsNamed() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"PATCH","path":"/accounts?id=eq.2","body":{"balance":180}},
             {"path":"/accounts?select=id&limit=1","headers":{"Prefer":"count=planned"}},
             {"method":"PATCH","path":"/accounts?id=eq.1","body":{"balance":-30}},
             {"method":"DELETE","path":"/accounts"}]\
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("code")).isEqualTo("23514");
    assertThat(problem.getInteger("part")).isEqualTo(2);
    assertThat(balances()).isEqualTo("100,50");
  }

  @Test
  void whatAPartExpectsHoldsOrNothingIsDone() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"PATCH","path":"/accounts?id=eq.1","body":{"balance":1}},
             {"method":"DELETE","path":"/accounts?id=lt.9",
              "headers":{"Prefer":"handling=strict, max-affected=1"}}]\
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("code")).isEqualTo("PGRST124");
    assertThat(problem.getInteger("part")).isEqualTo(1);
    assertThat(balances()).isEqualTo("100,50");
  }

  @Test
  void aTrialRunIsRolledBack() {
    HttpResponse<String> answer =
        suite.post(
            "/rest/v1/batch",
            "[{\"method\":\"DELETE\",\"path\":\"/accounts\"}]",
            "Prefer",
            "tx=rollback");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(balances()).isEqualTo("100,50");
  }

  @Test
  void aReadOnTheCachedLaneSeesTheBatch() {
    suite.get("/rest/v1/accounts?select=balance&id=eq.1");
    suite.get("/rest/v1/accounts?select=balance&id=eq.1");

    batch("[{\"method\":\"PATCH\",\"path\":\"/accounts?id=eq.1\",\"body\":{\"balance\":3}}]");

    assertThat(suite.get("/rest/v1/accounts?select=balance&id=eq.1").body())
        .isEqualTo("[{\"balance\":3}]");
  }

  @Test
  void anAnswerIsKeptForItsKey() {
    String body =
        "[{\"method\":\"POST\",\"path\":\"/bookings\",\"headers\":"
            + "{\"Prefer\":\"return=representation\"},\"body\":{\"account\":1,\"amount\":1}}]";

    HttpResponse<String> first = suite.post("/rest/v1/batch", body, "Idempotency-Key", "batch-1");
    HttpResponse<String> again = suite.post("/rest/v1/batch", body, "Idempotency-Key", "batch-1");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(suite.database.query("select count(*) from bookings")).isEqualTo("1");
  }

  @Test
  void serializableTransactionsThatMeetAreRunAgain() throws Exception {
    Clients.atOnce(
        8,
        5,
        (_, _) ->
            assertThat(
                    suite
                        .post(
                            "/rest/v1/batch",
                            """
                            [{"path":"/accounts?select=balance"},
                             {"method":"POST","path":"/bookings","body":{"account":1,"amount":1}}]\
                            """,
                            "Transaction-Isolation",
                            "serializable")
                        .statusCode())
                .isIn(200, 503));

    assertThat(suite.get("/rest/v1/accounts?select=id").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                   | 400 | TWL010   |",
        "[]                                                   | 400 | TWL010   |",
        "[1]                                                  | 400 | TWL010   |",
        "[{\"method\":\"DELETE\"                              | 400 | PGRST102 |",
        "[{\"method\":\"DELETE\"}]                            | 400 | TWL010   | 0",
        "[{\"path\":\"/accounts\",\"extra\":1}]               | 400 | TWL010   | 0",
        "[{\"path\":\"/accounts\"},{\"path\":\"/nowhere\"}]   | 404 | PGRST205 | 1",
        "[{\"path\":\"/accounts?select=(\"}]                  | 400 | PGRST100 | 0",
        "[{\"method\":\"A B\",\"path\":\"/accounts\"}]        | 400 | TWL010   | 0",
        "[{\"method\":\"BREW\",\"path\":\"/accounts\"}]       | 405 | PGRST117 | 0",
        "[{\"method\":\"POST\",\"path\":\"/accounts\",\"body\":\"x\"}] | 400 | PGRST102 | 0",
        "[{\"path\":\"/accounts\",\"headers\":{\"idempotency-key\":\"k\"}}] | 400 | TWL010 | 0",
        "[{\"path\":\"/accounts\",\"headers\":{\"Prefer\":\"tx=rollback\"}}] | 400 | TWL010 | 0",
        "[{\"path\":\"/accounts\",\"headers\":[]}]            | 400 | TWL010   | 0"
      })
  void whatIsNoBatchIsRefusedWithItsPlace(String body, int status, String code, Integer part) {
    HttpResponse<String> answer = batch(body);

    assertThat(answer.statusCode()).isEqualTo(status);
    JsonObject problem = (JsonObject) json(answer);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInteger("part")).isEqualTo(part);
  }

  @Test
  void aSingleReadThatIsNotSingleUndoesAll() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"DELETE","path":"/accounts?id=eq.1"},
             {"path":"/accounts?id=eq.1",
              "headers":{"Accept":"application/vnd.pgrst.object+json"}}]\
            """);

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(((JsonObject) json(answer)).getInteger("part")).isEqualTo(1);
    assertThat(balances()).isEqualTo("100,50");
  }

  @Test
  void aPartMayBeCsvAndAHeadHasNoBody() {
    HttpResponse<String> answer =
        batch(
            """
            [{"method":"POST","path":"/accounts","headers":{"Content-Type":"text/csv"},
              "body":"id,name,balance\\n7,\\"ann,\\u00e4\\",3"},
             {"method":"HEAD","path":"/accounts?id=eq.7"}]\
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonArray(answer.body()).getJsonObject(1).getValue("body")).isNull();
    assertThat(suite.database.query("select name from accounts where id = 7")).isEqualTo("ann,ä");
  }

  @Test
  void aHundredPartsAreEnough() {
    String part = "{\"path\":\"/accounts?select=id\"}";

    assertThat(batch("[" + (part + ",").repeat(99) + part + "]").statusCode()).isEqualTo(200);
    assertThat(batch("[" + (part + ",").repeat(100) + part + "]").statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> batch(String body) {
    return suite.post("/rest/v1/batch", body);
  }

  private static String balances() {
    return suite.database.query("select string_agg(balance::text, ',' order by id) from accounts");
  }
}
