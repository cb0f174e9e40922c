package io.twinlane.query;

import io.twinlane.postgres.shape.PlainCode;
import io.twinlane.query.Keys.ForeignKey;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.ColumnType.Representation;
import io.twinlane.schema.catalog.MediaHandler;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.catalog.Routine.Kind;
import io.twinlane.schema.catalog.Routine.Parameter;
import io.twinlane.schema.catalog.Routine.Returns;
import io.twinlane.schema.catalog.Routine.Volatility;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of the catalog's questions, as records. */
final class CatalogRows {

  /** Names that SQL knows for a type and that PostgreSQL's catalog does not hold. */
  private static final Map<String, String> SQL_NAMES =
      Map.of("int", "integer", "decimal", "numeric", "dec", "numeric", "float", "double precision");

  private CatalogRows() {}

  static Relation relation(Row row) {
    String[] defaults = row.getArrayOfStrings("defaults");
    List<Column> columns = new ArrayList<>();
    String[] representations = row.getArrayOfStrings("representations");
    for (Column column : columns(row, "", "columns")) {
      int place = columns.size();
      columns.add(
          new Column(
              column.name(), represented(column.type(), representations[place]), defaults[place]));
    }
    return new Relation(
        row.getString("schema"),
        row.getString("name"),
        columns,
        List.of(row.getArrayOfStrings("primary_key")),
        row.getBoolean("insertable"),
        row.getBoolean("updatable"),
        row.getBoolean("deletable"),
        row.getString("kind").equals("r"),
        triggersSpeak(row));
  }

  /** Code that only computes neither looks at the request nor says anything of its answer. */
  private static boolean triggersSpeak(Row row) {
    return row.getBoolean("opaque_triggers")
        || Stream.of(row.getArrayOfStrings("trigger_sources"))
            .anyMatch(source -> !PlainCode.isPlain(source));
  }

  private static ColumnType represented(ColumnType type, String functions) {
    if (functions.isBlank()) {
      return type;
    }
    List<@Nullable String> names = new ArrayList<>();
    for (String name : functions.split("\t", -1)) {
      names.add(name.isEmpty() ? null : name);
    }
    return new ColumnType(
        type.sql(),
        type.declared(),
        type.json(),
        new Representation(names.get(0), names.get(1), names.get(2)));
  }

  static Relation withKey(Relation relation, List<String> key) {
    return new Relation(
        relation.schema(),
        relation.name(),
        relation.columns(),
        key,
        relation.insertable(),
        relation.updatable(),
        relation.deletable(),
        relation.table(),
        relation.triggers());
  }

  static ForeignKey foreignKey(Row row) {
    return new ForeignKey(
        row.getString("constraint_name"),
        row.getLong("relation"),
        List.of(row.getArrayOfIntegers("columns")),
        row.getLong("foreign_relation"),
        List.of(row.getArrayOfIntegers("foreign_columns")),
        row.getBoolean("one"));
  }

  static Routine routine(Row row) {
    List<Column> columns = columns(row, "out_", "out_names");
    return new Routine(
        row.getString("schema"),
        row.getString("name"),
        parameters(row),
        new Returns(
            row.getBoolean("nothing") ? Kind.NOTHING : columns.isEmpty() ? Kind.VALUE : Kind.ROW,
            row.getBoolean("set"),
            row.getBoolean("one"),
            type(row.getString("compared"), row.getString("declared"), row.getString("json")),
            row.getString("relation"),
            columns),
        switch (row.getString("volatility")) {
          case "i" -> Volatility.IMMUTABLE;
          case "s" -> Volatility.STABLE;
          default -> Volatility.VOLATILE;
        });
  }

  static List<MediaHandler> handlers(RowSet<Row> rows) {
    List<MediaHandler> handlers = new ArrayList<>();
    for (Row row : rows) {
      handlers.add(
          new MediaHandler(
              row.getString("name"),
              row.getString("relation"),
              row.getString("row"),
              type(row.getString("compared"), row.getString("declared"), row.getString("json"))));
    }
    return handlers;
  }

  private static List<Parameter> parameters(Row row) {
    String[] modes = row.getArrayOfStrings("in_modes");
    String[] relations = row.getArrayOfStrings("in_relations");
    List<Parameter> parameters = new ArrayList<>();
    int required = modes.length - row.getInteger("defaults");
    for (Column column : columns(row, "in_", "in_names")) {
      int place = parameters.size();
      boolean variadic = modes[place].equals("v");
      parameters.add(
          new Parameter(
              column.name(),
              column.type(),
              place < required && !variadic,
              variadic,
              relations[place].isEmpty() ? null : relations[place]));
    }
    return parameters;
  }

  private static List<Column> columns(Row row, String prefix, String names) {
    String[] compared = row.getArrayOfStrings(prefix + "compared");
    String[] declared = row.getArrayOfStrings(prefix + "declared");
    String[] json = row.getArrayOfStrings(prefix + "json");
    List<Column> columns = new ArrayList<>();
    for (String name : row.getArrayOfStrings(names)) {
      int place = columns.size();
      columns.add(new Column(name, type(compared[place], declared[place], json[place])));
    }
    return columns;
  }

  /** A pseudo-type, which a function may take or give, is not described. */
  private static ColumnType type(
      @Nullable String compared, @Nullable String declared, @Nullable String json) {
    return compared == null || declared == null || json == null
        ? new ColumnType("text", "text", ColumnType.Json.BUILT)
        : new ColumnType(compared, declared, ColumnType.Json.valueOf(json));
  }

  static Map<String, ColumnType> types(RowSet<Row> rows) {
    Map<String, ColumnType> types = new HashMap<>();
    for (Row row : rows) {
      ColumnType type =
          type(row.getString("compared"), row.getString("declared"), row.getString("json"));
      types.putIfAbsent(row.getString("name"), type);
      types.putIfAbsent(type.declared(), type);
    }
    SQL_NAMES.forEach((alias, name) -> types.put(alias, Objects.requireNonNull(types.get(name))));
    return types;
  }
}
