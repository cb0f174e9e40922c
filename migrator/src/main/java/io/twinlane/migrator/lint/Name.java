package io.twinlane.migrator.lint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of an object as PostgreSQL reads it: folded to lower case unless it was quoted.
 *
 * @param schema empty if none was written
 */
record Name(String schema, String name) {

  /** What PostgreSQL keeps of a name, in bytes. */
  static final int BYTES_MAX = 63;

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** Words that may not stand for a table or a column without quotes. */
  private static final Set<String> RESERVED =
      Arrays.stream(
              """
              all analyse analyze and any array as asc asymmetric authorization binary both case cast
              check collate collation column concurrently constraint create cross current_catalog
              current_date current_role current_schema current_time current_timestamp current_user
              default deferrable desc distinct do else end except false fetch for foreign freeze from
              full grant group having ilike in initially inner intersect into is isnull join lateral
              leading left like limit localtime localtimestamp natural not notnull null offset on only
              or order outer overlaps placing primary references returning right select session_user
              similar some symmetric table tablesample then to trailing true union unique user using
              variadic verbose when where window with\
              """
                  .split("\\s+"))
          .collect(Collectors.toUnmodifiableSet());

  static Name of(String name) {
    return new Name("", name);
  }

  /** What it is known by: a name without a schema is one of {@code public}. */
  Name key() {
    return schema.isEmpty() ? new Name("public", name) : this;
  }

  /** The name as SQL. */
  String quoted() {
    return schema.isEmpty() ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  /** A new object's name, made of this one's and some words, which is no longer than it may be. */
  String derived(String... words) {
    String whole = name + "_" + String.join("_", words);
    while (whole.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      whole = whole.substring(0, whole.length() - 1);
    }
    return quoted(whole);
  }

  /** The like of {@link #derived}, with the schema. */
  String beside(String... words) {
    return schema.isEmpty() ? derived(words) : quoted(schema) + "." + derived(words);
  }

  /** The same object's name beside it in its schema. */
  Name sibling(String other) {
    return new Name(schema, other);
  }

  static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
