package io.twinlane.gateway.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the query string of a request asks for.
 *
 * @param select what to answer with
 * @param parts which rows, by the path to the related relation they are of; empty for the relation
 *     itself
 * @param columns the keys of a body to use; empty for all
 * @param onConflict the columns by which rows count as the same; empty for the primary key
 * @param arguments of a function, in the order they came
 * @param after where the last page ended; empty for the first, and for other ways of paging
 */
record Query(
    List<SelectItem> select,
    Map<List<String>, Part> parts,
    Optional<List<String>> columns,
    Optional<List<String>> onConflict,
    List<Argument> arguments,
    Optional<Cursor> after) {

  Query {
    select = List.copyOf(select);
    parts = Map.copyOf(parts);
    arguments = List.copyOf(arguments);
  }

  /**
   * Which rows of a relation.
   *
   * @param where conditions that must all hold
   * @param order columns to sort by
   * @param window which of the rows
   */
  record Part(List<Condition> where, List<OrderTerm> order, Window window) {

    static final Part ALL = new Part(List.of(), List.of(), Window.ALL);

    Part {
      where = List.copyOf(where);
      order = List.copyOf(order);
    }
  }

  /** A named value for a function. */
  record Argument(String name, String value) {}

  /** The part of the relation itself. */
  Part root() {
    return part(List.of());
  }

  Part part(List<String> path) {
    return parts.getOrDefault(path, Part.ALL);
  }

  /** The same, with other arguments for a function. */
  Query called(List<Argument> others) {
    return new Query(select, parts, columns, onConflict, others, after);
  }

  /** The same, whose rows begin behind a place. */
  Query behind(Optional<Cursor> cursor) {
    return new Query(select, parts, columns, onConflict, arguments, cursor);
  }

  /** The same, with another window of the relation itself. */
  Query windowed(Window window) {
    return ofRoot(new Part(root().where(), root().order(), window));
  }

  /** The same, with another part of the relation itself. */
  Query ofRoot(Part part) {
    Map<List<String>, Part> others = new HashMap<>(parts);
    others.put(List.of(), part);
    return new Query(select, others, columns, onConflict, arguments, after);
  }
}
