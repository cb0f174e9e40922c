package io.twinlane.migrator.types;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.types.Relationships.ForeignKey;
import io.twinlane.migrator.types.Schema.Composite;
import io.twinlane.migrator.types.Schema.Field;
import io.twinlane.migrator.types.Schema.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads schemas from PostgreSQL's catalog by six statements, whatever their size. It needs no
 * rights beyond those of everybody, and leaves out columns whose comment begins with {@code
 * @private}.
 */
final class SchemaReader {

  private static final String FOREIGN_KEYS =
      """
      select
        k.conname as name, k.conrelid::int8 as relation, k.confrelid::int8 as referenced,
        k.conkey::int4[] as columns, k.confkey::int4[] as referenced_columns,
        exists (
          select from pg_index i
          where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
            and array(select u from unnest(i.indkey[0:i.indnkeyatts - 1]) u order by u)
              = array(select u from unnest(k.conkey) u order by u)
        ) as one
      from pg_constraint k
      where k.contype = 'f' and k.conparentid = 0
      order by k.conname, k.oid\
      """;

  private static final String VIEWS =
      """
      select r.ev_class::int8 as view, r.ev_action::text as tree
      from pg_rewrite r
      join pg_class c on c.oid = r.ev_class
      join pg_namespace n on n.oid = c.relnamespace
      where r.ev_type = '1' and c.relkind in ('v', 'm')
        and n.nspname not in ('pg_catalog', 'information_schema')\
      """;

  private static final String COMPOSITES =
      """
      select
        n.nspname as schema, c.relname as composite, a.attname as name,
        format_type(a.atttypid, a.atttypmod) as type, a.atttypid::int8 as type_id
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'c' and n.nspname = any (?)
      order by n.nspname, c.relname, a.attnum\
      """;

  private final Connection connection;
  private final Set<String> names;
  private final ServerTypes types;

  private SchemaReader(Connection connection, Set<String> names) throws SQLException {
    this.connection = connection;
    this.names = names;
    this.types = ServerTypes.read(connection, names);
  }

  /**
   * The schemas of these names, sorted, all of one moment.
   *
   * @throws CommandException if there is no such schema
   */
  static List<Schema> read(Connection connection, Set<String> names) throws SQLException {
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // so that names of types and defaults read alike whatever the user's path is
      statement.execute("set local search_path = pg_catalog");
      refuseMissing(connection, names);
      return new SchemaReader(connection, names).schemas();
    } finally {
      connection.rollback();
    }
  }

  private static void refuseMissing(Connection connection, Set<String> names) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select from pg_namespace where nspname = ?")) {
      for (String name : names) {
        statement.setString(1, name);
        try (ResultSet rows = statement.executeQuery()) {
          if (!rows.next()) {
            throw new CommandException("there is no schema " + name);
          }
        }
      }
    }
  }

  private List<Schema> schemas() throws SQLException {
    List<Relation> relations = new RelationReader(connection, types).read(names);
    relations = new Relationships(relations, views()).joined(relations, foreignKeys());
    List<Schema.Function> functions = new FunctionReader(connection, types).read(names);
    Map<String, List<Composite>> composites = composites();
    List<Schema> schemas = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      schemas.add(
          new Schema(
              name,
              relations.stream().filter(relation -> relation.schema().equals(name)).toList(),
              functions.stream().filter(function -> function.schema().equals(name)).toList(),
              types.enums(name),
              composites.getOrDefault(name, List.of())));
    }
    return schemas;
  }

  private List<ForeignKey> foreignKeys() throws SQLException {
    List<ForeignKey> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FOREIGN_KEYS)) {
      while (rows.next()) {
        keys.add(
            new ForeignKey(
                rows.getString("name"),
                rows.getLong("relation"),
                Arrays.asList((Integer[]) rows.getArray("columns").getArray()),
                rows.getLong("referenced"),
                Arrays.asList((Integer[]) rows.getArray("referenced_columns").getArray()),
                rows.getBoolean("one")));
      }
    }
    return keys;
  }

  private ViewOrigins views() throws SQLException {
    ViewOrigins origins = new ViewOrigins();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(VIEWS)) {
      while (rows.next()) {
        origins.add(rows.getLong("view"), rows.getString("tree"));
      }
    }
    return origins;
  }

  private Map<String, List<Composite>> composites() throws SQLException {
    Map<String, Map<String, List<Field>>> fields = new LinkedHashMap<>();
    try (PreparedStatement statement = asked(COMPOSITES);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        fields
            .computeIfAbsent(rows.getString("schema"), _ -> new LinkedHashMap<>())
            .computeIfAbsent(rows.getString("composite"), _ -> new ArrayList<>())
            .add(
                new Field(
                    rows.getString("name"),
                    rows.getString("type"),
                    types.value(rows.getLong("type_id")),
                    true));
      }
    }
    Map<String, List<Composite>> composites = new LinkedHashMap<>();
    fields.forEach((schema, byName) ->
        composites.put(
            schema,
            byName.entrySet().stream()
                .map(entry -> new Composite(entry.getKey(), entry.getValue()))
                .toList()));
    return composites;
  }

  private PreparedStatement asked(String question) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(question);
    statement.setArray(1, connection.createArrayOf("text", names.toArray()));
    return statement;
  }
}
