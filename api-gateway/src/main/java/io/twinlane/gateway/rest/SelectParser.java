package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.SelectItem.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code select}: columns with aliases, casts, paths and aggregates, and related relations
 * with a select of their own in parentheses, separated by commas.
 */
final class SelectParser {

  private static final Set<Character> ENDS = Set.of(',', ':', '(', ')', '.', '!');

  /** Deep enough for any person, shallow enough for any stack. */
  private static final int DEPTH_MAX = 32;

  private SelectParser() {}

  static List<SelectItem> parse(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    Scanner in = new Scanner("select parameter", text);
    List<SelectItem> items = items(in, 0);
    in.expectEnd();
    return items;
  }

  private static List<SelectItem> items(Scanner in, int depth) {
    if (depth > DEPTH_MAX) {
      throw in.unexpected("at most " + DEPTH_MAX + " levels");
    }
    List<SelectItem> items = new ArrayList<>();
    do {
      in.skipBlanks();
      items.add(item(in, depth));
      in.skipBlanks();
    } while (in.take(","));
    return items;
  }

  private static SelectItem item(Scanner in, int depth) {
    if (in.take("*")) {
      return new SelectItem.All();
    }
    boolean spread = in.take("...");
    Field first = FieldParser.parse(in, ENDS);
    if (in.at(":") && !in.at("::")) {
      in.expect(":");
      return named(in, FieldParser.parse(in, ENDS), Optional.of(first.name()), spread, depth);
    }
    return named(in, first, Optional.empty(), spread, depth);
  }

  private static SelectItem named(
      Scanner in, Field field, Optional<String> alias, boolean spread, int depth) {
    boolean counts = field.name().equals("count") && in.at("()") && !spread;
    if (counts && field.path().isEmpty()) {
      in.expect("()");
      return new SelectItem.Aggregated(
          Optional.empty(), Optional.empty(), Function.COUNT, alias, cast(in));
    }
    if (spread || in.at("(") || in.at("!")) {
      return related(in, field.name(), alias, spread, depth);
    }
    Optional<String> cast = cast(in);
    if (in.take(".")) {
      String word = in.takeWhile(Character::isLetter);
      Function function =
          Function.of(word)
              .orElseThrow(() -> in.unexpectedWord(word, "sum(), avg(), count(), max() or min()"));
      in.expect("()");
      return new SelectItem.Aggregated(Optional.of(field), cast, function, alias, cast(in));
    }
    return new SelectItem.One(field, alias, cast);
  }

  private static SelectItem related(
      Scanner in, String target, Optional<String> alias, boolean spread, int depth) {
    Optional<String> hint = Optional.empty();
    boolean inner = false;
    while (in.take("!")) {
      String word = in.name(ENDS);
      switch (word) {
        case "inner" -> inner = true;
        case "left" -> inner = false;
        default -> hint = Optional.of(word);
      }
    }
    in.expect("(");
    in.skipBlanks();
    List<SelectItem> items = in.at(")") ? List.of() : items(in, depth + 1);
    in.expect(")");
    return new SelectItem.Related(target, alias, hint, inner, spread, items);
  }

  private static Optional<String> cast(Scanner in) {
    return in.take("::") ? Optional.of(in.name(ENDS)) : Optional.empty();
  }
}
