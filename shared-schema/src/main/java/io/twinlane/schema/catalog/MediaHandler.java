package io.twinlane.schema.catalog;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate function that makes one body of many rows, its result type a domain that is named as
 * the body's media type.
 *
 * @param name the function's, ready for SQL
 * @param relation whose rows it takes, as {@code schema.name}; null if it takes those of any
 * @param row the type of a row that it takes, ready for SQL
 * @param result the domain
 */
public record MediaHandler(String name, @Nullable String relation, String row, ColumnType result) {}
