package io.twinlane.migrator.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.twinlane.migrator.types.Schema.Column;
import io.twinlane.migrator.types.Schema.Composite;
import io.twinlane.migrator.types.Schema.Field;
import io.twinlane.migrator.types.Schema.Filling;
import io.twinlane.migrator.types.Schema.Function;
import io.twinlane.migrator.types.Schema.Kind;
import io.twinlane.migrator.types.Schema.Relation;
import io.twinlane.migrator.types.Schema.Relationship;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Schemas as JSON, for generators of code in other languages. Columns stand in table order. */
final class JsonDescription {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<Schema> schemas;
  private final ValueText values;

  JsonDescription(List<Schema> schemas) {
    this.schemas = List.copyOf(schemas);
    this.values =
        new ValueText(schemas.stream().map(Schema::name).collect(Collectors.toUnmodifiableSet()));
  }

  String text() {
    try {
      return JSON.writeValueAsString(Map.of("schemas", schemas.stream().map(this::schema).toList()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, ?> schema(Schema schema) {
    return object(
        "name",
        schema.name(),
        "tables",
        schema.relations().stream().filter(one -> !one.view()).map(this::relation).toList(),
        "views",
        schema.relations().stream().filter(Relation::view).map(this::relation).toList(),
        "functions",
        schema.functions().stream().map(this::function).toList(),
        "enums",
        schema.enums().stream()
            .map(one -> object("name", one.name(), "labels", one.labels()))
            .toList(),
        "composites",
        schema.composites().stream().map(this::composite).toList());
  }

  private Map<String, ?> relation(Relation relation) {
    return object(
        "name",
        relation.name(),
        "writable",
        relation.kind() != Kind.VIEW,
        "columns",
        relation.columns().stream().map(this::column).toList(),
        "primaryKey",
        relation.primaryKey(),
        "relationships",
        relation.relationships().stream().map(JsonDescription::relationship).toList());
  }

  private Map<String, ?> column(Column column) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", column.name());
    object.put("type", column.type());
    object.put("typescript", values.of(column.value()));
    object.put("nullable", column.nullable());
    object.put("default", column.standard());
    object.put("writable", column.filling() != Filling.DATABASE);
    object.put("identity", column.filling() == Filling.SEQUENCE);
    return object;
  }

  private static Map<String, ?> relationship(Relationship way) {
    return object(
        "constraint",
        way.constraint(),
        "columns",
        way.columns(),
        "oneToOne",
        way.one(),
        "referencedSchema",
        way.referencedSchema(),
        "referencedRelation",
        way.referenced(),
        "referencedColumns",
        way.referencedColumns());
  }

  private Map<String, ?> function(Function function) {
    return object(
        "name",
        function.name(),
        "arguments",
        function.arguments().stream().map(this::argument).toList(),
        "returns",
        object(
            "type",
            function.type(),
            "typescript",
            values.of(function.value()),
            "set",
            function.set(),
            "columns",
            function.columns().stream().map(this::field).toList()));
  }

  private Map<String, ?> argument(Field argument) {
    return object(
        "name",
        argument.name(),
        "type",
        argument.type(),
        "typescript",
        values.of(argument.value()),
        "optional",
        argument.optional());
  }

  private Map<String, ?> field(Field field) {
    return object(
        "name", field.name(), "type", field.type(), "typescript", values.of(field.value()));
  }

  private Map<String, ?> composite(Composite composite) {
    return object(
        "name",
        composite.name(),
        "attributes",
        composite.attributes().stream().map(this::field).toList());
  }

  /** Names and values by turns, kept in this order. */
  private static Map<String, ?> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
