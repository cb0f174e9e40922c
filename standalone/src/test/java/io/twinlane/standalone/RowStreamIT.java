package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are sent as they come, one line for each. */
class RowStreamIT {

  private static final String LINES = "application/x-ndjson";
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.start(
            Map.of("CACHE_ENABLED", "true", "RESULT_MAX_BYTES", "1000000", "POOL_MAX", "10"));
    suite.database.execute(
        """
        create table words (id int primary key, word text, price numeric(6, 2), day date);
        insert into words select i, 'word "' || i || E'"\\n', i / 7.0, date '2026-01-01' + i % 300
          from generate_series(1, 3000) i;
        create view large as select i as id, repeat('x', 1000) as filling from generate_series(1, 20000) i;
        create view breaking as select i as id, 1 / (2500 - i) as n from generate_series(1, 5000) i;
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/breaking?limit=1").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "words?order=id",
        "words?select=day,price&order=id&limit=7",
        "words?id=lt.0",
        "words?select=id,twice:price::text&id=in.(1,2,5)&order=id.desc"
      })
  void theLinesAreTheRows(String read) {
    HttpResponse<String> lines = suite.get("/rest/v1/" + read, "Accept", LINES);
    assertThat(lines.headers().firstValue("Content-Type")).hasValue(LINES);
    List<JsonObject> rows = lines.body().lines().map(JsonObject::new).toList();
    assertThat(new JsonArray(rows)).isEqualTo(new JsonArray(suite.get("/rest/v1/" + read).body()));
  }

  @Test
  void anAnswerBeyondEveryLimitIsSent() {
    assertThat(suite.get("/rest/v1/large").statusCode()).isEqualTo(507);
    HttpResponse<String> answer = suite.get("/rest/v1/large", "Accept", LINES);
    assertThat(answer.body().lines().count()).isEqualTo(20_000);
  }

  @Test
  void whatIsWrongAtOnceIsAProblem() {
    HttpResponse<String> answer = suite.get("/rest/v1/words?nope=eq.1", "Accept", LINES);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("42703");
    assertThat(suite.get("/rest/v1/breaking?id=eq.2500", "Accept", LINES).body()).contains("22012");
  }

  @Test
  void whatGoesWrongOnTheWayDoesNotLookLikeTheEnd() {
    assertThatThrownBy(
            () -> {
              try (HttpClient client = HttpClient.newHttpClient()) {
                client.send(request("/rest/v1/breaking"), BodyHandlers.ofString());
              }
            })
        .isInstanceOf(IOException.class);
  }

  /** Begun again, the first rows would come twice. */
  @Test
  void aStreamThatLosesItsSessionIsNotBegunAgain() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          client.send(request("/rest/v1/large"), BodyHandlers.ofInputStream());
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).contains("\"id\":1,");
      suite.database.query(
          "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name ="
              + " 'twinlane-query' and state <> 'idle'");
      assertThatThrownBy(
              () -> {
                for (String line = ""; line != null; line = reader.readLine()) {
                  assertThat(line).doesNotContain("\"id\":1,");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aReadThatSomebodyLeavesHoldsNoConnection() throws Exception {
    for (int i = 0; i < 20; i++) {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<InputStream> answer =
          client.send(request("/rest/v1/large"), BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).contains("xxx");
      }
      client.shutdownNow();
    }
    RunningSuite.await(() ->
        suite
            .database
            .query(
                "select count(*) from pg_stat_activity where application_name ="
                    + " 'twinlane-query' and state <> 'idle'")
            .equals("0"));
    assertThat(suite.get("/rest/v1/words?limit=1", "Accept", LINES).statusCode()).isEqualTo(200);
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.httpPort() + path))
        .header("Accept", LINES)
        .build();
  }
}
