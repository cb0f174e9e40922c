package io.twinlane.schema.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The relations, functions and types that statements may name, as they stood at one moment.
 *
 * @param schemas the relations of each exposed schema, by schema and name
 * @param types the types that a cast may name, by each name they go by
 * @param relationships the ways that begin at a relation, by its {@code schema.name}
 * @param routines the functions of each exposed schema, by {@code schema.name}
 * @param handlers the aggregates of the exposed schemas that make bodies of rows
 */
public record Catalog(
    Map<String, Map<String, Relation>> schemas,
    Map<String, ColumnType> types,
    Map<String, List<Relationship>> relationships,
    Map<String, List<Routine>> routines,
    List<MediaHandler> handlers) {

  /** Without relationships and functions. */
  public Catalog(Map<String, Map<String, Relation>> schemas, Map<String, ColumnType> types) {
    this(schemas, types, Map.of(), Map.of(), List.of());
  }

  public Catalog {
    schemas = Map.copyOf(schemas);
    types = Map.copyOf(types);
    relationships = relationships == null ? Map.of() : Map.copyOf(relationships);
    routines = routines == null ? Map.of() : Map.copyOf(routines);
    handlers = handlers == null ? List.of() : List.copyOf(handlers);
  }

  /** A table or view by its names; empty if there is none, or none that is exposed. */
  public Optional<Relation> relation(String schema, String name) {
    return Optional.ofNullable(schemas.getOrDefault(schema, Map.of()).get(name));
  }

  /** A relation by its names as one, {@code schema.name}; empty for null. */
  public Optional<Relation> relation(@Nullable String qualified) {
    if (qualified == null) {
      return Optional.empty();
    }
    for (String schema : schemas.keySet()) {
      if (qualified.startsWith(schema + ".")) {
        Optional<Relation> found = relation(schema, qualified.substring(schema.length() + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** A type by a name that SQL knows, such as {@code int4} or {@code integer}. */
  public Optional<ColumnType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** The ways from a relation to those of one schema. */
  public List<Relationship> relationships(String schema, String table) {
    return relationships.getOrDefault(schema + "." + table, List.of()).stream()
        .filter(relationship -> relationship.foreignSchema().equals(schema))
        .toList();
  }

  /** The functions of one name; none if there is none, or none that is exposed. */
  public List<Routine> routines(String schema, String name) {
    return routines.getOrDefault(schema + "." + name, List.of());
  }
}
