package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.facts.Facts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One moment of a database, held by a transaction that only reads: what is asked of it is true of
 * the same moment, and pg_dump can be told to see that moment too.
 */
final class Snapshot implements AutoCloseable {

  /** A kind of facts that every database has. */
  private static final String LIMITS = "database limits";

  private final Connection connection;

  private Snapshot(Connection connection) {
    this.connection = connection;
  }

  /**
   * The present one.
   *
   * @throws CommandException if it cannot be held
   */
  static Snapshot of(Database database) {
    Connection connection = database.connect();
    Snapshot snapshot = new Snapshot(connection);
    try {
      snapshot.begin();
      return snapshot;
    } catch (SQLException e) {
      snapshot.close();
      throw unreadable(e);
    }
  }

  private void begin() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // a dump takes as long as it takes; not every version has all of these
      statement.execute(
          """
          select set_config(name, '0', false) from pg_settings
          where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout',
            'idle_in_transaction_session_timeout')\
          """);
      // rows that a policy hides are an error, as they are for pg_dump
      statement.execute("set row_security = off");
    }
  }

  /** Its name, by which other sessions can see the same moment while this one is open. */
  String name() {
    return one("select pg_export_snapshot()");
  }

  String serverVersion() {
    return one("show server_version");
  }

  DatabaseLocale locale() {
    try {
      return DatabaseLocale.of(connection);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** The version of the newest migration, empty if the database has no history of them. */
  String migration() {
    String history = "twinlane.schema_migrations";
    return one("select to_regclass('" + history + "') is not null").equals("t")
        ? one(
            """
            select coalesce((select version from %s where success and version is not null
              order by installed_rank desc limit 1), '')\
            """
                .formatted(history))
        : "";
  }

  /** What the catalogs say. */
  Facts facts() {
    return Facts.read(connection);
  }

  /**
   * Statements for what is said of the database as a whole: its owner, grants and settings. They
   * name no database, but have {@link Manifest#DATABASE} in its place.
   */
  List<String> aside() {
    String place = " DATABASE " + one("select quote_ident(current_database())") + " ";
    return Facts.readCluster(connection).all().stream()
        .filter(fact -> !fact.kind().equals(LIMITS))
        .map(fact -> fact.mend() + " ")
        .filter(statement -> statement.contains(place))
        .map(statement -> statement.replace(place, " DATABASE " + Manifest.DATABASE + " ").strip())
        .toList();
  }

  /** The tables that have rows of their own, all but those of extensions and of the system. */
  List<TableName> tables() {
    return tables(
        """
        select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
            and d.objid = c.oid and d.deptype = 'e')
        order by 1, 2\
        """);
  }

  /** The tables and the like that somebody may name, partitions after what they are parts of. */
  List<TableName> nameable() {
    return tables(
        """
        select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_'
          and n.nspname <> 'information_schema'
        order by 1, 2\
        """);
  }

  /** A table and the partitions of it. */
  List<TableName> withPartitions(TableName table) {
    return tables(
        """
        select n.nspname, c.relname
        from (select relid from pg_partition_tree(%1$s::regclass)
          union select %1$s::regclass) as t(oid)
        join pg_class c on c.oid = t.oid join pg_namespace n on n.oid = c.relnamespace
        order by 1, 2\
        """
            .formatted("'" + table.quoted().replace("'", "''") + "'"));
  }

  private List<TableName> tables(String sql) {
    List<TableName> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        tables.add(new TableName(rows.getString(1), rows.getString(2)));
      }
      return tables;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** How many rows each of some tables has, without those of tables that inherit from it. */
  SortedMap<String, Long> countedRows(List<TableName> tables, Console console) {
    SortedMap<String, Long> rows = new TreeMap<>();
    for (TableName table : tables) {
      String count = one("select count(*) from only " + table.quoted());
      rows.put(table.toString(), Long.parseLong(count));
      console.progress("count rows, tables", rows.size(), tables.size());
    }
    return rows;
  }

  /** Who owns something, or was granted something. */
  List<String> roles() {
    List<String> roles = new ArrayList<>();
    // who made the server stands in no list of dependencies, and is looked for by what is owned
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select pg_get_userbyid(refobjid) from pg_shdepend
                where refclassid = 'pg_authid'::regclass
                  and dbid = (select oid from pg_database where datname = current_database())
                union
                select pg_get_userbyid(relowner) from pg_class
                where relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
                union
                select pg_get_userbyid(proowner) from pg_proc
                where pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'
                order by 1\
                """)) {
      while (rows.next()) {
        roles.add(rows.getString(1));
      }
      return roles;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private String one(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static CommandException unreadable(SQLException e) {
    return new CommandException(
        "the database cannot be read as a whole (SQLSTATE %s): %s"
            .formatted(e.getSQLState(), e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // it held nothing but a moment
    }
  }
}
