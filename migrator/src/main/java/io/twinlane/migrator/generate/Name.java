package io.twinlane.migrator.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an object as PostgreSQL keeps it.
 *
 * @param schema empty where the statement names none
 */
record Name(String schema, String object) {

  /** One name in a statement, as a regular expression without groups. */
  static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";

  /** A name in a statement with or without its schema, as a regular expression without groups. */
  static final String QUALIFIED = PART + "(?:\\." + PART + ")?";

  private static final Pattern ONE = Pattern.compile(PART);

  /** A name in a statement with or without its schema. */
  static Name of(String sql) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = ONE.matcher(sql);
    while (matcher.find()) {
      parts.add(plain(matcher.group()));
    }
    return parts.size() == 1
        ? new Name("", parts.getFirst())
        : new Name(parts.getFirst(), parts.get(1));
  }

  /** A single name without its quotes. */
  static String plain(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(Locale.ROOT);
  }

  /** A single name in quotes, whatever it is. */
  static String quoted(String plain) {
    return '"' + plain.replace("\"", "\"\"") + '"';
  }

  /** Letters, digits and underscores alone, for the name of a file. */
  static String slug(String plain) {
    String slug =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    return slug.isEmpty() ? "x" : slug;
  }
}
