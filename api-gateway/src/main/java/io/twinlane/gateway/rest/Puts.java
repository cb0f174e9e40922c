package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Comparison;
import io.twinlane.schema.catalog.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that a {@code PUT} names one row by its whole primary key, and sends that row. */
final class Puts {

  private Puts() {}

  static void check(RestRequest request, Relation relation, RowsBody body) {
    Query query = request.query();
    if (!query.root().window().all()) {
      throw new RestException(Problem.putWindow());
    }
    Set<String> named = new HashSet<>();
    for (Condition condition : query.root().where()) {
      boolean key =
          condition instanceof Comparison(var negated, var field, var operator, _, var modifier)
              && !negated
              && operator == Operator.EQ
              && modifier.isEmpty()
              && field.path().isEmpty()
              && relation.primaryKey().contains(field.name())
              && named.add(field.name());
      if (!key) {
        throw new RestException(Problem.putFilters());
      }
    }
    if (named.size() != relation.primaryKey().size() || named.isEmpty()) {
      throw new RestException(Problem.putFilters());
    }
    List<String> columns = query.columns().orElse(body.keys());
    if (body.rows() != 1 || !columns.containsAll(named)) {
      throw new RestException(Problem.putRow());
    }
  }
}
