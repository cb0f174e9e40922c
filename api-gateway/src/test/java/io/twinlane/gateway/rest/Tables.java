package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.Relation;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A catalog with a column of each kind. */
final class Tables {

  static final ColumnType INTEGER = new ColumnType("integer", "integer", Json.PLAIN);
  static final ColumnType TEXT = new ColumnType("text", "text", Json.PLAIN);

  static final Catalog CATALOG = catalog();

  static final Names.Limits LIMITS = new Names.Limits(OptionalLong.empty(), false);
  static final Shape JSON = new Shape(Accept.JSON, false);

  private Tables() {}

  /** One with the same content, and another one all the same. */
  static Catalog catalog() {
    return new Catalog(
        Map.of(
            "public",
            Map.of(
                "orders",
                new Relation(
                    "public",
                    "orders",
                    List.of(
                        new Column("id", INTEGER),
                        new Column("status", TEXT),
                        new Column("total", new ColumnType("numeric", "numeric", Json.NUMBER)),
                        new Column("data", new ColumnType("jsonb", "jsonb", Json.JSON)),
                        new Column("tags", new ColumnType("text[]", "text[]", Json.BUILT)),
                        new Column("odd \"name\"", TEXT),
                        new Column("paid", new ColumnType("boolean", "boolean", Json.PLAIN))),
                    List.of("id"),
                    true,
                    true,
                    true))),
        Map.of("text", TEXT, "int4", INTEGER, "integer", INTEGER));
  }
}
