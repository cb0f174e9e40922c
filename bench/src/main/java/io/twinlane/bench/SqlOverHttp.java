package io.twinlane.bench;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Encoded;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/**
 * What SQL over HTTP costs, as the driver sends it: reads of one row and of a thousand, from
 * PostgreSQL and from the cache, and an insert; each against a handler that sends SQL written by
 * hand.
 *
 * @param url the database, on which tables are made
 */
record SqlOverHttp(Vertx vertx, DatabaseUrl url) {

  private static final int ROWS = 20_000;
  private static final int HOT_ROWS = 100;
  private static final String ONE = "select id, total from purchases where id = $1";
  private static final String THOUSAND =
      "select id, total, placed from purchases where id > $1 order by id limit 1000";
  private static final String INSERT = "insert into purchases (customer_id, total) values ($1, $2)";

  List<Contender> contenders(Server uncached, Server cached, Server bare) {
    Pgbench.execute(url, Dialect.TABLES);
    List<Contender> all = new ArrayList<>();
    all.add(load("one row, cache off", uncached, _ -> select("/sql", ONE, ROWS)));
    all.add(load("one row, DIRECT", uncached, _ -> select("/direct/sql", ONE, ROWS)));
    all.add(load("one row, a hit", cached, _ -> select("/sql", ONE, HOT_ROWS)));
    all.add(load("one row, by hand", bare, _ -> HttpLoad.get("/row?id=" + id(ROWS))));
    all.add(load("1,000 rows, cache off", uncached, _ -> select("/sql", THOUSAND, ROWS)));
    all.add(load("1,000 rows, a hit", cached, _ -> select("/sql", THOUSAND, HOT_ROWS)));
    all.add(load("1,000 rows, by hand", bare, _ -> HttpLoad.get("/thousand?id=" + id(ROWS))));
    all.add(
        load(
            "insert",
            uncached,
            n -> request("/sql", INSERT, "\"%d\",\"5.5\"".formatted(1 + n % 1000))));
    all.add(
        load(
            "insert, by hand",
            bare,
            n -> HttpLoad.post("/insert?id=" + (1 + n % 1000), "{\"total\":5.5}", "")));
    return all;
  }

  private String select(String path, String sql, int ids) {
    return request(path, sql, "\"" + id(ids) + "\"");
  }

  private String request(String path, String sql, String parameters) {
    String headers =
        "Neon-Connection-String: postgres://%s:%s@localhost/%s\r\nNeon-Raw-Text-Output: true\r\nNeon-Array-Mode: true\r\n"
            .formatted(
                Encoded.of(url.user()),
                Encoded.of(url.password().map(Secret::value).orElse("")),
                Encoded.of(url.database()));
    String body = "{\"query\":\"%s\",\"params\":[%s]}".formatted(sql, parameters);
    return HttpLoad.post(path, body, headers);
  }

  private static int id(int ids) {
    return ThreadLocalRandom.current().nextInt(1, ids);
  }

  private HttpLoad load(String name, Server server, LongFunction<String> request) {
    return new HttpLoad(vertx, name, server.port(), Reads.CONNECTIONS, request);
  }
}
