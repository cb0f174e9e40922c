package io.twinlane.migrator.migrate;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;

/**
 * How migrations are applied.
 *
 * @param lockTimeout how long a statement may stand in the queue for a lock, and hold up those
 *     behind it, before it makes way and tries again
 * @param lockPatience how long a file tries
 * @param turnPatience how long to wait for another migrator
 * @param release the name of the release that runs, empty to take the files for it
 */
public record MigrationTerms(
    Duration lockTimeout, Duration lockPatience, Duration turnPatience, String release) {

  /** What holds where nothing is set. */
  public static final MigrationTerms USUAL =
      new MigrationTerms(Duration.ofMillis(200), Duration.ofMinutes(2), Duration.ofMinutes(10), "");

  /** What the environment says. Mistakes are kept for whoever checks it. */
  public static MigrationTerms from(Environment env) {
    return new MigrationTerms(
        env.millis("MIGRATE_LOCK_TIMEOUT_MS", 10, 60_000, 200),
        env.millis("MIGRATE_LOCK_WAIT_MS", 0, 86_400_000, 120_000),
        env.millis("MIGRATE_TURN_WAIT_MS", 0, 86_400_000, 600_000),
        env.text("RELEASE").orElse(""));
  }
}
