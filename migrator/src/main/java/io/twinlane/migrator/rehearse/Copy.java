package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.backup.Backup;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The database that a rehearsal changes, dropped when it is closed unless it was there before. */
final class Copy implements AutoCloseable {

  private final MigratorSettings settings;
  private final Origin origin;
  private final Database database;
  private final Optional<Scratch> scratch;

  private Copy(
      MigratorSettings settings, Origin origin, Database database, Optional<Scratch> scratch) {
    this.settings = settings;
    this.origin = origin;
    this.database = database;
    this.scratch = scratch;
  }

  /**
   * Makes it, with what it is a copy of.
   *
   * @throws CommandException if it cannot be made; the message says what to do
   */
  static Copy of(MigratorSettings settings, Origin origin) {
    Copy copy =
        switch (origin) {
          case Origin.Template(String name) -> scratch(settings, origin, template(settings, name));
          case Origin.Backup _ -> scratch(settings, origin, Scratch.beside(settings.database()));
          case Origin.Replayed _ -> scratch(settings, origin, replayed(settings));
          case Origin.Existing(String name) -> existing(settings, origin, name);
        };
    try {
      copy.fill();
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static Copy scratch(MigratorSettings settings, Origin origin, Scratch scratch) {
    return new Copy(settings, origin, scratch.database(), Optional.of(scratch));
  }

  private static Copy existing(MigratorSettings settings, Origin origin, String name) {
    if (name.equals(settings.database().url().database())) {
      throw new CommandException(
          ("%s is the database itself, and a rehearsal changes its copy. Make one first, or let"
                  + " --template or --backup do it.")
              .formatted(name));
    }
    return new Copy(settings, origin, settings.database().sibling(name), Optional.empty());
  }

  private static Scratch template(MigratorSettings settings, String name) {
    try {
      return Scratch.from(settings.database(), name);
    } catch (CommandException e) {
      if (e.getCause() instanceof SQLException cause && "55006".equals(cause.getSQLState())) {
        throw new CommandException(
            ("somebody is connected to %s, so that it cannot be copied. End the sessions that this"
                    + " shows: SELECT pid, usename, application_name FROM pg_stat_activity WHERE"
                    + " datname = '%s'. A database in use cannot be a template: restore a backup"
                    + " of it, with --backup, or once into a database that is then the template.")
                .formatted(name, name.replace("'", "''")),
            e);
      }
      throw e;
    }
  }

  /**
   * Its tables are as those of the database are, and empty but for what the files themselves add.
   */
  private static Scratch replayed(MigratorSettings settings) {
    List<String> applied = status(settings, settings.database()).applied();
    return new Replay(settings.database()).inOrder(files(settings, applied));
  }

  private void fill() {
    switch (origin) {
      case Origin.Backup(var file, var backup) -> {
        Backup.into(database, file, backup, Console.silent());
        execute("analyze");
      }
      case Origin.Template _, Origin.Existing _, Origin.Replayed _ -> {}
    }
  }

  private void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new CommandException("the copy cannot be prepared: " + e.getMessage(), e);
    }
  }

  Database database() {
    return database;
  }

  /** Whether it has rows as the real one has. */
  boolean withRows() {
    return !(origin instanceof Origin.Replayed);
  }

  /** The files that it does not have yet, in order. */
  List<SqlFile> pending() {
    Database of = withRows() ? database : settings.database();
    return files(settings, status(settings, of).pending());
  }

  private static Migrations.Status status(MigratorSettings settings, Database of) {
    return new Migrations(of, settings.schema()).status();
  }

  private static List<SqlFile> files(MigratorSettings settings, List<String> names) {
    return settings.schema().migrations().stream()
        .filter(file -> names.contains(file.name()))
        .toList();
  }

  @Override
  public void close() {
    scratch.ifPresent(Scratch::close);
  }
}
