package io.twinlane.migrator.generate;

import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a database holds before it is changed, as far as the safe way of a change depends on it.
 *
 * @param relations tables, materialized views and indexes
 * @param columns by relation, then by name
 * @param user who would own what is made, as PostgreSQL quotes it
 */
record Present(Map<Name, Relation> relations, Map<Name, Map<String, Column>> columns, String user) {

  Present {
    relations = Map.copyOf(relations);
    columns = Map.copyOf(columns);
  }

  /** How a relation can be worked on. */
  enum Relation {
    /** An ordinary table or a materialized view. */
    HEAP,
    PARTITIONED,
    INDEX,
    /** An index of a partitioned table, or one that is attached to such an index. */
    PARTITIONED_INDEX,
  }

  /**
   * A column.
   *
   * @param type as {@code format_type} writes it
   * @param computed whether its values are computed from others
   */
  record Column(String type, boolean computed) {}

  /** Nothing at all. */
  static Present nothing(String user) {
    return new Present(Map.of(), Map.of(), user);
  }

  /**
   * What a database holds.
   *
   * @throws CommandException if it cannot be read
   */
  static Present in(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return new Present(relations(statement), columns(statement), user(statement));
    } catch (SQLException e) {
      throw new CommandException("the catalogs cannot be read: " + e.getMessage(), e);
    }
  }

  Optional<Relation> relation(String name) {
    return Optional.ofNullable(relations.get(Name.of(name)));
  }

  Optional<Column> column(String table, String column) {
    return Optional.ofNullable(
        columns.getOrDefault(Name.of(table), Map.of()).get(Name.plain(column)));
  }

  private static Map<Name, Relation> relations(Statement statement) throws SQLException {
    Map<Name, Relation> relations = new HashMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select n.nspname, c.relname, c.relkind, c.relispartition
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm', 'p', 'i', 'I')
              and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'\
            """)) {
      while (rows.next()) {
        relations.put(
            new Name(rows.getString(1), rows.getString(2)),
            relation(rows.getString(3), rows.getBoolean(4)));
      }
    }
    return relations;
  }

  private static Relation relation(String kind, boolean attached) {
    return switch (kind) {
      case "p" -> Relation.PARTITIONED;
      case "I" -> Relation.PARTITIONED_INDEX;
      case "i" -> attached ? Relation.PARTITIONED_INDEX : Relation.INDEX;
      default -> Relation.HEAP;
    };
  }

  private static Map<Name, Map<String, Column>> columns(Statement statement) throws SQLException {
    Map<Name, Map<String, Column>> columns = new HashMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              a.attgenerated <> ''
            from pg_attribute a
              join pg_class c on c.oid = a.attrelid
              join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
              and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'\
            """)) {
      while (rows.next()) {
        columns
            .computeIfAbsent(new Name(rows.getString(1), rows.getString(2)), _ -> new HashMap<>())
            .put(rows.getString(3), new Column(rows.getString(4), rows.getBoolean(5)));
      }
    }
    return columns;
  }

  private static String user(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select quote_ident(current_user)")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
