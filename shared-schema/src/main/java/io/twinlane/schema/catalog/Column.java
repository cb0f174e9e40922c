package io.twinlane.schema.catalog;

/** A column of a relation. */
public record Column(String name, ColumnType type) {}
