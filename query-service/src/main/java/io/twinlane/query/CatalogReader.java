package io.twinlane.query;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the {@link Catalog} out of PostgreSQL's own. */
final class CatalogReader {

  private static final String DESCRIBED = resource("described.sql");
  private static final String RELATIONS = DESCRIBED + resource("relations.sql");
  private static final String TYPES = DESCRIBED + resource("types.sql");

  /** Names that SQL knows for a type and that PostgreSQL's catalog does not hold. */
  private static final Map<String, String> SQL_NAMES =
      Map.of("int", "integer", "decimal", "numeric", "dec", "numeric", "float", "double precision");

  private final Pool pool;

  CatalogReader(Pool pool) {
    this.pool = pool;
  }

  /** The relations of some schemas, and the types that statements on them may name. */
  Future<Catalog> read(List<String> schemas) {
    return pool.withTransaction(connection ->
        // with an empty search path, PostgreSQL writes out the schema of every type of a user
        connection
            .query("set local search_path to ''")
            .execute()
            .compose(_ -> read(connection, schemas)));
  }

  private static Future<Catalog> read(SqlConnection connection, List<String> schemas) {
    Tuple names = Tuple.of(schemas.toArray(String[]::new));
    Future<RowSet<Row>> relations = connection.preparedQuery(RELATIONS).execute(names);
    Future<RowSet<Row>> types = connection.preparedQuery(TYPES).execute(names);
    return Future.all(relations, types)
        .map(_ -> new Catalog(relations(relations.result()), types(types.result())));
  }

  private static Map<String, Map<String, Relation>> relations(RowSet<Row> rows) {
    Map<String, Map<String, Relation>> schemas = new HashMap<>();
    for (Row row : rows) {
      Relation relation = relation(row);
      schemas
          .computeIfAbsent(relation.schema(), _ -> new HashMap<>())
          .put(relation.name(), relation);
    }
    return schemas;
  }

  private static Relation relation(Row row) {
    String[] names = row.getArrayOfStrings("columns");
    String[] compared = row.getArrayOfStrings("compared");
    String[] declared = row.getArrayOfStrings("declared");
    String[] json = row.getArrayOfStrings("json");
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(
          new Column(
              names[i],
              new ColumnType(compared[i], declared[i], ColumnType.Json.valueOf(json[i]))));
    }
    return new Relation(
        row.getString("schema"),
        row.getString("name"),
        columns,
        List.of(row.getArrayOfStrings("primary_key")),
        row.getBoolean("insertable"),
        row.getBoolean("updatable"),
        row.getBoolean("deletable"));
  }

  private static Map<String, ColumnType> types(RowSet<Row> rows) {
    Map<String, ColumnType> types = new HashMap<>();
    for (Row row : rows) {
      ColumnType type =
          new ColumnType(
              row.getString("compared"),
              row.getString("declared"),
              ColumnType.Json.valueOf(row.getString("json")));
      types.putIfAbsent(row.getString("name"), type);
      types.putIfAbsent(row.getString("declared"), type);
    }
    SQL_NAMES.forEach((alias, name) -> types.put(alias, Objects.requireNonNull(types.get(name))));
    return types;
  }

  private static String resource(String name) {
    try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
