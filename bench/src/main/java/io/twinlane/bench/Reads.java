package io.twinlane.bench;

import io.twinlane.schema.settings.DatabaseUrl;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/**
 * Reads of one row by its key through the gateway against {@code pgbench -S}, hits of the cache
 * against a server that does nothing else, and what it costs to learn what a write wrote.
 *
 * @param url the database, on which tables are made
 */
record Reads(Vertx vertx, DatabaseUrl url) {

  private static final int ROWS = 100_000;
  private static final int HOT_ROWS = 1_000;
  static final int CONNECTIONS = 64;

  /** Two tables whose triggers cost the same, of which one cannot be proved to write nothing. */
  private static final String TABLES =
      """
      create table known (id int primary key, n bigint);
      create table observed (id int primary key, n bigint);
      insert into known select i, 0 from generate_series(0, 999) i;
      insert into observed select i, 0 from generate_series(0, 999) i;
      create function plainly() returns trigger language plpgsql as $$
        declare one int; begin one := 1; return new; end $$;
      create function opaquely() returns trigger language plpgsql as $$
        declare one int; begin one := (select 1); return new; end $$;
      create trigger t before update on known for each row execute function plainly();
      create trigger t before update on observed for each row execute function opaquely();
      """;

  List<Contender> contenders(Server uncached, Server cached, Server bare) {
    Pgbench.initialise(url);
    Pgbench.execute(url, TABLES);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Pgbench(
            "pgbench -S -M prepared -c 8", url, List.of("-S", "-M", "prepared", "-c", "8")));
    contenders.add(load("one row, cache off", uncached, _ -> HttpLoad.get(row(ROWS))));
    contenders.add(load("one row, a miss", cached, _ -> HttpLoad.get(row(ROWS))));
    contenders.add(load("one row, a hit", cached, _ -> HttpLoad.get(row(HOT_ROWS))));
    contenders.add(load("bare server, same bytes", bare, _ -> HttpLoad.get("/")));
    for (String table : List.of("known", "observed")) {
      contenders.add(
          load(
              "update, write set " + table,
              cached,
              n ->
                  HttpLoad.patch(
                      "/rest/v1/" + table + "?id=eq." + n % 1_000, "{\"n\":" + n + "}")));
    }
    return contenders;
  }

  private HttpLoad load(String name, Server server, LongFunction<String> request) {
    return new HttpLoad(vertx, name, server.port(), CONNECTIONS, request);
  }

  private static String row(int rows) {
    return "/rest/v1/pgbench_accounts?select=abalance&aid=eq."
        + ThreadLocalRandom.current().nextInt(1, rows + 1);
  }
}
