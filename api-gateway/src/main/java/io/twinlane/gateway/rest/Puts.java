package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Comparison;
import io.twinlane.gateway.rest.Plan.KeyValue;
import io.twinlane.schema.catalog.Relation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that a {@code PUT} names one row by its whole primary key, and sends that row. */
final class Puts {

  private Puts() {}

  /**
   * The primary key that the address names. The row to write is the one of the body that has it.
   */
  static List<KeyValue> key(RestRequest request, Relation relation, RowsBody body) {
    Query query = request.query();
    if (!query.root().window().all()) {
      throw new RestException(Problem.putWindow());
    }
    List<KeyValue> key = query.root().where().stream().map(one -> of(one, relation)).toList();
    Set<String> named =
        key.stream().map(value -> value.column().name()).collect(Collectors.toSet());
    if (named.isEmpty() || !named.equals(Set.copyOf(relation.primaryKey()))) {
      throw new RestException(Problem.putFilters());
    }
    if (body.rows() == 0 || !query.columns().orElse(body.keys()).containsAll(named)) {
      throw new RestException(Problem.putRow());
    }
    return key;
  }

  private static KeyValue of(Condition condition, Relation relation) {
    boolean equal =
        condition instanceof Comparison(var negated, var field, var operator, _, var modifier)
            && !negated
            && operator == Operator.EQ
            && modifier.isEmpty()
            && field.path().isEmpty();
    if (!equal || !(condition instanceof Comparison comparison)) {
      throw new RestException(Problem.putFilters());
    }
    return relation
        .column(comparison.field().name())
        .filter(column -> relation.primaryKey().contains(column.name()))
        .map(column -> new KeyValue(column, comparison.values().getFirst()))
        .orElseThrow(() -> new RestException(Problem.putFilters()));
  }
}
