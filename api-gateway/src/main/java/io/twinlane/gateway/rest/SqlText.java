package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Field.Step;
import io.twinlane.gateway.rest.Plan.Embed;
import io.twinlane.gateway.rest.Plan.Expression;
import io.twinlane.gateway.rest.Plan.Filter;
import io.twinlane.gateway.rest.Plan.Ref;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.KeyLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text and its parameters as they grow.
 *
 * <p>Only our own words, quoted names and types from the catalog get into the text. Every value is
 * bound as text and cast where it stands, by PostgreSQL's own input function.
 */
final class SqlText {

  /** Sizes that pages have; few, as each makes another statement of what is otherwise the same. */
  private static final Set<Long> USUAL_ROWS =
      LongStream.of(
              0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 30, 32, 36, 40, 48, 50,
              60, 64, 72, 75, 80, 90, 96, 100, 120, 128, 150, 200, 250, 256, 300, 400, 500, 512,
              600, 700, 750, 800, 900, 1_000)
          .boxed()
          .collect(Collectors.toUnmodifiableSet());

  /** The outermost relation's alias, which no table of a user is likely to have. */
  static final String ROW = "_t";

  private final StringBuilder text = new StringBuilder();
  private final List<String> parameters = new ArrayList<>();
  private int valueAt;
  private int valueEnd;

  SqlText add(String sql) {
    text.append(sql);
    return this;
  }

  List<String> parameters() {
    return parameters;
  }

