package io.twinlane.migrator.backup;

import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Poolers;
import io.twinlane.migrator.history.MigrationLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Backups, for other commands. */
public final class Backup {

  /** Where dumps go if nobody says otherwise. */
  static final String FOLDER = "backups";

  /** How long an export or a restore waits for a migration or another export to end. */
  static final Duration LOCK_PATIENCE = Duration.ofMinutes(10);

  private Backup() {}

  /**
   * Restores a dump into an empty database.
   *
   * @throws io.twinlane.migrator.console.CommandException if it is damaged, or cannot be restored
   */
  public static void into(Database empty, Path file, BackupSettings backup, Console console) {
    Dump dump = Dump.of(file);
    dump.requireIntact();
    ClientTools tools = ClientTools.serving(empty, dump.toolMajor(), backup);
    RestoreTarget.refuseWithoutRoles(dump, tools, empty);
    new Restoration(tools, empty, List.of(), false, console).run(dump);
  }

  /**
   * Dumps everything before a change, for somebody who holds the migration lock.
   *
   * @return the dump, whole and on the disk
   * @throws io.twinlane.migrator.console.CommandException if it cannot be made; nothing is left of
   *     it then
   */
  public static Path before(MigratorSettings settings, BackupSettings backup, Console console) {
    return new Export(settings, backup, console).run(ExportRequest.everything(Path.of(FOLDER)));
  }

  /** Dumps what is asked for, while nobody migrates. */
  static Path take(
      MigratorSettings settings, BackupSettings backup, ExportRequest request, Console console) {
    Poolers.refuse(settings.database());
    try (var _ = MigrationLock.take(settings.database(), LOCK_PATIENCE, console)) {
      return new Export(settings, backup, console).run(request);
    }
  }
}
