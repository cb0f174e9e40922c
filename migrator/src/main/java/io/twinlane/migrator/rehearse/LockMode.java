package io.twinlane.migrator.rehearse;

import java.util.Locale;
import java.util.Optional;

/** PostgreSQL's locks of a relation, weakest first. */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock"),
  ROW_SHARE("RowShareLock"),
  ROW_EXCLUSIVE("RowExclusiveLock"),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"),
  SHARE("ShareLock"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"),
  EXCLUSIVE("ExclusiveLock"),
  ACCESS_EXCLUSIVE("AccessExclusiveLock");

  private final String catalogName;

  LockMode(String catalogName) {
    this.catalogName = catalogName;
  }

  /** By its name in {@code pg_locks}; empty for what blocks nobody, such as a predicate lock. */
  static Optional<LockMode> parse(String catalogName) {
    for (LockMode mode : values()) {
      if (mode.catalogName.equals(catalogName)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** Whether a plain SELECT waits for it. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  /** Whether INSERT, UPDATE and DELETE wait for it. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** As the manual and the statement LOCK spell it. */
  public String words() {
    return name().replace('_', ' ').toUpperCase(Locale.ROOT);
  }
}
