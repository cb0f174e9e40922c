package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The database that a dump goes into: what stands in its way there, and how to take it away. */
record RestoreTarget(Database database) {

  /** Whatever somebody has made, apart from what came with an extension. */
  private static final String CONTENTS =
      """
      with made as (
        select 'pg_class'::regclass as kind, oid, relnamespace as place from pg_class
          where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        union all select 'pg_proc', oid, pronamespace from pg_proc
        union all select 'pg_type', oid, typnamespace from pg_type where typtype in ('d', 'e', 'r')
        union all select 'pg_namespace', oid, oid from pg_namespace where nspname <> 'public')
      select pg_describe_object(kind, made.oid, 0)
      from made join pg_namespace n on n.oid = place
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select from pg_depend d
          where d.classid = kind and d.objid = made.oid and d.deptype = 'e')
      order by kind, made.oid limit 1\
      """;

  /** Drops all of it, and makes public anew as it is in a new database. */
  private static final String EMPTYING =
      """
      select 1, format('drop event trigger if exists %I', evtname) from pg_event_trigger
      union all select 2, format('drop publication if exists %I', pubname) from pg_publication
      union all select 3, format('drop extension if exists %I cascade', extname)
        from pg_extension where extname <> 'plpgsql'
      union all select 4, format('drop schema if exists %I cascade', nspname) from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'
      union all select 5, format('drop foreign data wrapper if exists %I cascade', fdwname)
        from pg_foreign_data_wrapper
      union all select 6, format('select lo_unlink(%s)', oid) from pg_largeobject_metadata
      union all values
        (7, 'create schema public authorization pg_database_owner'),
        (8, 'grant usage on schema public to public'),
        (9, 'comment on schema public is ''standard public schema''')
      order by 1, 2\
      """;

  /** What stands in the way of a dump, empty if nothing does. */
  Optional<String> obstacle(Dump dump) {
    if (dump.ofDatabase()) {
      return first(query(CONTENTS)).map(what -> "it has " + what + " already");
    }
    Manifest manifest = dump.manifest().orElseThrow();
    return switch (manifest.contents().kind()) {
      case SCHEMA, FULL ->
          first(present(manifest.contents().tables())).map(table -> "it has " + table + " already");
      case DATA ->
          present(manifest.rows().keySet()).stream()
              .filter(this::filled)
              .findFirst()
              .map(table -> table + " has rows already");
    };
  }

  /**
   * The statements that take away whatever stands in the way.
   *
   * @throws CommandException if that would be more than the dump can bring back
   */
  List<String> emptying(Dump dump) {
    if (dump.whole()) {
      return query(EMPTYING);
    }
    if (dump.ofDatabase()) {
      throw new CommandException(
          "the dump has a part of a database only, and --clean would drop all of it: restore into"
              + " an empty database, or a new one with --create");
    }
    Manifest manifest = dump.manifest().orElseThrow();
    return switch (manifest.contents().kind()) {
      case SCHEMA, FULL -> joined("drop table ", present(manifest.contents().tables()));
      case DATA -> joined("truncate ", present(manifest.rows().keySet()));
    };
  }

  /** The statements that make the roles which a dump speaks of and a server does not have. */
  static List<String> missingRoles(Dump dump, ClientTools tools, Database server) {
    Collection<String> roles =
        dump.manifest()
            .map(known -> (Collection<String>) known.catalog().roles())
            .orElseGet(
                () -> Verification.scan(DumpScript.withoutRows(dump, tools, server)).owners());
    List<String> known = new RestoreTarget(server).query("select rolname from pg_roles");
    return roles.stream()
        .filter(role -> !known.contains(role))
        .map(role -> "create role " + TableName.quoted(role))
        .toList();
  }

  /**
   * Refuses a dump that speaks of roles which a server does not have, before anything is done.
   *
   * @throws CommandException with the statements that make them
   */
  static void refuseWithoutRoles(Dump dump, ClientTools tools, Database server) {
    List<String> missing = missingRoles(dump, tools, server);
    if (!missing.isEmpty()) {
      throw new CommandException(
          "the server lacks roles that own something in the dump, or were granted something. Make"
              + " them, or have restore do it with --create-roles:\n  "
              + String.join(";\n  ", missing)
              + ";");
    }
  }

  /** Runs statements, one after the other. */
  void execute(List<String> statements) {
    ask(connection -> {
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      }
      return statements;
    });
  }

  private static List<String> joined(String verb, List<String> tables) {
    return tables.isEmpty() ? List.of() : List.of(verb + String.join(", ", tables));
  }

  private static Optional<String> first(List<String> found) {
    return found.stream().findFirst();
  }

  /** Those of some tables that are there, as SQL has their names. */
  private List<String> present(Collection<String> tables) {
    return ask(connection -> {
      List<String> present = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              select format('%I.%I', n.nspname, c.relname)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.oid = to_regclass(?)\
              """)) {
        for (String table : tables) {
          statement.setString(1, table);
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              present.add(row.getString(1));
            }
          }
        }
      }
      return present;
    });
  }

  private boolean filled(String table) {
    return !query("select 1 from " + table + " limit 1").isEmpty();
  }

  /** The last column of each row. */
  private List<String> query(String sql) {
    return ask(connection -> {
      List<String> values = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          values.add(rows.getString(rows.getMetaData().getColumnCount()));
        }
      }
      return values;
    });
  }

  private interface Question {
    List<String> ask(Connection connection) throws SQLException;
  }

  private List<String> ask(Question question) {
    try (Connection connection = database.connect()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw new CommandException(
          "the database %s cannot be looked at: %s"
              .formatted(database.url().database(), e.getMessage()),
          e);
    }
  }
}
