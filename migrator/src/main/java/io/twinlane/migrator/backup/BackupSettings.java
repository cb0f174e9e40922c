package io.twinlane.migrator.backup;

import io.twinlane.schema.settings.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What backups need to know besides the database.
 *
 * @param retention how old a dump may become before a newer one takes its place
 * @param tools the folder of pg_dump, pg_restore and psql, where it is not one of the usual
 */
public record BackupSettings(Duration retention, Optional<Path> tools) {

  /** What the environment says; all mistakes are told at once. */
  public static BackupSettings from(Environment env) {
    int days = env.integer("BACKUP_RETENTION_DAYS", 1, 36_500, 30);
    Optional<Path> tools = env.folder("PG_BIN");
    return env.check(() -> new BackupSettings(Duration.ofDays(days), tools));
  }
}
