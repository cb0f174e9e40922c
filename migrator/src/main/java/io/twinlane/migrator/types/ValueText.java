package io.twinlane.migrator.types;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TypeScript of values.
 *
 * @param schemas those that are described; types of others cannot be named
 */
record ValueText(Set<String> schemas) {

  ValueText {
    schemas = Set.copyOf(schemas);
  }

  String of(Value value) {
    return switch (value) {
      case Value.Plain plain -> plain(plain);
      case Value.ListOf(Value element) -> list(of(element));
      case Value.EnumOf(var schema, var name, var labels) ->
          schemas.contains(schema)
              ? member(schema, "Enums", name)
              : labels.stream().map(Layout::quoted).collect(Collectors.joining(" | "));
      case Value.CompositeOf(var schema, var name) -> member(schema, "CompositeTypes", name);
      case Value.RowOf(var schema, var relation, boolean view) ->
          member(schema, view ? "Views" : "Tables", relation) + "[\"Row\"]";
    };
  }

  String of(Value value, boolean nullable) {
    return of(value) + (nullable ? " | null" : "");
  }

  private static String list(String element) {
    return element.contains(" | ") ? "(" + element + ")[]" : element + "[]";
  }

  private static String member(String schema, String kind, String name) {
    return "Database[%s][\"%s\"][%s]".formatted(Layout.quoted(schema), kind, Layout.quoted(name));
  }

  private static String plain(Value.Plain plain) {
    return switch (plain) {
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case STRING -> "string";
      case JSON -> "Json";
      case NOTHING -> "undefined";
      case RECORD -> "Record<string, unknown>";
      case UNKNOWN -> "unknown";
    };
  }
}
