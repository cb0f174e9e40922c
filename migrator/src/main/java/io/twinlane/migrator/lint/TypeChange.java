package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Optional;

/** What PostgreSQL does to a table when the type of a column becomes another. */
enum TypeChange {
  /** Only the catalog changes. */
  FREE,
  /** The rows stay, but indexes of the column are built anew. */
  REINDEX,
  /** Every row is written anew. */
  REWRITE,
  /** Nobody knows: the old type was not seen. */
  UNKNOWN;

  /** Pairs of types of which the first is stored as the second is. */
  private static final List<List<String>> SAME_BYTES =
      List.of(
          List.of("varchar", "text"),
          List.of("text", "varchar"),
          List.of("cidr", "inet"),
          List.of("xml", "text"),
          List.of("xml", "varchar"));

  /** Pairs of types that are stored alike and ordered in ways of their own. */
  private static final List<List<String>> OTHER_ORDER =
      List.of(
          List.of("citext", "text"),
          List.of("citext", "varchar"),
          List.of("text", "citext"),
          List.of("varchar", "citext"),
          List.of("bit", "varbit"));

  /** Types whose modifier is a limit that may grow, or go, without a look at the rows. */
  private static final List<String> LIMITED =
      List.of("varchar", "varbit", "timestamp", "timestamptz", "time", "timetz", "interval");

  /**
   * @param old empty if it is not known
   * @param utc whether the session's time zone is UTC, in which both kinds of timestamp are stored
   *     alike
   */
  static TypeChange of(Optional<SqlType> old, SqlType wanted, boolean utc) {
    if (old.isEmpty()) {
      return UNKNOWN;
    }
    SqlType from = old.get().stored();
    SqlType to = wanted.stored();
    if (free(from, to)) {
      return FREE;
    }
    return reindexed(from, to, utc) ? REINDEX : REWRITE;
  }

  /** Whether the rows may stay as they are, under another order. */
  private static boolean reindexed(SqlType old, SqlType wanted, boolean utc) {
    boolean times =
        old.is("timestamp", "timestamptz") && wanted.is("timestamp", "timestamptz") && utc;
    boolean others = OTHER_ORDER.contains(List.of(old.name(), wanted.name())) && !old.array();
    return (times || others) && wanted.modifiers().isEmpty();
  }

  private static boolean free(SqlType old, SqlType wanted) {
    if (old.array() != wanted.array()) {
      return false;
    }
    if (old.name().equals(wanted.name())) {
      return old.modifiers().equals(wanted.modifiers()) || wider(old, wanted);
    }
    return !old.array()
        && SAME_BYTES.contains(List.of(old.name(), wanted.name()))
        && limitGrows(old, wanted);
  }

  private static boolean wider(SqlType old, SqlType wanted) {
    if (old.array()) {
      return false;
    }
    if (old.is("numeric")) {
      return wanted.modifiers().isEmpty()
          || (!old.modifiers().isEmpty()
              && scale(old) == scale(wanted)
              && wanted.modifiers().getFirst() >= old.modifiers().getFirst());
    }
    return LIMITED.contains(old.name()) && limitGrows(old, wanted);
  }

  private static boolean limitGrows(SqlType old, SqlType wanted) {
    return wanted.modifiers().isEmpty()
        || (!old.modifiers().isEmpty()
            && old.name().equals(wanted.name())
            && wanted.modifiers().getFirst() >= old.modifiers().getFirst());
  }

  private static int scale(SqlType numeric) {
    return numeric.modifiers().size() > 1 ? numeric.modifiers().get(1) : 0;
  }
}
