package io.twinlane.gateway.openapi;

import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a role may do with the relations and functions of a schema.
 *
 * @param comment of the schema; null if it has none
 */
public record Description(@Nullable String comment, List<Table> tables, List<Function> functions) {

  private static final String RELATIONS = resource("relations.sql");
  private static final String FUNCTIONS = resource("functions.sql");

  /**
   * A relation, and what may be done with it.
   *
   * @param comment of its owner's; null if there is none
   */
  record Table(
      String name,
      @Nullable String comment,
      boolean select,
      boolean insert,
      boolean update,
      boolean delete,
      List<Column> columns) {}

  /**
   * A column.
   *
   * @param type as PostgreSQL writes it, with its length
   * @param below the type that a domain is made of, or the type itself without a length
   * @param required whether a new row must have it
   * @param length in characters; null without a limit
   * @param values of an enum; empty for other types
   * @param reference the column of another relation that it points to; null if it does not
   */
  record Column(
      String name,
      String type,
      String below,
      @Nullable String comment,
      boolean required,
      @Nullable Integer length,
      List<String> values,
      boolean key,
      @Nullable String reference) {}

  /**
   * A function.
   *
   * @param relation whose rows it gives; null for anything else
   */
  record Function(
      String name,
      @Nullable String comment,
      boolean writes,
      boolean set,
      @Nullable String relation,
      String returns,
      List<Parameter> parameters) {}

  /** A parameter that is passed by name. */
  record Parameter(String name, String type, boolean required) {}

  /** The statements that ask for it, to be run as the role. */
  public static List<Statement> statements(String schema) {
    return Stream.of(RELATIONS, FUNCTIONS)
        .map(sql ->
            new Statement(sql, List.of(schema), List.of(new ResultColumn("described", Use.ITEM))))
        .toList();
  }

  /** What the statements have answered. */
  public static Description of(Buffer relations, Buffer functions) {
    JsonArray tables = new JsonArray(relations);
    return new Description(
        tables.isEmpty() ? null : tables.getJsonObject(0).getString("schema"),
        objects(tables).map(Description::table).toList(),
        objects(new JsonArray(functions)).map(Description::function).toList());
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static Table table(JsonObject table) {
    return new Table(
        table.getString("name"),
        table.getString("comment"),
        table.getBoolean("select"),
        table.getBoolean("insert"),
        table.getBoolean("update"),
        table.getBoolean("delete"),
        objects(table.getJsonArray("columns")).map(Description::column).toList());
  }

  private static Column column(JsonObject column) {
    JsonArray values = column.getJsonArray("values");
    return new Column(
        column.getString("name"),
        column.getString("type"),
        column.getString("below"),
        column.getString("comment"),
        column.getBoolean("required"),
        column.getInteger("length"),
        values == null ? List.of() : values.stream().map(String.class::cast).toList(),
        column.getBoolean("key"),
        column.getString("reference"));
  }

  private static Function function(JsonObject function) {
    return new Function(
        function.getString("name"),
        function.getString("comment"),
        function.getBoolean("writes"),
        function.getBoolean("set"),
        function.getString("relation"),
        function.getString("returns"),
        objects(function.getJsonArray("parameters"))
            .map(parameter ->
                new Parameter(
                    parameter.getString("name"),
                    parameter.getString("type"),
                    parameter.getBoolean("required")))
            .toList());
  }

  private static String resource(String name) {
    try (InputStream in = Description.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
