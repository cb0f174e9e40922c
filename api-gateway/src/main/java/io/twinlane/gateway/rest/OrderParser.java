package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.OrderTerm.Direction;
import io.twinlane.gateway.rest.OrderTerm.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code order}: columns with a direction and a place for nulls, separated by commas. */
final class OrderParser {

  private static final Set<Character> ENDS = Set.of(',', '.', '(', ')');

  private OrderParser() {}

  static List<OrderTerm> parse(String text) {
    List<OrderTerm> terms = new ArrayList<>();
    Scanner in = new Scanner("order", text);
    do {
      terms.add(term(in));
    } while (in.take(","));
    in.expectEnd();
    return terms;
  }

  private static OrderTerm term(Scanner in) {
    Field field = FieldParser.parse(in, ENDS);
    Optional<String> related = Optional.empty();
    if (in.take("(")) {
      related = Optional.of(field.name());
      field = FieldParser.parse(in, ENDS);
      in.expect(")");
    }
    Direction direction = Direction.ASCENDING;
    Nulls nulls = Nulls.DEFAULT;
    if (in.take(".desc")) {
      direction = Direction.DESCENDING;
    } else {
      in.take(".asc");
    }
    if (in.take(".nullsfirst")) {
      nulls = Nulls.FIRST;
    } else if (in.take(".nullslast")) {
      nulls = Nulls.LAST;
    }
    if (!in.atEnd() && !in.at(",")) {
      throw in.unexpected(
          "\"asc\", \"desc\", \"nullsfirst\", \"nullslast\", \",\" or end of input");
    }
    return new OrderTerm(related, field, direction, nulls);
  }
}
