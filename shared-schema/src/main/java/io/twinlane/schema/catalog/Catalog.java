package io.twinlane.schema.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * The relations and types that statements may name, as they stood at one moment.
 *
 * @param schemas the relations of each exposed schema, by schema and name
 * @param types the types that a cast may name, by each name they go by
 */
public record Catalog(Map<String, Map<String, Relation>> schemas, Map<String, ColumnType> types) {

  public Catalog {
    schemas = Map.copyOf(schemas);
    types = Map.copyOf(types);
  }

  /** A table or view by its names; empty if there is none, or none that is exposed. */
  public Optional<Relation> relation(String schema, String name) {
    return Optional.ofNullable(schemas.getOrDefault(schema, Map.of()).get(name));
  }

  /** A type by a name that SQL knows, such as {@code int4} or {@code integer}. */
  public Optional<ColumnType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }
}
