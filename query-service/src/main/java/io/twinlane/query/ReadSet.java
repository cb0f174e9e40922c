package io.twinlane.query;

import io.twinlane.schema.catalog.SettingsRead;
import java.util.Set;

/**
 * What an answer depends on, or why that cannot be known.
 *
 * <p>Invariant 1: an answer is stored only if its statement is read-only, deterministic under the
 * session settings that every connection begins with, and if every table that it reads is known.
 */
sealed interface ReadSet {

  /**
   * The answer is the same as long as none of these tables changes.
   *
   * @param tables as {@code schema.table}, those behind views, policies and functions among them
   * @param settings those of the request that it may look at, such as a token's claims
   * @param parsesText whether it makes values of text, where {@code today} may be a date
   */
  record Known(Set<String> tables, SettingsRead settings, boolean parsesText) implements ReadSet {
    public Known {
      tables = Set.copyOf(tables);
    }
  }

  /** Nothing to rely on; the reason is one of the stable words that clients see. */
  record Unknown(Reason reason) implements ReadSet {}

  /** Why an answer is not stored. */
  enum Reason {
    /** Two runs may give two answers: {@code random()}, {@code now()}. */
    VOLATILE("volatile"),
    /** What it reads cannot be told: a function in PL/pgSQL or C, a form that is not known. */
    UNKNOWN_READS("unknown-reads"),
    /** What it reads is being asked of PostgreSQL, or could not be asked. */
    NOT_YET("not-yet"),
    /** It takes row locks, which only the real thing can. */
    LOCKING("locking"),
    /** It writes, or tries to. */
    WRITES("writes"),
    /** It reads what changes without a write: system catalogs, sequences, foreign tables. */
    SYSTEM("system"),
    /** It reads a temporary table. */
    TEMPORARY("temporary");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
