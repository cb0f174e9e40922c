package io.twinlane.gateway.rest;

import java.util.List;
import java.util.Optional;

/**
 * A column as a client names it, with a path into its JSON: {@code address->city->>name}.
 *
 * @param path the steps after the name, empty for the column itself
 */
record Field(String name, List<Step> path) {

  Field {
    path = List.copyOf(path);
  }

  /**
   * One arrow and what follows it.
   *
   * @param asText whether the arrow is {@code ->>}
   * @param key a key of an object, or the digits of an array's index
   * @param index whether the key is an index
   */
  record Step(boolean asText, String key, boolean index) {}

  /** What the column is called in the answer if it has no alias: the last key of its path. */
  String nameInAnswer() {
    Optional<String> lastKey =
        path.stream().filter(step -> !step.index()).map(Step::key).reduce((_, last) -> last);
    return lastKey.orElse(name);
  }
}
