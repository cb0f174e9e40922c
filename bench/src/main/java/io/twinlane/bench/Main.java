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

/**
 * Measures a read of one row by its key through the gateway against {@code pgbench -S}.
 *
 * <p>Arguments: rounds (default 5) and seconds of a turn (default 5). The report goes to the output
 * and, as Markdown, to the file that a third argument names.
 */
public final class Main {

  private static final int ROWS = 100_000;
  private static final int CONNECTIONS = 64;

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
        Server server = Server.start(folder, database.urlText())) {
      Pgbench.initialise(database.url());
      Duel duel = new Duel(server.process(), database.process(), rounds, turn);
      Map<String, List<Measurement>> measured = duel.run(contenders(vertx, server, database.url()));
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

  private static List<Contender> contenders(Vertx vertx, Server server, DatabaseUrl url) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Pgbench(
            "pgbench -S -M prepared -c 8", url, List.of("-S", "-M", "prepared", "-c", "8")));
    contenders.add(
        new HttpLoad(
            vertx,
            "one row, CACHED lane, cache off",
            server.port(),
            CONNECTIONS,
            _ ->
                "/rest/v1/pgbench_accounts?select=abalance&aid=eq."
                    + ThreadLocalRandom.current().nextInt(1, ROWS + 1)));
    contenders.add(
        new HttpLoad(vertx, "GET /health/live", server.port(), CONNECTIONS, _ -> "/health/live"));
    return contenders;
  }
}
