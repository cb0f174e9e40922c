package io.twinlane.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code select}: columns with aliases, casts and paths, separated by commas. */
final class SelectParser {

  private static final Set<Character> ENDS = Set.of(',', ':', '(', ')', '.', '!');

  private SelectParser() {}

  static List<SelectItem> parse(String text) {
    List<SelectItem> items = new ArrayList<>();
    if (text.isBlank()) {
      return items;
    }
    Scanner in = new Scanner("select parameter", text);
    do {
      in.skipBlanks();
      items.add(item(in));
      in.skipBlanks();
    } while (in.take(","));
    in.expectEnd();
    return items;
  }

  private static SelectItem item(Scanner in) {
    if (in.take("*")) {
      return new SelectItem.All();
    }
    if (in.at("...")) {
      throw new RestException(Problem.notYet("Spreading a related table"));
    }
    Field first = FieldParser.parse(in, ENDS);
    if (in.at(":") && !in.at("::")) {
      in.expect(":");
      return column(in, FieldParser.parse(in, ENDS), Optional.of(first.name()));
    }
    return column(in, first, Optional.empty());
  }

  private static SelectItem column(Scanner in, Field field, Optional<String> alias) {
    if (in.at("(") || in.at("!")) {
      throw new RestException(
          field.name().equals("count")
              ? Problem.aggregates()
              : Problem.notYet("Embedding related tables"));
    }
    Optional<String> cast = Optional.empty();
    if (in.take("::")) {
      cast = Optional.of(in.name(ENDS));
    }
    if (in.at(".")) {
      throw new RestException(Problem.aggregates());
    }
    return new SelectItem.One(field, alias, cast);
  }
}
