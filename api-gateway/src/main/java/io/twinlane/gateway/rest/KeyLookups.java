package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.From;
import io.twinlane.gateway.rest.Plan.Node;
import io.twinlane.gateway.rest.Plan.Ref;
import io.twinlane.gateway.rest.Plan.Value;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.Statement;
import java.util.List;

/**
 * Tells the reads that find a row of a table by its primary key, of one column, and that give
 * nothing but columns of it: the CACHED lane may run many of them as one. Pure.
 */
final class KeyLookups {

  private KeyLookups() {}

  /**
   * The statement of a node, marked if it is such a read.
   *
   * @param key where its last value stands in its text
   */
  static Statement marked(Statement statement, Node node, KeyLookup key) {
    // what else is bound to it may differ from one request to the next
    return statement.parameters().size() == 1 && byKey(node) && ofColumns(node)
        ? statement.lookingUp(key)
        : statement;
  }

  private static boolean byKey(Node node) {
    return node.from() instanceof From.Table(Relation relation)
        && relation.table()
        && node.filters().size() == 1
        && node.filters().getFirst() instanceof Filter.Test test
        && !test.negated()
        && test.operator() == Operator.EQ
        && test.modifier().isEmpty()
        && test.expression().ref() instanceof Ref.Of(_, String column, var type)
        && type.representation() == null
        && relation.primaryKey().equals(List.of(column));
  }

  /** Neither related rows nor functions of the team's. */
  private static boolean ofColumns(Node node) {
    return node.embeds().isEmpty()
        && !node.outputs().isEmpty()
        && node.outputs().stream()
            .allMatch(output ->
                output.value() instanceof Value.Of(Expression expression, _)
                    && ofColumn(expression))
        && node.order().stream().allMatch(sort -> ofColumn(sort.expression()));
  }

  private static boolean ofColumn(Expression expression) {
    return expression.ref() instanceof Ref.Of;
  }
}
