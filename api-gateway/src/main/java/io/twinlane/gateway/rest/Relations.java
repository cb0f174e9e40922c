package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Relationship.Junction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said to a client whose related relation cannot be found, or can be found in many ways.
 */
final class Relations {

  private Relations() {}

  static Problem none(
      Rows origin,
      String target,
      Optional<String> hint,
      List<Relationship> known,
      Catalog catalog) {
    boolean exists = catalog.relation(origin.schema(), target).isPresent();
    List<String> names =
        exists
            ? catalog.relationships().keySet().stream()
                .filter(name -> name.startsWith(origin.schema() + "."))
                .map(name -> name.substring(origin.schema().length() + 1))
                .filter(name -> !name.equals(origin.name()))
                .toList()
            : known.stream().map(Relationship::foreignTable).distinct().toList();
    Optional<String> meant =
        hint.isPresent() || exists ? Optional.empty() : Similar.to(target, names, Similar.REMOTELY);
    return NameProblem.noRelationship(
        "Could not find a relationship between '%s' and '%s' in the schema cache"
            .formatted(origin.name(), target),
        "Searched for a foreign key relationship between '%s' and '%s'%s in the schema '%s', but no matches were found."
            .formatted(
                origin.name(),
                target,
                hint.map(word -> " using the hint '" + word + "'").orElse(""),
                origin.schema()),
        meant
            .map(name -> "Perhaps you meant '%s' instead of '%s'.".formatted(name, target))
            .orElse(null));
  }

  static Problem several(Rows origin, String target, List<Relationship> ways) {
    JsonArray details = new JsonArray();
    ways.forEach(way ->
        details.add(
            new JsonObject()
                .put("cardinality", cardinality(way))
                .put("relationship", relationship(way))
                .put("embedding", origin.name() + " with " + way.foreignTable())));
    String choices =
        ways.stream()
            .map(way -> "'%s!%s'".formatted(way.foreignTable(), hint(way)))
            .collect(Collectors.joining(", "));
    return NameProblem.severalRelationships(
        "Could not embed because more than one relationship was found for '%s' and '%s'"
            .formatted(origin.name(), target),
        details,
        "Try changing '%s' to one of the following: %s. Find the desired relationship in the 'details' key."
            .formatted(target, choices));
  }

  private static String hint(Relationship way) {
    Junction junction = way.junction();
    return junction == null ? way.constraint() : junction.table();
  }

  private static String cardinality(Relationship way) {
    return switch (way.cardinality()) {
      case MANY_TO_ONE -> "many-to-one";
      case ONE_TO_MANY -> "one-to-many";
      case ONE_TO_ONE, ONE_FROM_ONE -> "one-to-one";
      case MANY_TO_MANY -> "many-to-many";
    };
  }

  private static String relationship(Relationship way) {
    Junction junction = way.junction();
    if (junction == null) {
      return "%s using %s(%s) and %s(%s)"
          .formatted(
              way.constraint(),
              way.table(),
              String.join(", ", way.columns()),
              way.foreignTable(),
              String.join(", ", way.foreignColumns()));
    }
    return "%s using %s(%s) and %s(%s)"
        .formatted(
            junction.table(),
            way.constraint(),
            String.join(", ", way.foreignColumns()),
            junction.constraint(),
            String.join(", ", junction.columns()));
  }
}
