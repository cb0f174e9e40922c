package io.twinlane.migrator.migrate;

import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.migrator.history.Standing;
import java.util.List;
import java.util.Optional;

/**
 * What a run of migrate is asked for.
 *
 * @param target the version of the last file that is wanted; all if there is none
 * @param deferredToo whether what is deferred is wanted before the next release
 * @param company who has a word before and after
 */
record Request(Optional<String> target, boolean deferredToo, Company company) {

  /** All that is pending. */
  static final Request ALL = new Request(Optional.empty(), false, new Company() {});

  /** Who has a word before files are applied and after, under the same lock. */
  interface Company {

    /** May refuse by an exception. Told also where there is nothing to apply. */
    default void before(MigrationLock lock, Standing standing, List<MigrationFile> wanted) {}

    /** After one of them has failed. */
    default void stopped(MigrationLock lock) {}

    /** After all of them were applied, also where there were none. */
    default void after(MigrationLock lock, List<MigrationFile> applied) {}
  }
}
