package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Relationship.Cardinality;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of other relations that come inside the rows to be inserted, with {@code Prefer:
 * nested=insert}: under the name of the relation, or of its foreign key where there are several.
 */
final class Children {

  private Children() {}

  /**
   * The children in a body; none if no key of it is a relation's.
   *
   * @throws RestException if they are not what rows are, or their relation is not certain
   */
  static List<Plan.Child> of(RowsBody body, Relation parent, Catalog catalog) {
    List<Plan.Child> children = new ArrayList<>();
    List<JsonObject> objects = objects(new JsonArray(array(body)));
    for (String key : body.keys()) {
      if (parent.column(key).isEmpty()) {
        way(key, parent, catalog).ifPresent(way -> children.add(child(key, way, objects, catalog)));
      }
    }
    return children;
  }

  private static String array(RowsBody body) {
    return body.array() ? body.json() : "[" + body.json() + "]";
  }

  private static Optional<Relationship> way(String key, Relation parent, Catalog catalog) {
    List<Relationship> ways =
        catalog.relationships(parent.schema(), parent.name()).stream()
            .filter(way ->
                way.cardinality() == Cardinality.ONE_TO_MANY
                    && way.junction() == null
                    && !way.foreignView()
                    && (way.foreignTable().equals(key) || way.constraint().equals(key)))
            .toList();
    if (ways.size() > 1) {
      throw new RestException(
          Problem.body("There are several foreign keys from '" + key + "': name one of them"));
    }
    return ways.stream().findFirst();
  }

  private static Plan.Child child(
      String key, Relationship way, List<JsonObject> parents, Catalog catalog) {
    Relation relation = catalog.relation(way.foreignSchema(), way.foreignTable()).orElseThrow();
    Set<String> names = new LinkedHashSet<>();
    for (JsonObject parent : parents) {
      Object value = parent.getValue(key);
      if (value != null && !(value instanceof JsonArray)) {
        throw new RestException(Problem.body("'" + key + "' must be an array of objects"));
      }
      for (JsonObject row : objects(value == null ? new JsonArray() : (JsonArray) value)) {
        if (!names.isEmpty() && !names.equals(row.fieldNames())) {
          throw new RestException(Problem.body("All object keys of '" + key + "' must match"));
        }
        names.addAll(row.fieldNames());
      }
    }
    List<Column> columns =
        names.stream()
            .map(name ->
                relation
                    .column(name)
                    .filter(_ -> !way.foreignColumns().contains(name))
                    .orElseThrow(() ->
                        new RestException(NameProblem.unknownColumnInBody(name, relation.name()))))
            .toList();
    return new Plan.Child(key, relation, columns, way.columns(), way.foreignColumns());
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream()
        .map(row -> {
          if (row instanceof JsonObject object) {
            return object;
          }
          throw new RestException(Problem.body("Rows inside rows must be objects"));
        })
        .toList();
  }
}
