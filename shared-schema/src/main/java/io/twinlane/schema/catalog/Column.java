package io.twinlane.schema.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param defaultSql the expression that fills it where a row leaves it out; null if none does
 */
public record Column(String name, ColumnType type, @Nullable String defaultSql) {

  /** One without a default. */
  public Column(String name, ColumnType type) {
    this(name, type, null);
  }
}
