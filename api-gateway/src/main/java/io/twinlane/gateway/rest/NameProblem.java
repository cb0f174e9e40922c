package io.twinlane.gateway.rest;

import io.vertx.core.json.JsonArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problems of names that the catalog does not have, or has more than once. */
final class NameProblem {

  private NameProblem() {}

  static Problem schema(String name, String exposed) {
    return new Problem(
        406,
        "PGRST106",
        "Invalid schema: " + name,
        null,
        "Only the following schemas are exposed: " + exposed);
  }

  static Problem notEmbedded(String name) {
    return new Problem(
        Problem.BAD_REQUEST,
        "PGRST108",
        "'%s' is not an embedded resource in this request".formatted(name),
        null,
        "Verify that '%s' is included in the 'select' query parameter.".formatted(name));
  }

  static Problem relatedOrder(String origin, String target) {
    return new Problem(
        Problem.BAD_REQUEST,
        "PGRST118",
        "A related order on '%s' is not possible".formatted(target),
        "'%s' and '%s' do not form a many-to-one or one-to-one relationship"
            .formatted(origin, target),
        null);
  }

  static Problem embedFilter(String target) {
    return new Problem(
        Problem.BAD_REQUEST,
        "PGRST120",
        "Bad operator on the '%s' embedded resource".formatted(target),
        "Only is null or not is null filters are allowed on embedded resources",
        null);
  }

  static Problem noRelationship(String message, String details, @Nullable String hint) {
    return new Problem(Problem.BAD_REQUEST, "PGRST200", message, details, hint);
  }

  static Problem severalRelationships(String message, JsonArray details, String hint) {
    return new Problem(300, "PGRST201", message, details, hint, Map.of(), -1, null);
  }

  static Problem unknownFunction(String message, String details, @Nullable String hint) {
    return new Problem(404, "PGRST202", message, details, hint);
  }

  static Problem severalFunctions(String candidates) {
    return new Problem(
        300,
        "PGRST203",
        "Could not choose the best candidate function between: " + candidates,
        null,
        "Try renaming the parameters or the function itself in the database so function"
            + " overloading can be resolved");
  }

  static Problem unknownColumnInBody(String column, String table) {
    return new Problem(
        Problem.BAD_REQUEST,
        "PGRST204",
        "Could not find the '%s' column of '%s' in the schema cache".formatted(column, table));
  }

  static Problem unknownTable(String schema, String table, @Nullable String hint) {
    return new Problem(
        404,
        "PGRST205",
        "Could not find the table '%s.%s' in the schema cache".formatted(schema, table),
        null,
        hint);
  }

  static Problem unknownColumn(String table, String column, @Nullable String hint) {
    return new Problem(
        Problem.BAD_REQUEST,
        "42703",
        "column %s.%s does not exist".formatted(table, column),
        null,
        hint);
  }

  static Problem unknownType(String name) {
    return new Problem(Problem.BAD_REQUEST, "42704", "type \"%s\" does not exist".formatted(name));
  }
}
