package io.twinlane.migrator.check;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a schema is and what it should be, compared fact by fact on scratch databases of the same
 * server.
 */
public record Drift(Database database, SchemaFolder schema) {

  /**
   * What the database has otherwise than the files that were applied to it would build it. Files
   * that are pending are no drift.
   *
   * @param live a connection to the database, under the migration lock
   */
  public List<Difference> ofDatabase(Connection live, List<MigrationFile> applied) {
    List<SqlFile> files = applied.stream().map(MigrationFile::file).toList();
    try (Scratch scratch = new Replay(database).inOrder(files);
        Connection expected = scratch.connect()) {
      return allowed(Facts.between(Facts.read(expected), Facts.read(live)));
    } catch (SQLException e) {
      throw new IllegalStateException("a connection could not be closed", e);
    }
  }

  /** What the migrations build otherwise than {@code schema/} declares it. */
  public List<Difference> ofFiles() {
    Replay replay = new Replay(database);
    try (Scratch declared = replay.inAnyOrder(schema.declared());
        Scratch migrated = replay.inOrder(schema.migrations());
        Connection expected = declared.connect();
        Connection actual = migrated.connect()) {
      return allowed(Facts.between(Facts.read(expected), Facts.read(actual)));
    } catch (SQLException e) {
      throw new IllegalStateException("a connection could not be closed", e);
    }
  }

  /**
   * What has become otherwise of roles, settings and rights of the database as a whole since the
   * last run; empty if nothing was remembered.
   */
  public List<Difference> ofServer(Connection live) {
    try {
      return allowed(ServerFacts.changes(live).orElse(List.of()));
    } catch (SQLException e) {
      throw new CommandException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Difference> allowed(List<Difference> differences) {
    return AllowedDrift.of(schema).without(differences);
  }

  /** Remembers what the schema is like, so that a change by hand is seen without a comparison. */
  public static void remember(Connection live) throws SQLException {
    new Journal(live).add(new Entry(Event.SCHEMA, "", -1, "", Facts.read(live).digest()));
    ServerFacts.remember(live);
  }

  /**
   * Whether the schema is as it was remembered; empty if nothing is remembered, or a run that
   * applied something since was stopped before it could.
   */
  public static Optional<Boolean> asRemembered(Connection live) throws SQLException {
    Journal journal = new Journal(live);
    Optional<String> remembered = journal.last(Event.SCHEMA);
    return remembered.isEmpty() || journal.appliedSinceNoted()
        ? Optional.empty()
        : remembered.map(Facts.read(live).digest()::equals);
  }

  /** Remembers the schema where a run was stopped after it had applied something. */
  public static void rememberIfApplied(Connection live) throws SQLException {
    if (new Journal(live).appliedSinceNoted()) {
      remember(live);
    }
  }
}
