package io.twinlane.migrator.rehearse;

import java.util.Locale;

/** What others notice of a statement, least first. */
public enum Verdict {
  /** It keeps nobody waiting, or for a moment that does not grow with a table. */
  HARMLESS,
  /** Who changes the same rows waits. */
  LOCKS_ROWS,
  /** Writers of a table wait while it is at work. */
  BLOCKS_WRITES,
  /** Readers and writers of a table wait while it is at work. */
  BLOCKS_READS,
  /** A table or an index is written anew. */
  REWRITES,
  /** It does not run. */
  FAILS;

  /** For people and programs, such as {@code blocks reads}. */
  public String words() {
    return name().replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
