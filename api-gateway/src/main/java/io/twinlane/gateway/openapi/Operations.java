package io.twinlane.gateway.openapi;

import io.twinlane.gateway.openapi.Description.Column;
import io.twinlane.gateway.openapi.Description.Function;
import io.twinlane.gateway.openapi.Description.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a document: what may be done with each relation, and how each function is called.
 * The words of a version say how a parameter, a body and an answer are written.
 */
final class Operations {

  private static final String SINGLE_OBJECT = "application/vnd.pgrst.object+json";

  private final Words words;

  private Operations(Words words) {
    this.words = words;
  }

  /** How a version of OpenAPI writes what all of them have. */
  interface Words {

    /** A parameter of the query string or a header, which is text. */
    JsonObject parameter(String in, String name, String description);

    /** Adds a body to an operation. */
    void body(JsonObject operation, JsonObject schema);

    /** An answer with content, or without if the schema is empty. */
    JsonObject answer(String description, JsonObject schema);

    /** Where the schema of a relation is. */
    JsonObject reference(String table);
  }

  static JsonObject paths(Description description, Words words) {
    Operations operations = new Operations(words);
    JsonObject paths = new JsonObject();
    description.tables().forEach(table -> paths.put("/" + table.name(), operations.of(table)));
    // several of one name are one path: the first says what it takes
    Map<String, Function> functions = new LinkedHashMap<>();
    description.functions().forEach(function -> functions.putIfAbsent(function.name(), function));
    functions.forEach((name, function) -> paths.put("/rpc/" + name, operations.of(function)));
    return paths;
  }

  private JsonObject of(Table table) {
    JsonObject path = new JsonObject();
    JsonObject rows = rows(table.name());
    if (table.select()) {
      JsonObject get = operation(table.name(), table.comment());
      filters(get, table);
      add(get, words.parameter("query", "select", "Columns and related relations"));
      add(get, words.parameter("query", "order", "Columns to sort by, such as `name.desc`"));
      add(get, words.parameter("query", "limit", "Rows at most"));
      add(get, words.parameter("query", "offset", "Rows to pass over"));
      add(get, words.parameter("header", "Prefer", "`count=exact` counts beyond the page"));
      path.put("get", answers(get, "200", "The rows", rows, "206", "A part of the rows"));
    }
    if (table.insert()) {
      JsonObject post = operation(table.name(), table.comment());
      add(post, words.parameter("query", "columns", "Keys of the body to take"));
      add(post, words.parameter("query", "on_conflict", "Columns by which rows are the same"));
      prefer(post);
      words.body(post, words.reference(table.name()));
      path.put("post", answers(post, "201", "Inserted", rows, "200", "Merged"));
    }
    if (table.update()) {
      JsonObject patch = operation(table.name(), table.comment());
      filters(patch, table);
      prefer(patch);
      words.body(patch, words.reference(table.name()));
      path.put("patch", answers(patch, "200", "What was changed", rows, "204", "Changed"));
    }
    if (table.delete()) {
      JsonObject delete = operation(table.name(), table.comment());
      filters(delete, table);
      prefer(delete);
      path.put("delete", answers(delete, "200", "What was removed", rows, "204", "Removed"));
    }
    return path;
  }

  private JsonObject of(Function function) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    JsonObject get = operation("(rpc) " + function.name(), function.comment());
    for (Description.Parameter parameter : function.parameters()) {
      properties.put(
          parameter.name(), JsonSchema.ofType(parameter.type()).put("format", parameter.type()));
      if (parameter.required()) {
        required.add(parameter.name());
      }
      JsonObject argument = words.parameter("query", parameter.name(), parameter.type());
      add(get, parameter.required() ? argument.put("required", true) : argument);
    }
    JsonObject arguments = new JsonObject().put("type", "object").put("properties", properties);
    if (!required.isEmpty()) {
      arguments.put("required", required);
    }
    JsonObject result = result(function);
    JsonObject post = operation("(rpc) " + function.name(), function.comment());
    words.body(post, arguments);
    JsonObject path = new JsonObject();
    if (!function.writes()) {
      path.put("get", answers(get, "200", "What it gives", result, "204", "Nothing"));
    }
    return path.put("post", answers(post, "200", "What it gives", result, "204", "Nothing"));
  }

  private JsonObject result(Function function) {
    JsonObject one =
        function.relation() == null
            ? JsonSchema.ofType(function.returns())
            : words.reference(function.relation());
    return function.set() ? new JsonObject().put("type", "array").put("items", one) : one;
  }

  private JsonObject rows(String table) {
    return new JsonObject().put("type", "array").put("items", words.reference(table));
  }

  private static JsonObject operation(String tag, @Nullable String about) {
    JsonObject operation = new JsonObject().put("tags", new JsonArray().add(tag));
    if (about != null) {
      // the first line is the summary, as in a commit's message
      List<String> lines = Arrays.asList(about.split("\n", 2));
      operation.put("summary", lines.getFirst());
      if (lines.size() > 1) {
        operation.put("description", lines.getLast().strip());
      }
    }
    return operation.put("parameters", new JsonArray());
  }

  private void filters(JsonObject operation, Table table) {
    for (Column column : table.columns()) {
      add(
          operation,
          words.parameter("query", column.name(), "A filter, such as `eq.` and a value"));
    }
  }

  private void prefer(JsonObject operation) {
    add(
        operation,
        words.parameter(
            "header",
            "Prefer",
            "`return=representation` gives the rows back, `%s` in Accept one of them"
                .formatted(SINGLE_OBJECT)));
  }

  private static void add(JsonObject operation, JsonObject parameter) {
    operation.getJsonArray("parameters").add(parameter);
  }

  private JsonObject answers(
      JsonObject operation,
      String first,
      String text,
      JsonObject schema,
      String second,
      String or) {
    JsonObject other = second.equals("204") ? new JsonObject() : schema;
    return operation.put(
        "responses",
        new JsonObject()
            .put(first, words.answer(text, schema))
            .put(second, words.answer(or, other)));
  }
}
