package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.backup.BackupSettings;
import java.nio.file.Path;

/** Where the copy comes from that a rehearsal changes. */
sealed interface Origin {

  /** A database of the same server that nobody is connected to; it is copied. */
  record Template(String name) implements Origin {}

  /** A dump of export's or pg_dump's; it is restored. */
  record Backup(Path file, BackupSettings settings) implements Origin {}

  /** A copy that exists already, on the same server; it is changed, and stays. */
  record Existing(String name) implements Origin {}

  /** Nothing but the migrations that the database has already, without its rows. */
  record Replayed() implements Origin {}
}
