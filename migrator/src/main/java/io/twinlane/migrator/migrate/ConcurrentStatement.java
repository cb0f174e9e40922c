package io.twinlane.migrator.migrate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that PostgreSQL runs outside of a transaction, as far as what it leaves behind can be
 * looked for.
 */
sealed interface ConcurrentStatement {

  String NAME = "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))*)";

  Pattern BUILD =
      pattern(
          "CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s*(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:(?!ON\\s)"
              + NAME
              + "\\s+)?ON\\s+(?:ONLY\\s+)?"
              + NAME);
  Pattern DROP = pattern("DROP\\s+INDEX\\s+CONCURRENTLY\\s*(?:IF\\s+EXISTS\\s+)?" + NAME);
  Pattern REBUILD =
      pattern(
          "REINDEX\\s*(?:\\([^)]*\\)\\s*)?(INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)\\s+(?:CONCURRENTLY\\s+)?"
              + NAME
              + "?");
  Pattern DETACH =
      pattern(
          "ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?"
              + NAME
              + "\\s+DETACH\\s+PARTITION\\s+"
              + NAME
              + "\\s+(?:CONCURRENTLY|FINALIZE)");
  Pattern ADD_VALUE =
      pattern(
          "ALTER\\s+TYPE\\s+"
              + NAME
              + "\\s+ADD\\s+VALUE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?'((?:[^']|'')*)'");
  Pattern CONCURRENTLY = pattern("\\bCONCURRENTLY\\b");
  Pattern REPEATABLE = pattern("(?:VACUUM|ALTER\\s+SYSTEM|CLUSTER)\\b");

  /** {@code CREATE INDEX CONCURRENTLY}. */
  record BuildIndex(Optional<String> index, String table) implements ConcurrentStatement {}

  /** {@code DROP INDEX CONCURRENTLY}. */
  record DropIndex(String index) implements ConcurrentStatement {}

  /** {@code REINDEX CONCURRENTLY}: what was built beside the old index may be left. */
  record Rebuild() implements ConcurrentStatement {}

  /** {@code ALTER TABLE … DETACH PARTITION … CONCURRENTLY}. */
  record Detach(String parent, String partition) implements ConcurrentStatement {}

  /** {@code ALTER TYPE … ADD VALUE}. */
  record AddValue(String type, String label) implements ConcurrentStatement {}

  /** One that may run twice. */
  record Repeatable() implements ConcurrentStatement {}

  /** One of which nobody can tell whether it has run. */
  record Opaque() implements ConcurrentStatement {}

  /**
   * Whether it holds nobody up while it waits for its locks, so that it may wait as long as it
   * takes.
   *
   * @param sql itself
   */
  default boolean waitsForNobody(String sql) {
    return switch (this) {
      case BuildIndex _, DropIndex _, Detach _, AddValue _ -> true;
      case Rebuild _ -> CONCURRENTLY.matcher(sql).find();
      case Repeatable _, Opaque _ -> false;
    };
  }

  /** Recognises a statement without comments. */
  static ConcurrentStatement of(String sql) {
    Matcher build = BUILD.matcher(sql);
    if (build.lookingAt()) {
      return new BuildIndex(Optional.ofNullable(build.group(1)), build.group(2));
    }
    Matcher drop = DROP.matcher(sql);
    if (drop.lookingAt()) {
      return new DropIndex(drop.group(1));
    }
    Matcher detach = DETACH.matcher(sql);
    if (detach.lookingAt()) {
      return new Detach(detach.group(1), detach.group(2));
    }
    Matcher value = ADD_VALUE.matcher(sql);
    if (value.lookingAt()) {
      return new AddValue(value.group(1), value.group(2).replace("''", "'"));
    }
    if (REBUILD.matcher(sql).lookingAt()) {
      return new Rebuild();
    }
    return REPEATABLE.matcher(sql).lookingAt() ? new Repeatable() : new Opaque();
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(
        regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
  }
}
