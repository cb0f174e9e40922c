package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of what is still as it was read, and of nothing else. */
class IfMatchIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute("create table pages (id int primary key, text text, n int default 0)");
    RunningSuite.await(() -> suite.get("/rest/v1/pages").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  private static String page(int id) {
    suite.database.execute("insert into pages values (%d, 'first')".formatted(id));
    return "/rest/v1/pages?id=eq." + id;
  }

  private static String tag(String page, String... headers) {
    return suite.get(page, headers).headers().firstValue("ETag").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "max-age=60"})
  void whatNobodyElseHasChangedIsChanged(String cacheControl) {
    String page = page(cacheControl.length());
    String tag = tag(page, "Cache-Control", cacheControl);
    HttpResponse<String> answer =
        suite.send(
            "PATCH",
            page,
            "{\"text\":\"mine\"}",
            "If-Match",
            tag,
            "Prefer",
            "return=representation");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("mine");
    assertThat(tag(page)).isNotEqualTo(tag);
  }

  @Test
  void whatSomebodyElseHasChangedIsNot() {
    String page = page(21);
    String tag = tag(page);
    suite.database.execute("update pages set text = 'theirs' where id = 21");
    for (String method : new String[] {"PATCH", "DELETE"}) {
      HttpResponse<String> answer =
          suite.send(
              method, page, method.equals("PATCH") ? "{\"text\":\"mine\"}" : null, "If-Match", tag);
      assertThat(answer.statusCode()).isEqualTo(412);
      assertThat(answer.body()).contains("TWL011");
    }
    assertThat(suite.database.query("select text from pages where id = 21")).isEqualTo("theirs");
  }

  @Test
  void theFormOfTheAnswerMakesNoDifference() {
    String page = page(31);
    String object = tag(page, "Accept", "application/vnd.pgrst.object+json");
    assertThat(object).isNotEqualTo(tag(page));
    assertThat(
            suite.send("PATCH", page, "{\"n\":1}", "If-Match", "\"other\", " + object).statusCode())
        .isEqualTo(204);
  }

  @Test
  void aStarStandsForWhateverIsThere() {
    String page = page(41);
    assertThat(
            suite
                .send("PUT", page, "{\"id\":41,\"text\":\"x\",\"n\":1}", "If-Match", "*")
                .statusCode())
        .isEqualTo(204);
    assertThat(suite.send("DELETE", page, null, "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(
            suite
                .send("PUT", page, "{\"id\":41,\"text\":\"x\",\"n\":1}", "If-Match", "*")
                .statusCode())
        .isEqualTo(412);
    assertThat(suite.database.query("select count(*) from pages where id = 41")).isEqualTo("0");
  }

  @Test
  void ofManyWhoHaveReadTheSameOneGetsThrough() {
    String page = page(51);
    String tag = tag(page);
    long through =
        IntStream.range(0, 12)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> suite.send("PATCH", page, "{\"n\":" + (i + 1) + "}", "If-Match", tag)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .peek(answer -> assertThat(answer.statusCode()).isIn(204, 412))
            .filter(answer -> answer.statusCode() == 204)
            .count();
    assertThat(through).isEqualTo(1);
  }

  @Test
  void itIsPartOfWhatAnIdempotencyKeyStandsFor() {
    String page = page(55);
    String change = "{\"n\":1}";
    assertThat(suite.send("PATCH", page, change, "Idempotency-Key", "k-55").statusCode())
        .isEqualTo(204);
    assertThat(
            suite
                .send("PATCH", page, change, "Idempotency-Key", "k-55", "If-Match", "*")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void itIsNotPassedOverWhereItCannotBeKept() {
    assertThat(suite.post("/rest/v1/pages", "{\"id\":61}", "If-Match", "*").statusCode())
        .isEqualTo(400);
    assertThat(suite.database.query("select count(*) from pages where id = 61")).isEqualTo("0");
    String batch =
        "[{\"method\":\"PATCH\",\"path\":\"/pages?id=eq.61\",\"headers\":{\"If-Match\":\"*\"},\"body\":{\"n\":1}}]";
    assertThat(suite.post("/rest/v1/batch", batch).statusCode()).isEqualTo(400);
  }
}
