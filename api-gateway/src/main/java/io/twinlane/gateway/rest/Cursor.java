package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.Percent;
import io.twinlane.gateway.rest.Condition.Comparison;
import io.twinlane.gateway.rest.Condition.Group;
import io.twinlane.gateway.rest.Condition.Join;
import io.twinlane.gateway.rest.OrderTerm.Direction;
import io.twinlane.gateway.rest.OrderTerm.Nulls;
import io.twinlane.gateway.rest.Query.Part;
import io.twinlane.schema.catalog.Relation;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The place in an ordering where the last page ended: the values of the columns that it is sorted
 * by. The next page begins behind it, however many rows stand before it, and whatever has been
 * written meanwhile.
 *
 * <p>Opted for with {@code Prefer: page=keyset}; the parameter {@code after} holds it, and {@code
 * Link} (RFC 8288) leads to the next page.
 */
record Cursor(List<@Nullable String> values) {

  private static final String PARAMETER = "after=";

  Cursor {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /**
   * The cursor in a query string.
   *
   * @throws RestException if it is none of ours
   */
  static Optional<Cursor> in(@Nullable String query) {
    return parts(query).stream()
        .filter(part -> part.startsWith(PARAMETER))
        .findFirst()
        .map(part -> decoded(Percent.decodedQuery(part.substring(PARAMETER.length()))));
  }

  /** What the first page was told to pass over is no part of the way to the next. */
  private static String further(@Nullable String query) {
    return parts(without(query)).stream()
        .filter(part -> !part.startsWith("offset="))
        .collect(Collectors.joining("&"))
        .replace("<", "%3C")
        .replace(">", "%3E")
        .replace("\"", "%22");
  }

  /** The query string without it. */
  static @Nullable String without(@Nullable String query) {
    return query == null
        ? null
        : parts(query).stream()
            .filter(part -> !part.startsWith(PARAMETER))
            .collect(Collectors.joining("&"));
  }

  /** Where the page behind it is, seen from where this one was asked for. */
  String link(@Nullable String query) {
    String others = further(query);
    String parameter = PARAMETER + encoded();
    return "<?%s>; rel=\"next\""
        .formatted(
            others.isEmpty() ? parameter : Percent.encodedControls(others) + '&' + parameter);
  }

  private static List<String> parts(@Nullable String query) {
    return query == null ? List.of() : Arrays.asList(query.split("&", -1));
  }

  private String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(new JsonArray(values).encode().getBytes(StandardCharsets.UTF_8));
  }

  private static Cursor decoded(String text) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text);
      List<@Nullable String> values = new ArrayList<>();
      for (Object value : new JsonArray(new String(json, StandardCharsets.UTF_8))) {
        values.add((String) value);
      }
      return new Cursor(values);
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      throw new RestException(Problem.cursor());
    }
  }

  /**
   * A query whose rows have a certain order, as the primary key decides what the order leaves open,
   * and which begins behind the cursor, if there is one.
   *
   * @throws RestException if the order is not by columns of the relation alone, or the relation has
   *     no primary key
   */
  static Query applied(Query query, Relation relation) {
    List<OrderTerm> order = new ArrayList<>(query.root().order());
    boolean plain =
        order.stream().allMatch(term -> term.related().isEmpty() && term.field().path().isEmpty());
    if (!plain || relation.primaryKey().isEmpty()) {
      throw new RestException(
          Problem.header(
              "Prefer: page=keyset", "for a relation with a primary key, sorted by its columns"));
    }
    for (String key : relation.primaryKey()) {
      if (order.stream().noneMatch(term -> term.field().name().equals(key))) {
        order.add(
            new OrderTerm(
                Optional.empty(), new Field(key, List.of()), Direction.ASCENDING, Nulls.DEFAULT));
      }
    }
    List<Condition> where = new ArrayList<>(query.root().where());
    query.after().ifPresent(cursor -> where.add(cursor.behind(order, relation.primaryKey())));
    Window window = query.root().window();
    // what stands before the cursor was passed over already
    long offset = query.after().isPresent() ? 0 : window.offset();
    return query.ofRoot(new Part(where, order, new Window(offset, window.limit())));
  }

  /** The rows that are equal in some columns and behind the cursor in the next. */
  private Condition behind(List<OrderTerm> order, List<String> never) {
    if (values.size() != order.size()) {
      throw new RestException(Problem.cursor());
    }
    List<Condition> ways = new ArrayList<>();
    List<Condition> equal = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      OrderTerm term = order.get(i);
      String value = values.get(i);
      boolean nullable = !never.contains(term.field().name());
      List<Condition> way = new ArrayList<>(equal);
      Optional<Condition> behind = behind(term, value, nullable);
      if (behind.isPresent()) {
        way.add(behind.get());
        ways.add(way.size() == 1 ? way.getFirst() : new Group(false, Join.AND, way));
      }
      equal.add(value == null ? isNull(term.field()) : test(term.field(), Operator.EQ, value));
    }
    return ways.size() == 1 ? ways.getFirst() : new Group(false, Join.OR, ways);
  }

  private static Optional<Condition> behind(
      OrderTerm term, @Nullable String value, boolean nullable) {
    boolean ascending = term.direction() == Direction.ASCENDING;
    boolean nullsLast =
        switch (term.nulls()) {
          case DEFAULT -> ascending;
          case FIRST -> false;
          case LAST -> true;
        };
    if (value == null) {
      return nullsLast
          ? Optional.empty()
          : Optional.of(new Group(true, Join.AND, List.of(isNull(term.field()))));
    }
    Condition further = test(term.field(), ascending ? Operator.GT : Operator.LT, value);
    return Optional.of(
        nullable && nullsLast
            ? new Group(false, Join.OR, List.of(further, isNull(term.field())))
            : further);
  }

  private static Condition test(Field field, Operator operator, String value) {
    return new Comparison(false, field, operator, List.of(value), "");
  }

  private static Condition isNull(Field field) {
    return new Comparison(false, field, Operator.IS, List.of("null"), "");
  }
}
