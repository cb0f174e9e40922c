package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Join;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query string. A parameter that is not one of the dialect's words is a filter on a column.
 */
final class QueryParser {

  private static final Set<Character> COLUMN_ENDS = Set.of(',');

  private List<SelectItem> select = List.of(new SelectItem.All());
  private List<OrderTerm> order = List.of();
  private final List<Condition> where = new ArrayList<>();
  private long offset;
  private OptionalLong limit = OptionalLong.empty();
  private Optional<List<String>> columns = Optional.empty();

  private QueryParser() {}

  static Query parse(@Nullable String query) {
    QueryParser parser = new QueryParser();
    if (query != null) {
      Arrays.stream(query.split("&")).filter(part -> !part.isEmpty()).forEach(parser::add);
    }
    return new Query(
        parser.select,
        parser.where,
        parser.order,
        new Window(parser.offset, parser.limit),
        parser.columns);
  }

  /** The query string with its parameters sorted by key, as {@code Content-Location} has it. */
  static String sorted(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .sorted((left, right) -> key(left).compareTo(key(right)))
        .collect(Collectors.joining("&", "?", ""));
  }

  private void add(String part) {
    String key = key(part);
    String value =
        part.contains("=") ? Percent.decodedQuery(part.substring(part.indexOf('=') + 1)) : "";
    switch (key) {
      case "select" -> select = SelectParser.parse(value);
      case "order" -> order = OrderParser.parse(value);
      case "limit" -> limit = OptionalLong.of(rows(key, value));
      case "offset" -> offset = rows(key, value);
      case "columns" -> columns = Optional.of(columns(value));
      case "and" -> where.add(FilterParser.tree(false, Join.AND, value));
      case "or" -> where.add(FilterParser.tree(false, Join.OR, value));
      case "not.and" -> where.add(FilterParser.tree(true, Join.AND, value));
      case "not.or" -> where.add(FilterParser.tree(true, Join.OR, value));
      case "on_conflict" -> throw new RestException(Problem.notYet("on_conflict"));
      default -> where.add(FilterParser.comparison(key, value));
    }
  }

  private static long rows(String key, String value) {
    if (value.matches("-\\d{1,18}")) {
      throw new RestException(
          Problem.range(capitalised(key) + " should be greater than or equal to zero."));
    }
    if (!value.matches("\\d{1,18}")) {
      throw new RestException(
          Problem.unparsable(key + " parameter", value, 1, "expecting a whole number"));
    }
    return Long.parseLong(value);
  }

  private static List<String> columns(String value) {
    List<String> names = new ArrayList<>();
    Scanner in = new Scanner("columns parameter", value);
    do {
      in.skipBlanks();
      names.add(in.name(COLUMN_ENDS));
    } while (in.take(","));
    in.expectEnd();
    return names;
  }

  private static String key(String part) {
    int equals = part.indexOf('=');
    return Percent.decodedQuery(equals < 0 ? part : part.substring(0, equals));
  }

  private static String capitalised(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
