package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.schema.service.StartException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A dump that goes into a database of the configured server.
 *
 * @param server the database that the settings name; it need not be there
 * @param createRoles whether roles that are missing are made, without the right to log in
 */
record Restore(Database server, BackupSettings settings, boolean createRoles, Console console) {

  /** What every server has, for one that lost the database that the settings name. */
  private static final String MAINTENANCE = "postgres";

  /**
   * Puts a dump into a database that is there, all of it or nothing.
   *
   * @param clean whether what stands in the way is dropped first
   * @throws CommandException if something stands in the way, or the restore fails
   */
  Optional<Comparison> into(Database database, Dump dump, boolean clean) {
    ClientTools tools = checked(dump, database);
    try (var _ = MigrationLock.take(database, Backup.LOCK_PATIENCE, console)) {
      RestoreTarget target = new RestoreTarget(database);
      Optional<String> obstacle = target.obstacle(dump);
      if (obstacle.isPresent() && !clean) {
        throw new CommandException(
            "the database %s is not empty: %s. Name a new one with --create, or say --clean to drop what is there."
                .formatted(database.url().database(), obstacle.get()));
      }
      List<String> before = clean ? target.emptying(dump) : List.of();
      new Restoration(tools, database, before, true, console).run(dump);
    }
    return compared(dump, database);
  }

  /**
   * Makes a database of a dump; if that fails, it is gone again.
   *
   * @throws CommandException if it is there already, or the restore fails
   */
  Optional<Comparison> asNew(Database database, Dump dump) {
    Database maintenance = reachable();
    ClientTools tools = checked(dump, maintenance);
    create(maintenance, database.url().database(), dump);
    try {
      new Restoration(tools, database, List.of(), false, console).run(dump);
    } catch (CommandException e) {
      drop(maintenance, database.url().database());
      throw e;
    }
    return compared(dump, database);
  }

  /** Statements for what was said of the dumped database as a whole, and is not of this one. */
  List<String> aside(Dump dump, Database restored) {
    if (dump.manifest().isEmpty()) {
      return List.of();
    }
    try (Snapshot snapshot = Snapshot.of(restored)) {
      List<String> there = snapshot.aside();
      return dump.manifest().get().catalog().aside().stream()
          .filter(statement -> !there.contains(statement))
          .map(statement ->
              statement.replace(Manifest.DATABASE, TableName.quoted(restored.url().database())))
          .toList();
    }
  }

  private ClientTools checked(Dump dump, Database database) {
    dump.requireIntact();
    ClientTools tools = ClientTools.serving(database, dump.toolMajor(), settings);
    if (createRoles) {
      new RestoreTarget(database).execute(RestoreTarget.missingRoles(dump, tools, database));
    }
    RestoreTarget.refuseWithoutRoles(dump, tools, database);
    return tools;
  }

  private Optional<Comparison> compared(Dump dump, Database database) {
    return dump.manifest()
        .filter(manifest -> manifest.contents().whole())
        .map(manifest -> Comparison.of(manifest, database, console));
  }

  private Database reachable() {
    try (Connection connection = server.connect()) {
      connection.isValid(0);
      return server;
    } catch (StartException | SQLException e) {
      return server.sibling(MAINTENANCE);
    }
  }

  private static void create(Database maintenance, String name, Dump dump) {
    try (Connection connection = maintenance.connect()) {
      DatabaseLocale locale =
          dump.manifest().isPresent()
              ? dump.manifest().get().origin().locale()
              : DatabaseLocale.of(connection);
      locale.create(connection, name);
    } catch (SQLException e) {
      throw new CommandException(
          "the database %s cannot be made: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void drop(Database maintenance, String name) {
    try (Connection connection = maintenance.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + TableName.quoted(name) + " with (force)");
    } catch (SQLException e) {
      throw new CommandException(
          "the half restored database %s cannot be dropped: %s".formatted(name, e.getMessage()), e);
    }
  }
}
