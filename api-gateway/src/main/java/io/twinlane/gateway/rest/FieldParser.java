package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Field.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a column and the arrows into its JSON. */
final class FieldParser {

  private FieldParser() {}

  /** Reads up to one of the characters that end a name there. */
  static Field parse(Scanner in, Set<Character> ends) {
    String name = in.name(ends);
    List<Step> path = new ArrayList<>();
    while (in.at("->")) {
      boolean asText = in.take("->>");
      if (!asText) {
        in.expect("->");
      }
      boolean quoted = in.at("\"");
      String key = in.name(keyEnds(ends));
      path.add(new Step(asText, key, !quoted && key.matches("-?\\d{1,9}")));
    }
    return new Field(name, path);
  }

  /** A parenthesis and an exclamation mark mean nothing after an arrow, so a key may hold them. */
  private static Set<Character> keyEnds(Set<Character> ends) {
    return ends.stream().filter(end -> end != '(' && end != '!').collect(Collectors.toSet());
  }
}
