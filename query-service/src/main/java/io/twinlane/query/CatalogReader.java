package io.twinlane.query;

import io.twinlane.postgres.Questions;
import io.twinlane.query.Keys.ForeignKey;
import io.twinlane.query.Keys.KeyColumn;
import io.twinlane.query.ViewColumns.Origin;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Routine;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the {@link Catalog} out of PostgreSQL's own, in one round trip. */
final class CatalogReader {

  private static final String DESCRIBED = resource("described.sql");
  private static final String RELATIONS = DESCRIBED + resource("relations.sql");
  private static final String TYPES = DESCRIBED + resource("types.sql");
  private static final String ROUTINES = DESCRIBED + resource("routines.sql");
  private static final String HANDLERS = DESCRIBED + resource("handlers.sql");
  private static final String FOREIGN_KEYS = resource("foreign_keys.sql");
  private static final String KEY_COLUMNS = resource("key_columns.sql");
  private static final String VIEWS = resource("views.sql");

  private static final Duration ANSWER = Duration.ofSeconds(9);

  private final Pool pool;

  CatalogReader(Pool pool) {
    this.pool = pool;
  }

  /** The relations and functions of some schemas, and the types that statements may name. */
  Future<Catalog> read(List<String> schemas) {
    return new Questions(pool)
        .ask(ANSWER, connection -> connection.begin().compose(_ -> begun(connection, schemas)));
  }

  private static Future<Catalog> begun(SqlConnection connection, List<String> schemas) {
    // with an empty search path, PostgreSQL writes out the schema of every type of a user
    return connection
        .query("set local search_path to ''; set local jit to off")
        .execute()
        .compose(_ -> read(connection, schemas))
        .eventually(() -> connection.query("ROLLBACK").execute());
  }

  /** What PostgreSQL answered, row by row. */
  private record Answers(
      RowSet<Row> relations,
      RowSet<Row> types,
      RowSet<Row> routines,
      RowSet<Row> handlers,
      RowSet<Row> foreignKeys,
      RowSet<Row> keyColumns,
      RowSet<Row> views) {}

  private static Future<Catalog> read(SqlConnection connection, List<String> schemas) {
    Tuple names = Tuple.of(schemas.toArray(String[]::new));
    Future<RowSet<Row>> relations = connection.preparedQuery(RELATIONS).execute(names);
    Future<RowSet<Row>> types = connection.preparedQuery(TYPES).execute(names);
    Future<RowSet<Row>> routines = connection.preparedQuery(ROUTINES).execute(names);
    Future<RowSet<Row>> handlers = connection.preparedQuery(HANDLERS).execute(names);
    Future<RowSet<Row>> foreignKeys = connection.preparedQuery(FOREIGN_KEYS).execute();
    Future<RowSet<Row>> keyColumns = connection.preparedQuery(KEY_COLUMNS).execute();
    Future<RowSet<Row>> views = connection.preparedQuery(VIEWS).execute();
    return Future.all(List.of(relations, types, routines, handlers, foreignKeys, keyColumns, views))
        .map(_ ->
            catalog(
                new Answers(
                    relations.result(),
                    types.result(),
                    routines.result(),
                    handlers.result(),
                    foreignKeys.result(),
                    keyColumns.result(),
                    views.result())));
  }

  private static Catalog catalog(Answers answers) {
    Map<Long, Map<Integer, Origin>> views = new HashMap<>();
    answers
        .views()
        .forEach(row -> views.put(row.getLong("relation"), ViewColumns.of(row.getString("tree"))));
    Map<Origin, KeyColumn> keyColumns = new HashMap<>();
    Map<Long, List<String>> primaryKeys = new HashMap<>();
    for (Row row : answers.keyColumns()) {
      KeyColumn column = new KeyColumn(row.getString("column_name"), row.getBoolean("in_primary"));
      long relation = row.getLong("relation");
      keyColumns.put(new Origin(relation, row.getInteger("number")), column);
      if (column.inPrimary()) {
        primaryKeys.computeIfAbsent(relation, _ -> new ArrayList<>()).add(column.name());
      }
    }
    Map<Long, Relation> relations = new HashMap<>();
    Map<Origin, String> names = new HashMap<>();
    for (Row row : answers.relations()) {
      Relation relation = CatalogRows.relation(row);
      long oid = row.getLong("oid");
      relations.put(oid, relation);
      Integer[] numbers = row.getArrayOfIntegers("numbers");
      for (int i = 0; i < numbers.length; i++) {
        names.put(new Origin(oid, numbers[i]), relation.columns().get(i).name());
      }
    }
    Keys bare = new Keys(relations, views, keyColumns, names);
    relations.replaceAll((oid, relation) ->
        views.containsKey(oid)
            ? CatalogRows.withKey(relation, bare.primaryKey(oid, primaryKeys))
            : relation);
    Map<String, List<Relationship>> relationships = bare.relationships(foreignKeys(answers));
    return new Catalog(
        bySchema(relations),
        types(answers.types()),
        relationships,
        routines(answers.routines()),
        CatalogRows.handlers(answers.handlers()));
  }

  private static List<ForeignKey> foreignKeys(Answers answers) {
    List<ForeignKey> keys = new ArrayList<>();
    answers.foreignKeys().forEach(row -> keys.add(CatalogRows.foreignKey(row)));
    return keys;
  }

  private static Map<String, Map<String, Relation>> bySchema(Map<Long, Relation> relations) {
    Map<String, Map<String, Relation>> schemas = new HashMap<>();
    for (Relation relation : relations.values()) {
      schemas
          .computeIfAbsent(relation.schema(), _ -> new HashMap<>())
          .put(relation.name(), relation);
    }
    return schemas;
  }

  private static Map<String, List<Routine>> routines(RowSet<Row> rows) {
    Map<String, List<Routine>> routines = new HashMap<>();
    for (Row row : rows) {
      Routine routine = CatalogRows.routine(row);
      routines
          .computeIfAbsent(routine.schema() + "." + routine.name(), _ -> new ArrayList<>())
          .add(routine);
    }
    return routines;
  }

  private static Map<String, ColumnType> types(RowSet<Row> rows) {
    return CatalogRows.types(rows);
  }

  private static String resource(String name) {
    try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
