package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The first data of a schema folder. Every set is written so that loading it twice changes nothing.
 */
public final class Seeds {

  private final Database database;
  private final SchemaFolder schema;

  public Seeds(Database database, SchemaFolder schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * A file that was loaded.
   *
   * @param name with its set, such as {@code production/10_roles.sql}
   * @param rows how many it added, by itself or by triggers
   */
  record Loaded(String name, long rows) {}

  /** A file before it is loaded. */
  private record Seed(SeedSet set, SqlFile file, Script script) {

    String name() {
      return set.folder() + "/" + file.name();
    }
  }

  /**
   * Loads what the environment gets: the production set, then in development and test the
   * development set, and in staging the staging set. Each file is one transaction.
   *
   * @return the names of the files, in order
   * @throws CommandException if a file fails, or would destroy something and is not of the
   *     development set; nothing is loaded then
   */
  public List<String> load(EnvironmentName environment) {
    List<Seed> seeds = seeds(SeedSet.of(environment));
    run(seeds);
    return seeds.stream().map(seed -> seed.file().name()).toList();
  }

  /**
   * Loads some sets, in this order.
   *
   * @throws SettingsException if the environment may not have one of them
   * @throws CommandException as {@link #load(EnvironmentName)}
   */
  List<Loaded> load(EnvironmentName environment, List<SeedSet> sets) {
    for (SeedSet set : sets) {
      if (!set.allowedIn(environment)) {
        throw new SettingsException(
            List.of(
                "the seeds of %s are never loaded in %s"
                    .formatted(set.folder(), environment.shortName())));
      }
    }
    return run(seeds(sets));
  }

  private List<Seed> seeds(List<SeedSet> sets) {
    List<Seed> seeds = new ArrayList<>();
    for (SeedSet set : sets) {
      schema.seeds(set.folder()).stream()
          .map(file -> new Seed(set, file, Script.of(file)))
          .forEach(seeds::add);
    }
    seeds.stream().filter(seed -> !seed.set().mayDestroy()).forEach(Seeds::refuseDestruction);
    return seeds;
  }

  private static void refuseDestruction(Seed seed) {
    Destruction.first(seed.script())
        .ifPresent(found -> {
          throw new CommandException(
              ("seeds/%s has %s at line %d. Seeds of %s add rows and change none but by ON"
                      + " CONFLICT: put the change into a migration. Nothing was loaded.")
                  .formatted(seed.name(), found.word(), found.line(), seed.set().folder()));
        });
  }

  private List<Loaded> run(List<Seed> seeds) {
    List<Loaded> loaded = new ArrayList<>();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (Seed seed : seeds) {
        long before = added(connection);
        seed.script().run(connection);
        long after = added(connection);
        connection.commit();
        loaded.add(new Loaded(seed.name(), after - before));
      }
    } catch (SQLException e) {
      throw new CommandException("seeding failed: " + e.getMessage(), e);
    }
    return loaded;
  }

  /** The rows that the session has added and not yet reported; it reports between transactions. */
  private static long added(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select coalesce(sum(n_tup_ins), 0)::int8 from"
                    + " pg_catalog.pg_stat_xact_user_tables")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
