package io.twinlane.migrator.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code twinlane.schema_migrations}: Flyway's history of what was applied, read and mended where
 * Flyway has no way to.
 */
public record History(Connection connection) {

  /** The schema of all tables that are Twinlane's own; it is not one that clients see. */
  public static final String SCHEMA = "twinlane";

  public static final String TABLE = "schema_migrations";

  /** Flyway's mark of where a history begins. */
  public static final String BEGINNING = "0";

  /**
   * A row.
   *
   * @param millis how long it took
   * @param success whether it is applied; a file that failed outside of a transaction leaves a row
   */
  public record Row(
      String version, String description, int checksum, Instant at, long millis, boolean success) {}

  /** The rows of migrations, oldest first; none if there is no history yet. */
  public List<Row> rows() throws SQLException {
    if (!exists()) {
      return List.of();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select version, description, coalesce(checksum, 0), installed_on at time zone current_setting('timezone'),
              execution_time, success
            from twinlane.schema_migrations where version <> ? order by version
            """)) {
      statement.setString(1, BEGINNING);
      try (ResultSet rows = statement.executeQuery()) {
        List<Row> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row(rows));
        }
        return found;
      }
    }
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getString(1),
        rows.getString(2),
        rows.getInt(3),
        rows.getObject(4, OffsetDateTime.class).toInstant(),
        rows.getLong(5),
        rows.getBoolean(6));
  }

  private boolean exists() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select to_regclass('twinlane.schema_migrations') is not null")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** A file that failed outside of a transaction has left a row; mended, it is to run again. */
  public void forgetFailures() throws SQLException {
    if (rows().stream().anyMatch(row -> !row.success())) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("delete from twinlane.schema_migrations where not success");
      }
    }
  }

  /** Makes it as if a file had never been applied. */
  public void remove(String version) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from twinlane.schema_migrations where version = ?")) {
      statement.setString(1, version);
      statement.executeUpdate();
    }
  }

  /** Makes it as if a file had been applied now. */
  public void add(MigrationFile file) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into twinlane.schema_migrations (installed_rank, version, description, type,
              script, checksum, installed_by, execution_time, success)
            select coalesce(max(installed_rank), 0) + 1, ?, ?, 'JDBC', ?, ?, session_user, 0, true
            from twinlane.schema_migrations
            """)) {
      statement.setString(1, file.version());
      statement.setString(2, file.description());
      statement.setString(3, file.name());
      statement.setInt(4, file.crc32());
      statement.executeUpdate();
    }
  }
}
