package io.twinlane.migrator.replay;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.script.Script;
import io.twinlane.migrator.script.Script.Part;
import io.twinlane.migrator.script.StatementFailure;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Scratch databases built from files, beside the database whose server they use. Whoever takes one
 * closes it.
 *
 * <p>The server's roles, other databases and settings are not the scratch database's own:
 * statements about them are left out.
 */
public record Replay(Database origin) {

  /** Statements that may do anything, by what they run. */
  private static final Pattern MAY_HIDE =
      Pattern.compile("^(DO|CALL|SELECT|WITH)\\b", Pattern.CASE_INSENSITIVE);

  private static final String SCHEMAS_OF_PATH =
      """
      do $$
      declare
        wanted text;
      begin
        foreach wanted in array
          array(select btrim(name, ' "') from string_to_table(current_setting('search_path'), ',') name)
        loop
          if wanted not in ('$user', '') and wanted !~ '^pg_' then
            execute format('create schema if not exists %I', wanted);
          end if;
        end loop;
      end $$\
      """;

  /**
   * What files build one after another, as migrations do.
   *
   * @throws CommandException if one of them fails
   */
  public Scratch inOrder(List<SqlFile> files) {
    return filled(connection -> {
      for (SqlFile file : files) {
        run(connection, file);
      }
    });
  }

  /**
   * What files declare. One that needs a later one waits for it.
   *
   * @throws CommandException if a file fails after all others have run
   */
  public Scratch inAnyOrder(List<SqlFile> files) {
    return filled(connection -> runInAnyOrder(connection, files));
  }

  /** A database that holds nothing but what every one holds. */
  public Scratch empty() {
    return filled(_ -> {});
  }

  /** Runs a statement; whether it could. What a failed one did is not kept. */
  public static boolean runs(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** What fills a database. */
  private interface Filling {
    void fill(Connection connection) throws SQLException;
  }

  private Scratch filled(Filling filling) {
    Scratch scratch = Scratch.beside(origin);
    try (Connection connection = scratch.connect();
        Statement statement = connection.createStatement()) {
      takePath(statement);
      // the migrator's own tables are there before any file runs
      statement.execute("create schema twinlane");
      statement.execute(SCHEMAS_OF_PATH);
      filling.fill(connection);
      return scratch;
    } catch (SQLException e) {
      scratch.close();
      throw new CommandException("a scratch database cannot be filled: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** The database may have a path of its own, which says where tables without a schema go. */
  private void takePath(Statement scratch) throws SQLException {
    try (Connection connection = origin.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select nullif(current_setting('search_path'), '')")) {
      rows.next();
      String path = rows.getString(1);
      scratch.execute("set search_path to " + (path == null ? "''" : path));
    }
  }

  /**
   * Runs a file as migrate does: in one transaction if it may.
   *
   * @throws CommandException if a statement fails; then nothing of a transaction is kept
   */
  public static void run(Connection connection, SqlFile file) throws SQLException {
    Script script = Script.of(file);
    String path = path(connection);
    connection.setAutoCommit(!script.transactional());
    try (Statement statement = connection.createStatement()) {
      run(script, statement);
      statement.execute("reset role");
      statement.execute("reset all");
      statement.execute("set search_path to " + path);
      if (script.transactional()) {
        connection.commit();
      }
    } catch (CommandException e) {
      if (script.transactional()) {
        connection.rollback();
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String path(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show search_path")) {
      rows.next();
      String path = rows.getString(1);
      return path.isEmpty() ? "''" : path;
    }
  }

  private static void run(Script script, Statement statement) throws SQLException {
    statement.setEscapeProcessing(false);
    for (Part part : script.parts()) {
      if (ServerWide.saidBy(part)) {
        continue;
      }
      try {
        if (MAY_HIDE.matcher(part.bare()).find()) {
          unlessOfTheServer(statement, part.sql());
        } else {
          statement.execute(part.sql());
        }
      } catch (SQLException e) {
        throw new StatementFailure(
                script.name(), part, "it ran on a scratch database, and nothing else was touched.")
            .because(e);
      }
    }
  }

  /** What it did is kept only if the server does not share it. */
  private static void unlessOfTheServer(Statement statement, String sql) throws SQLException {
    Connection connection = statement.getConnection();
    if (connection.getAutoCommit()) {
      statement.execute(sql);
      return;
    }
    ServerWide server = ServerWide.before(connection);
    Savepoint before = connection.setSavepoint();
    statement.execute(sql);
    if (!server.written(connection).isEmpty()) {
      connection.rollback(before);
    }
  }

  private static void runInAnyOrder(Connection connection, List<SqlFile> files)
      throws SQLException {
    List<SqlFile> waiting = List.copyOf(files);
    while (!waiting.isEmpty()) {
      List<SqlFile> failed = new ArrayList<>();
      List<CommandException> failures = new ArrayList<>();
      for (SqlFile file : waiting) {
        try {
          run(connection, file);
        } catch (CommandException e) {
          failed.add(file);
          failures.add(e);
        }
      }
      if (failed.size() == waiting.size()) {
        throw failures.getFirst();
      }
      waiting = failed;
    }
  }
}
