package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Field.Step;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement's text and its parameters as they grow.
 *
 * <p>Only our own words, quoted names and types from the catalog get into the text. Every value is
 * bound as text and cast where it stands, by PostgreSQL's own input function.
 */
final class SqlText {

  /** The relation's alias, which no table of a user is likely to have. */
  static final String ROW = "_t";

  private final StringBuilder text = new StringBuilder();
  private final List<String> parameters = new ArrayList<>();

  SqlText add(String sql) {
    text.append(sql);
    return this;
  }

  List<String> parameters() {
    return parameters;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A bound value, as text. */
  SqlText value(String value) {
    parameters.add(value);
    text.append('$').append(parameters.size()).append("::text");
    return this;
  }

  SqlText value(long value) {
    return value(Long.toString(value)).add("::int8");
  }

  /** The relation under its alias. */
  SqlText relation(Relation relation) {
    return add(Identifier.quoted(relation.schema()))
        .add(".")
        .add(Identifier.quoted(relation.name()))
        .add(" as " + ROW);
  }

  /** A column, or what a path into its JSON leads to. */
  SqlText expression(Expression expression) {
    String column = ROW + "." + Identifier.quoted(expression.column().name());
    if (expression.path().isEmpty()) {
      return add(column);
    }
    boolean json = expression.column().type().json() == Json.JSON;
    add("(").add(json ? column : "to_jsonb(" + column + ")");
    for (Step step : expression.path()) {
      add(step.asText() ? " ->> " : " -> ").value(step.key()).add(step.index() ? "::int4" : "");
    }
    return add(")");
  }

  /** {@code where} and the filters, or nothing if there are none. */
  SqlText where(List<Filter> filters) {
    String before = " where ";
    for (Filter filter : filters) {
      add(before).filter(filter);
      before = " and ";
    }
    return this;
  }

  private void filter(Filter filter) {
    switch (filter) {
      case Filter.Test test -> test(test);
      case Filter.Group(var negated, var join, var parts) -> {
        add(negated ? "not (" : "(");
        for (int i = 0; i < parts.size(); i++) {
          add(i == 0 ? "" : join.sql()).filter(parts.get(i));
        }
        add(")");
      }
    }
  }

  private void test(Filter.Test test) {
    add(test.negated() ? "not (" : "").comparable(test.expression());
    add(" ").add(test.operator().sql()).add(" ");
    ColumnType type = test.expression().type();
    switch (test.operator().operand()) {
      case SAME_TYPE -> value(test.values().getFirst()).as(type, "");
      case TEXT -> value(test.values().getFirst());
      case PATTERN -> value(test.values().getFirst().replace('*', '%'));
      case LIST -> add("(").value(arrayLiteral(test.values())).as(type, "[]").add(")");
      case WORD -> add(word(test.values().getFirst()));
    }
    add(test.negated() ? ")" : "");
  }

  /** An expression that has comparisons: json has none, jsonb has. */
  private SqlText comparable(Expression expression) {
    return expression(expression).add(expression.type().sql().equals("json") ? "::jsonb" : "");
  }

  private SqlText as(ColumnType type, String suffix) {
    String name = type.sql().equals("json") ? "jsonb" : type.sql();
    return name.equals("text") && suffix.isEmpty() ? this : add("::").add(name).add(suffix);
  }

  private static String word(String word) {
    return switch (word) {
      case "null" -> "null";
      case "not_null" -> "not null";
      case "true" -> "true";
      case "false" -> "false";
      case "unknown" -> "unknown";
      default -> throw new IllegalArgumentException(word);
    };
  }

  /** Values as the text of an array (PostgreSQL manual, 8.15.2), every one of them quoted. */
  private static String arrayLiteral(List<String> values) {
    return values.stream()
        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