  /** Where the last bound value stands in the text, with its cast to a type. */
  KeyLookup lastValue() {
    return new KeyLookup(valueAt, valueEnd);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** What the rows of a node are called. */
  static String row(int node) {
    return node == 0 ? ROW : ROW + node;
  }

  /** What the related rows of a node are called in the node around it. */
  static String embed(int node) {
    return "_e" + node;
  }

  /** A bound value, as text. */
  SqlText value(String value) {
    parameters.add(value);
    valueAt = text.length();
    text.append('$').append(parameters.size()).append("::text");
    valueEnd = text.length();
    return this;
  }

  SqlText value(long value) {
    return value(Long.toString(value)).add("::int8");
  }

  /**
   * How many rows there may be. A usual number is part of the text, as PostgreSQL plans a statement
   * anew each time it runs as long as it cannot know that few rows are wanted; for it, plans of
   * statements with numbers that nobody repeats are not worth keeping.
   */
  SqlText rowsAtMost(long rows) {
    return USUAL_ROWS.contains(rows) ? add(Long.toString(rows)) : value(rows);
  }

  /** The relation under the outermost alias. */
  SqlText relation(Relation relation) {
    return relation(relation, ROW);
  }

  SqlText relation(Relation relation, String alias) {
    return name(relation.schema(), relation.name()).add(" as ").add(alias);
  }

  SqlText name(String schema, String name) {
    return add(Identifier.quoted(schema)).add(".").add(Identifier.quoted(name));
  }

  /** A value of a row, or what a path into its JSON leads to. */
  SqlText expression(Expression expression) {
    if (expression.path().isEmpty()) {
      return ref(expression.ref());
    }
    boolean json = expression.ref().type().json() == Json.JSON;
    add("(").add(json ? "" : "to_jsonb(").ref(expression.ref()).add(json ? "" : ")");
    for (Step step : expression.path()) {
      add(step.asText() ? " ->> " : " -> ").value(step.key()).add(step.index() ? "::int4" : "");
    }
    return add(")");
  }

  private SqlText ref(Ref ref) {
    return switch (ref) {
      case Ref.Of(int node, String column, _) ->
          add(row(node)).add(".").add(Identifier.quoted(column));
      case Ref.Computed(int node, var routine) ->
          name(routine.schema(), routine.name()).add("(").add(row(node)).add(")");
      case Ref.Exposed(int embed, int place, _) -> add(embed(embed)).add(".o" + place);
      case Ref.Spread(int embed, int place, _) -> add(embed(embed)).add(".s" + place);
    };
  }

  /** {@code where} and the filters, or nothing if there are none. */
  SqlText where(List<Filter> filters) {
    return filters(" where ", filters);
  }

  /** The filters, the first one after a word of the caller's. */
  SqlText filters(String first, List<Filter> filters) {
    String before = first;
    for (Filter filter : filters) {
      add(before).filter(filter);
      before = " and ";
    }
    return this;
  }

  private void filter(Filter filter) {
    switch (filter) {
      case Filter.Test test -> test(test);
      case Filter.Presence(var absent, var embed) ->
          add(present(embed)).add(absent ? " is null" : " is not null");
      case Filter.Group(var negated, var join, var parts) -> {
        add(negated ? "not (" : "(");
        for (int i = 0; i < parts.size(); i++) {
          add(i == 0 ? "" : join.sql()).filter(parts.get(i));
        }
        add(")");
      }
    }
  }

  /** What is null where there are no related rows. */
  private static String present(Embed embed) {
    return embed(embed.node().number()) + ".p";
  }

  private void test(Filter.Test test) {
    add(test.negated() ? "not (" : "");
    if (test.operator().operand() == Operator.Operand.SEARCH) {
      search(test);
    } else {
      comparable(test.expression()).add(" ").add(test.operator().sql()).add(" ");
      operand(test);
    }
    add(test.negated() ? ")" : "");
  }

  private void operand(Filter.Test test) {
    ColumnType type = test.expression().type();
    String value = test.values().isEmpty() ? "" : test.values().getFirst();
    if (!test.modifier().isEmpty()) {
      boolean pattern = test.operator().operand() == Operator.Operand.PATTERN;
      boolean text = pattern || test.operator().operand() == Operator.Operand.TEXT;
      add(test.modifier().equals("any") ? "any (" : "all (");
      value(pattern ? value.replace('*', '%') : value);
      if (text) {
        add("::text[]");
      } else {
        as(type, "[]");
      }
      add(")");
      return;
    }
    switch (test.operator().operand()) {
      case SAME_TYPE -> {
        if (reader(type) == null) {
          value(value).as(type, "");
        } else {
          add(reader(type) + "(").value(value).add(")");
        }
      }
      case TEXT -> pattern(type, value);
      case PATTERN -> pattern(type, value.replace('*', '%'));
      case LIST -> {
        if (reader(type) == null) {
          add("(").value(arrayLiteral(test.values())).as(type, "[]").add(")");
        } else {
          add("(array(select " + reader(type) + "(_u) from unnest(");
          value(arrayLiteral(test.values())).add("::text[]) as _u))");
        }
      }
      case WORD -> add(word(value));
      case SEARCH -> throw new IllegalStateException("a search has no operand of this kind");
    }
  }

  /** An extension may have patterns of a type of its own, such as ltree: PostgreSQL finds it. */
  private void pattern(ColumnType type, String value) {
    if (type.sql().indexOf('.') < 0) {
      value(value);
    } else {
      parameters.add(value);
      text.append('$').append(parameters.size());
    }
  }

  /** Words are looked for in a tsvector as it is, and in one made of anything else. */
  private void search(Filter.Test test) {
    Expression expression = test.expression();
    if (expression.type().sql().equals("tsvector")) {
      expression(expression);
    } else {
      add("to_tsvector(");
      language(test.modifier()).expression(expression).add(")");
    }
    add(" @@ ").add(test.operator().sql()).add("(");
    language(test.modifier()).value(test.values().getFirst()).add(")");
  }

  private SqlText language(String language) {
    return language.isEmpty() ? this : value(language).add("::regconfig, ");
  }

  /** An expression that has comparisons: json has none, jsonb has. */
  private SqlText comparable(Expression expression) {
    return expression(expression).add(expression.type().sql().equals("json") ? "::jsonb" : "");
  }

  private static @Nullable String reader(ColumnType type) {
    return type.representation() == null ? null : type.representation().fromText();
  }

  private SqlText as(ColumnType type, String suffix) {
    String name = type.sql().equals("json") ? "jsonb" : type.sql();
    if (!name.equals("text") || !suffix.isEmpty()) {
      add("::").add(name).add(suffix);
      valueEnd = text.length();
    }
    return this;
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
  static String arrayLiteral(List<String> values) {
    return values.stream()
        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
