package io.twinlane.bench;

import io.twinlane.bench.contender.Tables;
import io.twinlane.bench.measure.CpuTime;
import io.twinlane.bench.measure.Memory;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.standalone.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs to spread the services over processes: all {@link Way}s are there at the same time,
 * each on a database of its own on one server, and take turns.
 *
 * @param rounds how often each has its turn, after one that does not count
 * @param hits requests of a turn of hits; slower ones have fewer
 */
record ProcessCosts(Vertx vertx, Path folder, EmbeddedDatabase database, int rounds, int hits) {

  static final int CONNECTIONS = 8;

  /** Of the requests of a turn, so many times fewer are sent one at a time. */
  static final int ALONE_DIVISOR = 10;

  /**
   * One turn.
   *
   * @param alone one request at a time
   * @param together on {@link #CONNECTIONS} connections
   * @param suiteMicros CPU time of the way's processes for a request of {@code together}
   * @param postgresMicros the same of PostgreSQL
   */
  record Turn(
      Way way,
      Chore chore,
      Series.Outcome alone,
      Series.Outcome together,
      double suiteMicros,
      double postgresMicros) {}

  /** All turns, and the processes with what they had in memory in the end. */
  record Costs(List<Turn> turns, List<Footprint> footprints) {}

  /** What a process took to be there. */
  record Footprint(Way way, String process, Duration start, double residentMebibytes) {}

  Costs run() {
    List<Installation> installations = new ArrayList<>();
    try {
      for (Way way : Way.values()) {
        System.out.println("starting: " + way.label());
        installations.add(
            Installation.start(way, folder.resolve(way.name()), migrated(way.name())));
      }
      List<Turn> turns = new ArrayList<>();
      round(installations);
      for (int round = 1; round <= rounds; round++) {
        System.out.printf("round %d of %d%n", round, rounds);
        turns.addAll(round(installations));
      }
      return new Costs(turns, footprints(installations));
    } finally {
      installations.forEach(Installation::close);
    }
  }

  /** The register of write-services is in the database: no two ways may share one. */
  private String migrated(String way) {
    String name = "way_" + way.toLowerCase(Locale.ROOT);
    DatabaseUrl own = database.url().withDatabase(name);
    DatabaseUrl superuser =
        DatabaseUrl.parse("postgres://postgres@127.0.0.1:" + own.port() + "/postgres");
    Tables.execute(superuser, "create database " + name + " owner " + own.user());
    SchemaFolder schema = SchemaFolder.from(Environment.of(Map.of())).orElseThrow();
    new Migrations(new Database(own), schema).migrate();
    Tables.execute(own, Chore.TABLES);
    return own.forTools().value();
  }

  private List<Turn> round(List<Installation> installations) {
    List<Turn> turns = new ArrayList<>();
    for (Chore chore : Chore.values()) {
      for (Installation installation : installations) {
        if (chore.writes() || installation.way().reads()) {
          turns.add(turn(installation, chore));
        }
      }
    }
    return turns;
  }

  private Turn turn(Installation installation, Chore chore) {
    if (installation.way().reads()) {
      installation.fill(vertx);
    }
    int requests = chore.requests(hits);
    Series.Outcome alone = outcome(installation, chore, 1, Math.max(1, requests / ALONE_DIVISOR));
    Duration suite = installation.cpuTime();
    Duration postgres = CpuTime.ofTree(database.process());
    Series.Outcome together = outcome(installation, chore, CONNECTIONS, requests);
    return new Turn(
        installation.way(),
        chore,
        alone,
        together,
        micros(installation.cpuTime().minus(suite)) / requests,
        micros(CpuTime.ofTree(database.process()).minus(postgres)) / requests);
  }

  private Series.Outcome outcome(
      Installation installation, Chore chore, int connections, int count) {
    return new Series(vertx, installation.port(), connections, count)
        .run(chore::request, answer -> chore.asked(installation.way(), answer));
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1_000.0;
  }

  private static List<Footprint> footprints(List<Installation> installations) {
    return installations.stream()
        .flatMap(installation ->
            installation.starts().stream()
                .map(start ->
                    new Footprint(
                        installation.way(),
                        start.service().name(),
                        start.took(),
                        Memory.residentMebibytes(start.service().process().toHandle()))))
        .toList();
  }
}
