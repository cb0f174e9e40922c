package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reads by a key, gathered and not, over HTTP: what a client is told must be the same, for keys of
 * every type, however they are written.
 */
class GatherIT {

  private static final int CLIENTS = 16;
  private static final String ANY_CASE = "any_case";

  /** A type, values of it that are there, and values that are asked for. */
  private record Keys(String type, List<String> there, List<String> asked) {}

  private static final List<Keys> ALL =
      List.of(
          new Keys(
              "int",
              List.of("1", "-5", "2147483647"),
              List.of("1", "01", "+1", " 1 ", "-5", "0", "2147483648", "x", "", "null", "1.0")),
          new Keys("bigint", List.of("9007199254740993"), List.of("9007199254740993", "1e3")),
          new Keys("smallint", List.of("7"), List.of("7", "007", "70000")),
          new Keys(
              "text",
              List.of("a", "", "A", "\"q\"", "back\\slash", "{1,2}", "NULL", "ümläut 😀", "a,b"),
              List.of(
                  "a",
                  "",
                  "A",
                  "\"q\"",
                  "back\\slash",
                  "{1,2}",
                  "NULL",
                  "null",
                  "ümläut 😀",
                  "a,b",
                  "it's",
                  "a ",
                  "\t")),
          new Keys("text collate \"C\"", List.of("a", "B"), List.of("a", "A", "B", "b")),
          new Keys("text collate " + ANY_CASE, List.of("Abc"), List.of("abc", "ABC", "ab")),
          new Keys("varchar(5)", List.of("abc", "abcde"), List.of("abc", "abcde", "abcdef")),
          new Keys("char(5)", List.of("ab"), List.of("ab", "ab ", "ab   ", "ab      ")),
          new Keys("name", List.of("n"), List.of("n", "N")),
          new Keys("lower_text", List.of("low"), List.of("low", "LOW")),
          new Keys("positive", List.of("3"), List.of("3", "03", "-3")),
          new Keys("mood", List.of("sad", "happy"), List.of("sad", "happy", "nope", "SAD")),
          new Keys(
              "uuid",
              List.of("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
              List.of(
                  "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                  "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                  "{a0eebc999c0b4ef8bb6d6bb9bd380a11}",
                  "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12",
                  "a0eebc99")),
          new Keys(
              "numeric",
              List.of("1", "2.50", "NaN"),
              List.of("1", "1.0", "1.00", "1e0", "2.5", "2.500", "NaN", "nan", "one")),
          new Keys("float8", List.of("0.1", "0"), List.of("0.1", "1e-1", "-0", "0.10000001")),
          new Keys("boolean", List.of("true"), List.of("true", "t", "yes", "1", "false", "maybe")),
          new Keys("date", List.of("2026-01-02"), List.of("2026-01-02", "20260102", "1-2-2026")),
          new Keys(
              "timestamptz",
              List.of("2026-01-01 00:00:00+00"),
              List.of("2026-01-01T00:00:00Z", "2026-01-01 01:00:00+01", "2026-01-01", "now")),
          new Keys("interval", List.of("1 day"), List.of("1 day", "24:00:00", "P1D", "day")),
          new Keys("bytea", List.of("\\x6162"), List.of("\\x6162", "ab", "\\x6")),
          new Keys("inet", List.of("10.0.0.1"), List.of("10.0.0.1", "10.0.0.1/32", "10.0.0.1/8")),
          new Keys("jsonb", List.of("{\"a\": 1}"), List.of("{\"a\":1}", "{\"a\":1.0}", "{")),
          new Keys("int4range", List.of("[1,3)"), List.of("[1,2]", "[1,3)", "(0,3)")),
          new Keys("int[]", List.of("{1,2}"), List.of("{1,2}", "{1, 2}", "{1}", "1,2")));

  private static final List<String> FORMS =
      List.of(
          "",
          "&select=v",
          "&select=other:v,id",
          "&select=id::text",
          "&limit=1",
          "&order=v.desc&limit=5");

  private static RunningSuite gathering;
  private static RunningSuite plain;

  @BeforeAll
  static void start() {
    Map<String, String> settings =
        Map.of(
            "CACHE_ENABLED",
            "false",
            "POOL_MAX",
            "12",
            "POOL_BURST_MS",
            "60000",
            // what is timed for its client is sent by itself
            "SERVER_TIMING",
            "on-request");
    gathering = RunningSuite.startUnmigrated(settings);
    gathering.database.execute(
        """
        create domain lower_text as text check (value = lower(value));
        create domain positive as int check (value > 0);
        create type mood as enum ('sad', 'happy');
        create collation %s (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        """
            .formatted(ANY_CASE));
    for (int i = 0; i < ALL.size(); i++) {
      String table = "keys_" + i;
      gathering.database.execute(
          "create table %s (id %s primary key, v text, n numeric(9,2) default 1.50)"
              .formatted(table, ALL.get(i).type()));
      for (String value : ALL.get(i).there()) {
        gathering.database.execute(
            "insert into %s values ('%s', 'of ' || $$%s$$)"
                .formatted(table, value.replace("'", "''"), value));
      }
    }
    gathering.migrate();
    gathering.awaitReady();
    Map<String, String> alone = new HashMap<>(settings);
    alone.put("DATABASE_URL", gathering.database.url());
    alone.put("GATHER_MAX", "0");
    plain = RunningSuite.startOn(gathering.database, alone);
    plain.awaitReady();
  }

  @AfterAll
  static void stop() {
    plain.close();
    gathering.close();
  }

  @Test
  void whoIsGatheredIsToldTheSameAsWhoIsNot() throws Exception {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      for (String key : ALL.get(i).asked()) {
        for (String form : FORMS) {
          paths.add("/rest/v1/keys_" + i + "?id=eq." + encoded(key) + form);
        }
      }
    }
    Map<String, List<String>> expected = new HashMap<>();
    paths.forEach(path -> expected.put(path, told(plain, path)));
    assertThat(expected.values().stream().flatMap(List::stream)).contains("200", "400", "406");

    // the same form of the same table at once, so that there is something to gather
    Clients.atOnce(
        CLIENTS,
        paths.size(),
        (client, number) -> {
          String path = paths.get((number + client * FORMS.size()) % paths.size());
          assertThat(told(gathering, path)).as(path).isEqualTo(expected.get(path));
        });
    assertThat(lookups(gathering)).isGreaterThan(CLIENTS);
    assertThat(lookups(plain)).isZero();
  }

  private static double lookups(RunningSuite suite) {
    return MetricsPage.of(suite.management("/metrics").body())
        .sum("twinlane_gathered_lookups_total");
  }

  /** As rows, and as the one row that is wanted. */
  private static List<String> told(RunningSuite suite, String path) {
    return Stream.concat(
            said(suite.get(path)),
            said(suite.get(path, "Accept", "application/vnd.pgrst.object+json")))
        .toList();
  }

  private static Stream<String> said(HttpResponse<String> response) {
    return Stream.of(
        Integer.toString(response.statusCode()),
        response.body(),
        response.headers().firstValue("Content-Range").orElse(""),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("ETag").orElse(""));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
