package io.twinlane.gateway.rest;

import java.util.List;
import java.util.Optional;

/**
 * What the query string of a request asks for.
 *
 * @param select the columns to answer with
 * @param where conditions that must all hold
 * @param order columns to sort by
 * @param window which of the rows
 * @param columns the keys of a body to use; empty for all
 */
record Query(
    List<SelectItem> select,
    List<Condition> where,
    List<OrderTerm> order,
    Window window,
    Optional<List<String>> columns) {

  Query {
    select = List.copyOf(select);
    where = List.copyOf(where);
    order = List.copyOf(order);
  }
}
