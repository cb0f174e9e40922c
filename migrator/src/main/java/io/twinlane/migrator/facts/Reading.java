package io.twinlane.migrator.facts;

import io.twinlane.migrator.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Facts on their way out of the catalogs.
 *
 * <p>1. All come from one snapshot. 2. What the session or the database has set changes none of the
 * texts. 3. The session is afterwards as it was.
 */
final class Reading {

  /**
   * What decides how PostgreSQL writes names and constants, and what keeps it from plans for a few
   * rows, because it takes each part of these statements to be small: a nested loop over 2,000
   * tables takes a minute.
   */
  private static final String SETTINGS =
      """
      set local search_path = pg_catalog, pg_temp;
      set local timezone = 'UTC';
      set local datestyle = 'ISO, YMD';
      set local intervalstyle = 'postgres';
      set local extra_float_digits = 1;
      set local bytea_output = 'hex';
      set local quote_all_identifiers = off;
      set local standard_conforming_strings = on;
      set local jit = off;
      set local enable_nestloop = off;
      set local work_mem = '64MB'
      """;

  private static final String SAVEPOINT = "twinlane_facts";

  private final Connection connection;
  private final List<String> files;

  Reading(Connection connection, List<String> files) {
    this.connection = connection;
    this.files = List.copyOf(files);
  }

  /**
   * The facts, in no order. In a transaction that is open already they are what it sees.
   *
   * @throws CommandException if PostgreSQL refuses, or something was dropped in the meantime
   */
  List<Fact> facts() {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return connection.getAutoCommit() ? alone(statement) : inside(statement);
    } catch (SQLException e) {
      throw new CommandException("the catalogs cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Fact> alone(Statement statement) throws SQLException {
    statement.execute("begin isolation level repeatable read, read only");
    try {
      return read(statement);
    } finally {
      statement.execute("rollback");
    }
  }

  private List<Fact> inside(Statement statement) throws SQLException {
    statement.execute("savepoint " + SAVEPOINT);
    try {
      return read(statement);
    } finally {
      statement.execute("rollback to savepoint " + SAVEPOINT);
      statement.execute("release savepoint " + SAVEPOINT);
    }
  }

  private List<Fact> read(Statement statement) throws SQLException {
    statement.execute(SETTINGS);
    String scope = text("scope.sql");
    List<Fact> facts = new ArrayList<>();
    for (String file : files) {
      try (ResultSet rows = statement.executeQuery(scope + text(file + ".sql"))) {
        while (rows.next()) {
          facts.add(fact(rows));
        }
      }
    }
    return facts;
  }

  private static Fact fact(ResultSet rows) throws SQLException {
    return new Fact(
        Kind.of(said(rows, 1)).word(), said(rows, 2), said(rows, 3), said(rows, 4), said(rows, 5));
  }

  private static String said(ResultSet rows, int column) throws SQLException {
    return Objects.requireNonNullElse(rows.getString(column), "");
  }

  private static String text(String name) {
    try (InputStream in = Reading.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
