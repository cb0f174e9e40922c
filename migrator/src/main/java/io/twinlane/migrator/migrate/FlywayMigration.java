package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** A file as Flyway sees it: ordered and recorded by Flyway, run by us. */
final class FlywayMigration implements JavaMigration {

  private final MigrationFile file;
  private final Connection observer;
  private final LockPatience patience;
  private final Console console;
  private final boolean journaled;
  private final Duration lockTimeout;

  private FlywayMigration(
      MigrationFile file,
      Connection observer,
      MigrationTerms terms,
      Console console,
      boolean journaled) {
    this.file = file;
    this.observer = observer;
    this.console = console;
    this.journaled = journaled;
    this.lockTimeout = terms.lockTimeout();
    this.patience = new LockPatience(file.name(), terms.lockPatience(), console);
  }

  /** One of a schema folder. */
  static FlywayMigration of(
      MigrationFile file, Connection observer, MigrationTerms terms, Console console) {
    return new FlywayMigration(file, observer, terms, console, true);
  }

  /** One of Twinlane's own, the journal's among them. */
  static FlywayMigration ofSystem(MigrationFile file, Connection observer, MigrationTerms terms) {
    return new FlywayMigration(file, observer, terms, Console.silent(), false);
  }

  /** What has been waited for it. */
  LockPatience patience() {
    return patience;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion(file.version());
  }

  @Override
  public String getDescription() {
    return file.description();
  }

  @Override
  public Integer getChecksum() {
    return file.crc32();
  }

  @Override
  public boolean canExecuteInTransaction() {
    return file.script().transactional();
  }

  @Override
  public void migrate(Context context) throws SQLException {
    long begin = System.nanoTime();
    StatementRun statements = new StatementRun(context.getConnection(), observer, console);
    asAtTheStart(statements);
    if (canExecuteInTransaction()) {
      new TransactionRun(statements, patience).run(file);
    } else {
      new OutsideRun(statements, patience).run(file);
    }
    // a file may have set a role that may not write here
    asAtTheStart(statements);
    if (journaled) {
      new Journal(context.getConnection()).add(Entry.of(file, Event.APPLIED, ""));
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    console.tell(
        "applied",
        "applied %s (%,d ms)".formatted(file.name(), millis),
        Map.of("file", file.name(), "ms", millis));
  }

  /**
   * Flyway puts the schema of its history first; a file's tables belong where the user's would go.
   * And what one file sets is nothing to the next.
   */
  private void asAtTheStart(StatementRun statements) throws SQLException {
    statements.execute("reset session authorization");
    statements.execute("reset role");
    statements.execute("reset all");
    statements.execute("discard temp");
    // a pooler may have kept the options of the start to itself
    statements.execute("set lock_timeout = " + lockTimeout.toMillis());
    statements.execute(
        """
        select set_config('transaction_timeout', '0', false)
        where current_setting('transaction_timeout', true) is not null\
        """);
    // what nobody waits for any more is not to go on, and hold up the next run
    statements.execute(
        """
        select set_config('client_connection_check_interval', '5s', false)
        where version() !~* 'windows|mingw|visual'\
        """);
  }
}
