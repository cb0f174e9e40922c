package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import java.util.List;
import java.util.Optional;

/**
 * What a node's rows have: their columns, and the relation that they are rows of.
 *
 * @param name of the relation; for rows of no relation, the function that gives them
 * @param ofRelation whether they are rows of a relation
 */
record Rows(String schema, String name, List<Column> columns, boolean ofRelation) {

  static Rows of(Relation relation) {
    return new Rows(relation.schema(), relation.name(), relation.columns(), true);
  }

  /** The rows that a function gives. */
  static Rows of(Routine routine, Catalog catalog) {
    return catalog
        .relation(routine.returns().relation())
        .map(Rows::of)
        .orElseGet(
            () -> new Rows(routine.schema(), routine.name(), routine.returns().columns(), false));
  }

  Optional<Column> column(String wanted) {
    for (Column column : columns) {
      if (column.name().equals(wanted)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /** A function that computes a value of one of these rows. */
  Optional<Routine> computed(String function, Catalog catalog) {
    return ofRow(function, catalog)
        .filter(routine -> !routine.returns().set())
        .filter(routine -> routine.returns().kind() == Routine.Kind.VALUE);
  }

  /** A function of one of these rows, whatever it gives. */
  Optional<Routine> ofRow(String function, Catalog catalog) {
    return catalog.routines(schema, function).stream()
        .filter(routine -> ofRelation && routine.parameters().size() == 1)
        .filter(routine -> (schema + "." + name).equals(routine.parameters().getFirst().relation()))
        .findFirst();
  }
}
