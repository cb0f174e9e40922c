package io.twinlane.bench;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/**
 * Measures reads of one row by its key through the gateway against {@code pgbench -S}, hits of the
 * cache against a server that does nothing else, and what it costs to learn what a write wrote.
 *
 * <p>Arguments: rounds (default 5) and seconds of a turn (default 5). The report goes to the output
 * and, as Markdown, to the file that a third argument names.
 */
public final class Main {

  private static final int ROWS = 100_000;
  private static final int HOT_ROWS = 1_000;
  private static final int CONNECTIONS = 64;

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

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    if (!Pgbench.installed()) {
      System.err.println("bench: pgbench is not on the PATH: install PostgreSQL's client tools");
      System.exit(2);
    }
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Duration turn = Duration.ofSeconds(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5);
    Path folder = Files.createTempDirectory("twinlane-bench");
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, true);
        Server uncached = Server.start(folder, database.urlText(), false);
        Server cached = Server.start(folder, database.urlText(), true);
        Server bare = Server.bare(folder)) {
      Pgbench.initialise(database.url());
      Pgbench.execute(database.url(), TABLES);
      Duel duel =
          new Duel(
              List.of(uncached.process(), cached.process(), bare.process()),
              database.process(),
              rounds,
              turn);
      Map<String, List<Measurement>> measured =
          duel.run(contenders(vertx, uncached, cached, bare, database.url()));
      String report = Report.of(measured, rounds, turn);
      System.out.print(report);
      if (arguments.length > 2) {
        Files.writeString(Path.of(arguments[2]), report);
      }
    } finally {
      vertx.close();
    }
    System.exit(0);
  }

  private static List<Contender> contenders(
      Vertx vertx, Server uncached, Server cached, Server bare, DatabaseUrl url) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Pgbench(
            "pgbench -S -M prepared -c 8", url, List.of("-S", "-M", "prepared", "-c", "8")));
    contenders.add(load(vertx, "one row, cache off", uncached, _ -> HttpLoad.get(row(ROWS))));
    contenders.add(load(vertx, "one row, a miss", cached, _ -> HttpLoad.get(row(ROWS))));
    contenders.add(load(vertx, "one row, a hit", cached, _ -> HttpLoad.get(row(HOT_ROWS))));
    contenders.add(load(vertx, "bare server, same bytes", bare, _ -> HttpLoad.get("/")));
    for (String table : List.of("known", "observed")) {
      contenders.add(
          load(
              vertx,
              "update, write set " + table,
              cached,
              n ->
                  HttpLoad.patch(
                      "/rest/v1/" + table + "?id=eq." + n % 1_000, "{\"n\":" + n + "}")));
    }
    return contenders;
  }

  private static HttpLoad load(
      Vertx vertx, String name, Server server, LongFunction<String> request) {
    return new HttpLoad(vertx, name, server.port(), CONNECTIONS, request);
  }

  private static String row(int rows) {
    return "/rest/v1/pgbench_accounts?select=abalance&aid=eq."
        + ThreadLocalRandom.current().nextInt(1, rows + 1);
  }
}
