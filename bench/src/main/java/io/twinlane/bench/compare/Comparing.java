package io.twinlane.bench.compare;

import io.twinlane.bench.compare.Comparison.Footprint;
import io.twinlane.bench.contender.OwnPostgres;
import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.Tables;
import io.twinlane.bench.measure.Memory;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of the comparison, on a fresh PostgreSQL of its own. */
final class Comparing {

  private Comparing() {}

  /**
   * Runs it; minutes, of which the order's pace says how many.
   *
   * @param command as it was given
   * @param folder for logs and scripts; the data of the server are there too
   */
  static Comparison run(Order order, String command, Path folder) {
    Machine machine = Machine.here(order.home());
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database = OwnPostgres.start(folder);
        Stage stage = Stage.set(order, database, folder)) {
      List<Footprint> footprints = new ArrayList<>();
      if (!order.quick()) {
        footprints.add(OneService.measure(folder.resolve("one"), copy(database)));
      }
      List<Entry> entries = Lineup.of(vertx, stage, order);
      List<Result> results = new Duel(order.pace(), database.process()).run(entries);
      stage.servers().forEach(server -> footprints.add(footprint(server)));
      return new Comparison(
          machine, command, order.pace(), stage.settings(), stage.skipped(), results, footprints);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** A service keeps a register in its database: a suite must not find another's there. */
  private static String copy(EmbeddedDatabase database) {
    DatabaseUrl own = database.url().withDatabase("one_service");
    DatabaseUrl superuser =
        DatabaseUrl.parse("postgres://postgres@127.0.0.1:" + own.port() + "/postgres");
    Tables.execute(
        superuser,
        "create database %s template %s owner %s"
            .formatted(own.database(), database.url().database(), own.user()));
    return own.forTools().value();
  }

  private static Footprint footprint(Server server) {
    return new Footprint(
        server.name(),
        server.start().toMillis() / 1e3,
        server.idleMebibytes(),
        Memory.residentMebibytes(server.process()));
  }
}
