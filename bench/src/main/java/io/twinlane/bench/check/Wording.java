package io.twinlane.bench.check;

import io.twinlane.bench.check.Operation.Versions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The requests that read and write a key, and what their answers mean. A key is four rows, which
 * are always written together; four keys share a table, so that a write of one ends cached answers
 * of some others.
 *
 * <p>A write raises: one that was lost on its way and arrives late, after a higher one, changes
 * nothing.
 */
record Wording(Access access) {

  static final int ROWS = 4;
  private static final int KEYS_IN_TABLE = 4;

  static int tables(int keys) {
    return (keys + KEYS_IN_TABLE - 1) / KEYS_IN_TABLE;
  }

  static String table(int number) {
    return "twinlane_check_" + number;
  }

  private static String tableOf(int key) {
    return table(key / KEYS_IN_TABLE);
  }

  /** What makes a table and its rows. */
  static List<JsonObject> making(int number) {
    String table = table(number);
    return List.of(
        Access.query("drop table if exists " + table),
        Access.query(
            "create table %s (key int, slot int, version bigint not null, primary key (key, slot))"
                .formatted(table)),
        Access.query(
            "insert into %s select k, s, 0 from generate_series(%d, %d) k, generate_series(0, %d) s"
                .formatted(
                    table, number * KEYS_IN_TABLE, (number + 1) * KEYS_IN_TABLE - 1, ROWS - 1)),
        Access.query("grant select, update on %s to public".formatted(table)));
  }

  /** A read, or a write of a version. */
  Request request(Kind kind, int key, long version) {
    return switch (kind) {
      case REST_READ -> Request.get(path(key), access.restHeaders());
      case SQL_READ -> select(Access.SQL, key);
      case DIRECT_READ -> select(Access.DIRECT, key);
      case REST_WRITE -> patch(key, version);
      case SQL_WRITE ->
          access.sql(
              Access.SQL,
              "update %s set version = $1 where key = $2 and version < $1".formatted(tableOf(key)),
              version,
              key);
      case BATCH_WRITE -> batch(key, version);
    };
  }

  private static String path(int key) {
    return "/rest/v1/%s?select=version&order=slot&key=eq.%d".formatted(tableOf(key), key);
  }

  private Request select(String way, int key) {
    return access.sql(
        way, "select version from %s where key = $1 order by slot".formatted(tableOf(key)), key);
  }

  private Request patch(int key, long version) {
    Map<String, String> headers = new HashMap<>(access.restHeaders());
    headers.put("Prefer", "return=representation");
    String path =
        "/rest/v1/%s?select=version&key=eq.%d&version=lt.%d".formatted(tableOf(key), key, version);
    JsonObject body = new JsonObject().put("version", version);
    return new Request(HttpMethod.PATCH, path, headers, body.encode());
  }

  private Request batch(int key, long version) {
    String statement =
        "update %s set version = $1 where key = $2 and slot = $3 and version < $1"
            .formatted(tableOf(key));
    return access.batch(
        IntStream.range(0, ROWS)
            .mapToObj(slot -> Access.query(statement, version, key, slot))
            .toList());
  }

  /**
   * What a read saw.
   *
   * @throws RuntimeException if the answer is not four rows
   */
  static Versions seen(Kind kind, Answer.Came answer) {
    LongSummaryStatistics versions = versions(kind, answer).summaryStatistics();
    if (versions.getCount() != ROWS) {
      throw new IllegalArgumentException("rows: " + versions.getCount());
    }
    return new Versions(versions.getMin(), versions.getMax());
  }

  private static LongStream versions(Kind kind, Answer.Came answer) {
    if (kind == Kind.REST_READ) {
      return new JsonArray(answer.body())
          .stream().mapToLong(row -> ((JsonObject) row).getLong("version"));
    }
    return new JsonObject(answer.body())
        .getJsonArray("rows").stream()
            .mapToLong(row -> Long.parseLong(((JsonArray) row).getString(0)));
  }

  /**
   * How many rows a write says to have written.
   *
   * @throws RuntimeException if it says nothing of the kind
   */
  static int written(Kind kind, Answer.Came answer) {
    return switch (kind) {
      case REST_READ, SQL_READ, DIRECT_READ -> 0;
      case REST_WRITE -> new JsonArray(answer.body()).size();
      case SQL_WRITE -> new JsonObject(answer.body()).getInteger("rowCount");
      case BATCH_WRITE ->
          new JsonObject(answer.body())
              .getJsonArray("results").stream()
                  .mapToInt(result -> ((JsonObject) result).getInteger("rowCount"))
                  .sum();
    };
  }
}
