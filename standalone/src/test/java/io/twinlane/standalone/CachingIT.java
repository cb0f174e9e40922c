package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of the cache, and how it steers it, over HTTP. */
class CachingIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.startUnmigrated(Map.of("CACHE_ENABLED", "true"));
    suite.database.execute(
        """
        create table notes (id int primary key, text text, at timestamptz default now());
        create table parents (id int primary key);
        create table children (id int primary key,
          parent int references parents on delete cascade);
        create view loud as select id, upper(text) as text from notes;
        create view hourly as select id from notes where at > now() - interval '1 hour';
        create table audit (id serial primary key, note int);
        create function tell() returns trigger language plpgsql as $$
          begin insert into audit (note) values (new.id); return new; end $$;
        create trigger tell after insert on notes for each row execute function tell();
        """);
    suite.migrate();
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @BeforeEach
  void empty() {
    suite.database.execute(
        "delete from children; delete from parents; delete from notes; delete from audit; insert into notes values (1, 'one');"
            + " insert into parents values (1); insert into children values (1, 1)");
    suite.managementPost("/cache/flush");
  }

  @Test
  void theSecondAnswerIsAHitWithItsAge() {
    HttpResponse<String> first = suite.get("/rest/v1/notes?select=id,text");
    HttpResponse<String> second = suite.get("/rest/v1/notes?select=id,text");

    assertThat(cacheStatus(first)).isEqualTo("Twinlane; fwd=miss; stored");
    assertThat(first.headers().firstValue("Age")).isEmpty();
    assertThat(cacheStatus(second)).matches("Twinlane; hit; ttl=(5\\d|60)");
    assertThat(second.headers().firstValueAsLong("Age").orElseThrow()).isBetween(0L, 2L);
    assertThat(second.body()).isEqualTo(first.body()).isEqualTo("[{\"id\":1,\"text\":\"one\"}]");
    assertThat(header(second, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(second, "Vary")).contains("Authorization", "Accept", "Prefer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /rest/v1/notes            | {\"id\":2} | /rest/v1/notes?select=id",
        "POST   | /rest/v1/notes            | {\"id\":2} | /rest/v1/loud?select=id",
        "POST   | /rest/v1/notes            | {\"id\":2} | /rest/v1/audit?select=note",
        "PATCH  | /rest/v1/notes?id=eq.1    | {\"text\":\"two\"} | /rest/v1/notes?select=text",
        "PATCH  | /rest/v1/loud?id=eq.1     | {\"id\":5} | /rest/v1/notes?select=id",
        "DELETE | /rest/v1/notes?id=eq.1    |            | /rest/v1/loud?select=text",
        "DELETE | /rest/v1/parents?id=eq.1  |            | /rest/v1/children?select=id",
      })
  void noAnswerIsOlderThanAnAcknowledgedWrite(
      String method, String path, String body, String read) {
    for (int round = 0; round < 2; round++) {
      empty();
      String before = suite.get(read).body();
      assertThat(cacheStatus(suite.get(read))).contains("hit");

      HttpResponse<String> written = suite.send(method, path, body);
      assertThat(written.statusCode()).as(written.body()).isBetween(200, 204);

      HttpResponse<String> after = suite.get(read);
      assertThat(after.body()).isNotEqualTo(before);
      assertThat(cacheStatus(after)).contains("fwd=miss");
      assertThat(suite.get(read, "Cache-Control", "no-cache").body()).isEqualTo(after.body());
    }
  }

  @Test
  void anUnchangedAnswerIsNotSentAgain() {
    HttpResponse<String> first = suite.get("/rest/v1/notes?select=id");
    String tag = header(first, "ETag");

    HttpResponse<String> again = suite.get("/rest/v1/notes?select=id", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(cacheStatus(again)).contains("hit");
    assertThat(
            header(
                suite.get("/rest/v1/notes?select=id", "If-None-Match", "\"x\", W/" + tag), "ETag"))
        .isEqualTo(tag);

    suite.post("/rest/v1/notes", "{\"id\":9}");
    HttpResponse<String> changed = suite.get("/rest/v1/notes?select=id", "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(header(changed, "ETag")).isNotEqualTo(tag);
  }

  @Test
  void anArrayAndItsOnlyObjectHaveDifferentTags() {
    String array = header(suite.get("/rest/v1/notes?select=id"), "ETag");
    String object =
        header(
            suite.get("/rest/v1/notes?select=id", "Accept", "application/vnd.pgrst.object+json"),
            "ETag");

    assertThat(array).isNotEqualTo(object);
  }

  @Test
  void aClientSteersTheCache() {
    String path = "/rest/v1/notes?select=text";
    assertThat(suite.get(path, "Cache-Control", "only-if-cached").statusCode()).isEqualTo(504);
    suite.get(path);
    suite.database.execute("update notes set text = 'by another way'");

    assertThat(suite.get(path, "Cache-Control", "only-if-cached").body()).contains("one");
    HttpResponse<String> direct = suite.get(path, "Cache-Control", "no-cache");
    assertThat(direct.body()).contains("by another way");
    assertThat(cacheStatus(direct)).isEqualTo("Twinlane; fwd=bypass; detail=no-cache");
    assertThat(suite.get(path, "Cache-Control", "max-age=0").body()).contains("by another way");
  }

  @Test
  void whatIsNotCachedSaysWhy() {
    suite.get("/rest/v1/hourly");

    assertThat(cacheStatus(suite.get("/rest/v1/hourly")))
        .isEqualTo("Twinlane; fwd=bypass; detail=volatile");
    assertThat(cacheStatus(suite.get("/rest/v1/notes?at=lt.tomorrow")))
        .isEqualTo("Twinlane; fwd=bypass; detail=volatile");
  }

  @Test
  void anAnswerToCredentialsIsPrivate() {
    HttpResponse<String> answer = suite.get("/rest/v1/notes", "apikey", "x");

    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void anOperatorSeesAndEmptiesTheCache() {
    // the schema may be noticed to be new between two reads, which empties the cache
    RunningSuite.await(
        () -> cacheStatus(suite.get("/rest/v1/notes?select=id")).startsWith("Twinlane; hit"));

    JsonObject seen = new JsonObject(suite.management("/cache").body());
    assertThat(seen.getLong("entries")).isEqualTo(1);
    assertThat(seen.getJsonObject("outcomes").getLong("hit")).isPositive();
    assertThat(seen.getJsonArray("statements").getJsonObject(0).getString("sql"))
        .contains("select");

    JsonObject flushed =
        new JsonObject(suite.managementPost("/cache/flush?table=public.notes").body());
    assertThat(flushed.getLong("flushed")).isEqualTo(1);
    assertThat(cacheStatus(suite.get("/rest/v1/notes?select=id"))).contains("miss");
  }

  @Test
  void ddlFromOutsideIsNoticed() {
    suite.get("/rest/v1/loud");
    suite.database.execute(
        "create or replace view loud as select id, 'other'::text as text from parents;"
            + " select pg_stat_force_next_flush()");

    RunningSuite.await(() -> suite.get("/rest/v1/loud").body().contains("other"));
    suite.database.execute(
        "create or replace view loud as select id, upper(text) as text from notes;"
            + " select pg_stat_force_next_flush()");
    RunningSuite.await(() -> suite.get("/rest/v1/loud").body().contains("ONE"));
  }

  private static String cacheStatus(HttpResponse<String> response) {
    return header(response, "Cache-Status");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
