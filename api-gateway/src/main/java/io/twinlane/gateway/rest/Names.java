package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Field.Step;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import java.util.List;
import java.util.OptionalLong;

/** What the planners of one request share: the catalog, what is allowed, and a count of nodes. */
final class Names {

  private static final ColumnType TEXT = new ColumnType("text", "text", Json.PLAIN);
  private static final ColumnType JSON = new ColumnType("json", "json", Json.JSON);
  private static final ColumnType JSONB = new ColumnType("jsonb", "jsonb", Json.JSON);

  private final Catalog catalog;
  private final Limits limits;
  private final Ways ways;
  private int nodes;

  /**
   * What a request may ask for.
   *
   * @param rowsMax rows that any relation may give
   * @param aggregates whether aggregate functions may be used
   */
  record Limits(OptionalLong rowsMax, boolean aggregates) {}

  Names(Catalog catalog, Limits limits) {
    this.catalog = catalog;
    this.limits = limits;
    this.ways = new Ways(catalog);
  }

  int next() {
    return nodes++;
  }

  Catalog catalog() {
    return catalog;
  }

  Ways ways() {
    return ways;
  }

  OptionalLong rowsMax() {
    return limits.rowsMax();
  }

  void checkAggregates() {
    if (!limits.aggregates()) {
      throw new RestException(Problem.aggregates());
    }
  }

  ColumnType type(String name) {
    return catalog.type(name).orElseThrow(() -> new RestException(NameProblem.unknownType(name)));
  }

  /** The type of what a path into JSON leads to. */
  ColumnType typeOfPath(ColumnType column, List<Step> path) {
    return path.getLast().asText() ? TEXT : column.sql().equals("json") ? JSON : JSONB;
  }

  Problem unknownColumn(Rows rows, String wanted) {
    String hint =
        Similar.to(wanted, rows.columns().stream().map(Column::name).toList(), Similar.ALIKE)
            .map(name -> "Perhaps you meant the column '%s'".formatted(name))
            .orElse(null);
    return NameProblem.unknownColumn(rows.name(), wanted, hint);
  }
}
