package io.twinlane.schema.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of PostgreSQL.
 *
 * @param sql the type that a value of it is compared as, ready for a cast: schema-qualified where
 *     need be, without a length, a domain as the type below it
 * @param declared the type itself, ready for a cast and without a length
 * @param json how {@code to_json} writes a value of it
 * @param representation functions of a domain's owner that take the place of PostgreSQL's own; null
 *     for almost every type
 */
public record ColumnType(
    String sql, String declared, Json json, @Nullable Representation representation) {

  private static final Pattern MEDIA = Pattern.compile("(?:.*\\.)?\"([^\"/]+/[^\"/]+)\"");

  /** One that PostgreSQL itself reads and writes. */
  public ColumnType(String sql, String declared, Json json) {
    this(sql, declared, json, null);
  }

  /** The media type that a domain is named as; empty for any other type. */
  public Optional<String> media() {
    Matcher matcher = MEDIA.matcher(declared);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether a value of it is bytes, and no text. */
  public boolean bytes() {
    return sql.equals("bytea");
  }

  /**
   * Casts of a domain, by the function of each, its name ready for SQL; null where there is none.
   *
   * @param toJson how a value is written
   * @param fromJson how a value in a body is read
   * @param fromText how a value in a filter is read
   */
  public record Representation(
      @Nullable String toJson, @Nullable String fromJson, @Nullable String fromText) {}

  /** The ways in which {@code to_json} writes a value (PostgreSQL's json_categorize_type). */
  public enum Json {
    /**
     * A type that the driver decodes without loss: boolean, integers, text, uuid, dates and times.
     */
    PLAIN,
    /** A number with a text of its own: numeric and the floats. */
    NUMBER,
    /** Text in quotes, cast to text without loss: enums, bytea and the like. */
    TEXT,
    /** JSON as it stands. */
    JSON,
    /** Anything else, arrays and composites among it: PostgreSQL makes the JSON. */
    BUILT
  }
}
