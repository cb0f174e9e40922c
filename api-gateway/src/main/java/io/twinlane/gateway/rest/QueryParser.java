package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.Percent;
import io.twinlane.gateway.rest.Condition.Join;
import io.twinlane.gateway.rest.Query.Argument;
import io.twinlane.gateway.rest.Query.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query string. A parameter that is not one of the dialect's words is a filter on a column.
 */
final class QueryParser {

  private static final Set<Character> COLUMN_ENDS = Set.of(',');

  /** A name before a dot, in quotes or without; what has arrows is no relation. */
  private static final Pattern STEP =
      Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|(?:(?!->)[^.\"])+)\\.");

  private static final Set<Character> PATH_ENDS = Set.of('.');
  private static final Set<String> LOGIC = Set.of("and", "or", "not.and", "not.or");

  private final boolean call;
  private final Map<List<String>, Growing> parts = new LinkedHashMap<>();
  private final List<Argument> arguments = new ArrayList<>();
  private List<SelectItem> select = List.of(new SelectItem.All());
  private Optional<List<String>> columns = Optional.empty();
  private Optional<List<String>> onConflict = Optional.empty();

  private QueryParser(boolean call) {
    this.call = call;
  }

  /** What is said of one relation so far. */
  private static final class Growing {

    private final List<Condition> where = new ArrayList<>();
    private List<OrderTerm> order = List.of();
    private long offset;
    private OptionalLong limit = OptionalLong.empty();

    Part done() {
      return new Part(where, order, new Window(offset, limit));
    }
  }

  /**
   * Reads it.
   *
   * @param call whether it is of a function, so that what is no filter is an argument
   */
  static Query parse(@Nullable String query, boolean call) {
    QueryParser parser = new QueryParser(call);
    if (query != null) {
      Arrays.stream(query.split("&")).filter(part -> !part.isEmpty()).forEach(parser::add);
    }
    Map<List<String>, Part> parts = new HashMap<>();
    parser.parts.forEach((path, part) -> parts.put(path, part.done()));
    return new Query(
        parser.select,
        parts,
        parser.columns,
        parser.onConflict,
        parser.arguments,
        Optional.empty());
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
      case "columns" -> columns = value.isEmpty() ? columns : Optional.of(columns(key, value));
      case "on_conflict" -> onConflict = Optional.of(columns(key, value));
      default -> placed(key, value);
    }
  }

  /** What concerns the relation itself, or one that the key leads to. */
  private void placed(String key, String value) {
    List<String> path = path(key);
    String last = path.removeLast();
    if ((last.equals("and") || last.equals("or"))
        && !path.isEmpty()
        && path.getLast().equals("not")) {
      path.removeLast();
      last = "not." + last;
    }
    Growing part = parts.computeIfAbsent(List.copyOf(path), _ -> new Growing());
    switch (last) {
      case "order" -> part.order = value.isEmpty() ? List.of() : OrderParser.parse(value);
      case "limit" -> part.limit = OptionalLong.of(rows(last, value));
      case "offset" -> part.offset = rows(last, value);
      default -> {
        if (LOGIC.contains(last)) {
          part.where.add(
              FilterParser.tree(
                  last.startsWith("not."), last.endsWith("and") ? Join.AND : Join.OR, value));
        } else if (call && !FilterParser.isFilter(value)) {
          arguments.add(new Argument(key, value));
        } else {
          part.where.add(FilterParser.comparison(field(last), value));
        }
      }
    }
  }

  /** The names of a key, the last one with its arrows and quotes as they came. */
  private static List<String> path(String key) {
    List<String> path = new ArrayList<>();
    Scanner in = new Scanner("filter", key);
    while (true) {
      Matcher name = in.lookingAt(STEP);
      if (name == null) {
        path.add(in.rest());
        return path;
      }
      in.take(name.group());
      String step = name.group(1);
      path.add(step.startsWith("\"") ? new Scanner("filter", step).quoted() : step);
    }
  }

  private static Field field(String text) {
    Scanner in = new Scanner("filter", text);
    Field field = FieldParser.parse(in, PATH_ENDS);
    in.expectEnd();
    return field;
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

  private static List<String> columns(String key, String value) {
    List<String> names = new ArrayList<>();
    Scanner in = new Scanner(key + " parameter", value);
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
