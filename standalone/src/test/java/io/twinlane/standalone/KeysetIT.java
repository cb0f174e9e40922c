package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that begin where the last one ended. */
class KeysetIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create table things (a int, b text, id int, score numeric, kind text, primary key (a, id));
        insert into things select i % 3, 'b' || i % 4, i, nullif(i % 5, 0), nullif('k' || i % 2, 'k0')
          from generate_series(1, 60) i;
        create table others (id int primary key, a int, thing int, note text, foreign key (a, thing) references things);
        insert into others select i, i % 3, i, nullif('n' || i % 2, 'n0') from generate_series(11, 40) i;
        create table unkeyed (n int);
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/things").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  /** In each order, nulls first and last, the pages together are what one read without pages is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=gt.0",
        "order=id",
        "order=score,id.desc",
        "order=score.desc",
        "order=score.desc.nullslast,kind",
        "order=kind.nullsfirst,score.desc,b",
        "order=b.desc,kind&score=not.is.null",
        "order=kind&or=(id.gt.50,id.lt.20)",
        "order=score&select=id"
      })
  void thePagesTogetherAreTheWhole(String query) {
    String order =
        query.contains("order=")
            ? query.replaceFirst("order=([^&]*)", "order=$1,a,id")
            : query + "&order=a,id";
    JsonArray whole = new JsonArray(suite.get("/rest/v1/things?" + order).body());
    JsonArray together = new JsonArray();
    int pages = 0;
    Optional<String> next = Optional.of("?" + query + "&limit=7");
    while (next.isPresent()) {
      HttpResponse<String> page = page("/rest/v1/things" + next.get());
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      new JsonArray(page.body()).forEach(together::add);
      next = link(page);
      pages++;
    }
    assertThat(together).isEqualTo(whole);
    assertThat(pages).isEqualTo(whole.size() / 7 + 1);
  }

  /**
   * A row that is made into one text by PostgreSQL is followed as any other, and reads the same.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv | select=id,b,k:kind,score::text",
        "text/csv | select=b",
        "application/vnd.pgrst.array+json;nulls=stripped | select=a,id,score,kind",
        "application/vnd.pgrst.array+json;nulls=stripped | select=id,others(note)"
      })
  void thePagesOfTextsTogetherAreTheWhole(String accept, String query) {
    String path = "/rest/v1/things?" + query + "&order=score.desc.nullslast";
    List<String> whole = rows(suite.get(path + ",a,id", "Accept", accept).body());
    List<String> together = new ArrayList<>();
    Optional<String> next = Optional.of(path + "&limit=7");
    while (next.isPresent()) {
      HttpResponse<String> page =
          suite.get(next.get(), "Prefer", "page=keyset, count=exact", "Accept", accept);
      assertThat(page.statusCode()).as(page.body()).isLessThan(300);
      List<String> rows = rows(page.body());
      together.addAll(
          together.isEmpty() || !accept.equals("text/csv") ? rows : rows.subList(1, rows.size()));
      next = link(page).map(link -> "/rest/v1/things" + link);
    }

    assertThat(together).isEqualTo(whole);
  }

  private static List<String> rows(String body) {
    return body.startsWith("[")
        ? new JsonArray(body).stream().map(Object::toString).toList()
        : body.lines().toList();
  }

  @Test
  void whatTheFirstPagePassesOverIsPassedOverOnce() {
    HttpResponse<String> first = page("/rest/v1/things?select=id&order=id&limit=7&offset=5");
    HttpResponse<String> second = page("/rest/v1/things" + link(first).orElseThrow());
    assertThat(new JsonArray(second.body()).getJsonObject(0).getInteger("id")).isEqualTo(13);
  }

  @Test
  void whatIsWrittenMeanwhileMovesNothing() {
    HttpResponse<String> first = page("/rest/v1/things?select=id&order=id.desc&limit=2&id=lte.10");
    suite.database.execute("delete from things where id = 10");
    String second = page("/rest/v1/things" + link(first).orElseThrow()).body();
    assertThat(new JsonArray(second).getJsonObject(0)).isEqualTo(new JsonObject().put("id", 8));
    suite.database.execute("insert into things values (1, 'b2', 10, null, null)");
  }

  @Test
  void whoDoesNotAskForItSeesNothingOfIt() {
    HttpResponse<String> page = suite.get("/rest/v1/things?limit=2");
    assertThat(page.headers().firstValue("Link")).isEmpty();
    assertThat(suite.get("/rest/v1/things?after=eq.x").body()).contains("42703");
  }

  @Test
  void whatCannotBePagedSoIsRefused() {
    assertThat(page("/rest/v1/unkeyed?limit=1").statusCode()).isEqualTo(400);
    for (String after : List.of("x", "W10", "WzFd", "eyJhIjoxfQ", "%00")) {
      assertThat(page("/rest/v1/things?limit=1&after=" + after).body()).contains("TWL007");
    }
  }

  private static HttpResponse<String> page(String path) {
    return suite.get(path, "Prefer", "page=keyset");
  }

  private static Optional<String> link(HttpResponse<String> page) {
    return page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
  }
}
