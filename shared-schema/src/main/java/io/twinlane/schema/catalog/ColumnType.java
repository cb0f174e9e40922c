package io.twinlane.schema.catalog;

/**
 * A type of PostgreSQL.
 *
 * @param sql the type that a value of it is compared as, ready for a cast: schema-qualified where
 *     need be, without a length, a domain as the type below it
 * @param declared the type itself, ready for a cast and without a length
 * @param json how {@code to_json} writes a value of it
 */
public record ColumnType(String sql, String declared, Json json) {

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
