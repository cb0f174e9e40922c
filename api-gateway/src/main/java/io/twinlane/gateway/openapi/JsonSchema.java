package io.twinlane.gateway.openapi;

import io.twinlane.gateway.openapi.Description.Column;
import io.twinlane.gateway.openapi.Description.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Types of PostgreSQL as schemas of the JSON that stands for their values. */
final class JsonSchema {

  private JsonSchema() {}

  /** All relations, by their names. */
  static JsonObject all(Description description) {
    JsonObject schemas = new JsonObject();
    description.tables().forEach(table -> schemas.put(table.name(), of(table)));
    return schemas;
  }

  /** Rows of a relation, each an object. */
  private static JsonObject of(Table table) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (Column column : table.columns()) {
      properties.put(column.name(), of(column));
      if (column.required()) {
        required.add(column.name());
      }
    }
    JsonObject schema = new JsonObject().put("type", "object");
    if (table.comment() != null) {
      schema.put("description", table.comment());
    }
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema.put("properties", properties);
  }

  private static JsonObject of(Column column) {
    JsonObject schema = ofType(column.below()).put("format", column.type());
    List<String> notes = new ArrayList<>();
    if (column.comment() != null) {
      notes.add(column.comment());
    }
    if (column.key()) {
      notes.add("Note:\nThis is a Primary Key.<pk/>");
    }
    if (column.reference() != null) {
      String[] to = column.reference().split("\\.", 2);
      notes.add(
          "Note:\nThis is a Foreign Key to `%s`.<fk table='%s' column='%s'/>"
              .formatted(column.reference(), to[0], to[1]));
    }
    if (!notes.isEmpty()) {
      schema.put("description", String.join("\n\n", notes));
    }
    if (column.length() != null) {
      schema.put("maxLength", column.length());
    }
    if (!column.values().isEmpty()) {
      schema.put("enum", new JsonArray(column.values()));
    }
    return schema;
  }

  /** A type by its name without a length. */
  static JsonObject ofType(String type) {
    if (type.endsWith("[]")) {
      return new JsonObject()
          .put("type", "array")
          .put("items", ofType(type.substring(0, type.length() - 2)));
    }
    return switch (type) {
      case "boolean" -> new JsonObject().put("type", "boolean");
      case "smallint", "integer", "bigint" -> new JsonObject().put("type", "integer");
      case "numeric", "real", "double precision" -> new JsonObject().put("type", "number");
      // any JSON at all
      case "json", "jsonb" -> new JsonObject();
      default -> new JsonObject().put("type", "string");
    };
  }
}
