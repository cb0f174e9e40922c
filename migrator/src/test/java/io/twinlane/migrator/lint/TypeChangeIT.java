package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What lint takes for free, done on PostgreSQL: neither table nor index may get new files. */
class TypeChangeIT {

  private static final List<String> TYPES =
      List.of(
          "varchar(10)",
          "varchar(20)",
          "varchar",
          "text",
          "char(5)",
          "char(10)",
          "citext",
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "numeric(10,2)",
          "numeric(12,2)",
          "numeric(12,4)",
          "numeric(10)",
          "real",
          "double precision",
          "boolean",
          "json",
          "jsonb",
          "xml",
          "uuid",
          "bytea",
          "date",
          "time",
          "time(3)",
          "timetz",
          "timestamp",
          "timestamp(3)",
          "timestamp(0)",
          "timestamptz",
          "timestamptz(3)",
          "interval",
          "interval(3)",
          "cidr",
          "inet",
          "bit(3)",
          "bit(5)",
          "varbit(5)",
          "varbit(9)",
          "varbit",
          "text[]",
          "varchar(10)[]",
          "varchar(20)[]",
          "integer[]",
          "bigint[]");

  private static final List<String> TIMES =
      List.of("timestamp", "timestamp(3)", "timestamptz", "timestamptz(3)");

  @Test
  void whatIsTakenForFreeIsFreeAndTheRestIsNot() throws SQLException {
    List<String> wrong = wrong(TYPES, "Asia/Tokyo");

    assertThat(wrong).isEmpty();
  }

  @Test
  void timesAreFreeInUtc() throws SQLException {
    List<String> wrong = wrong(TIMES, "UTC");

    assertThat(wrong).isEmpty();
  }

  /** The changes of which lint says one thing and PostgreSQL does another. */
  private static List<String> wrong(List<String> types, String zone) throws SQLException {
    List<String> wrong = new ArrayList<>();
    boolean utc = zone.equals("UTC");
    try (TestDatabase database = TestDatabase.create();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE EXTENSION IF NOT EXISTS citext");
      statement.execute("SET LOCAL timezone = '%s'".formatted(zone));
      for (String from : types) {
        Savepoint before = connection.setSavepoint();
        create(connection, statement, from);
        for (String to : types) {
          TypeChange told = TypeChange.of(Optional.of(SqlType.of(from)), SqlType.of(to), utc);
          Optional<TypeChange> done = done(connection, statement, to);
          if (done.isPresent() && done.get() != told) {
            wrong.add("%s to %s is %s, not %s".formatted(from, to, done.get(), told));
          }
        }
        connection.rollback(before);
      }
    }
    return wrong;
  }

  private static void create(Connection connection, Statement statement, String type)
      throws SQLException {
    statement.execute("CREATE TABLE lint_pair (c %s)".formatted(type));
    Savepoint table = connection.setSavepoint();
    try {
      statement.execute("CREATE INDEX lint_pair_c ON lint_pair (c)");
    } catch (SQLException _) {
      // the type has no order
      connection.rollback(table);
    }
  }

  /** What PostgreSQL does; empty if it refuses. */
  private static Optional<TypeChange> done(Connection connection, Statement statement, String to)
      throws SQLException {
    String table = file(statement, "lint_pair");
    String index = file(statement, "lint_pair_c");
    Savepoint before = connection.setSavepoint();
    try {
      statement.execute("ALTER TABLE lint_pair ALTER c TYPE %s".formatted(to));
      if (!table.equals(file(statement, "lint_pair"))) {
        return Optional.of(TypeChange.REWRITE);
      }
      return Optional.of(
          index.equals(file(statement, "lint_pair_c")) ? TypeChange.FREE : TypeChange.REINDEX);
    } catch (SQLException _) {
      return Optional.empty();
    } finally {
      connection.rollback(before);
    }
  }

  /** The file that holds a table or an index. */
  private static String file(Statement statement, String name) throws SQLException {
    try (var rows =
        statement.executeQuery(
            "SELECT max(relfilenode::text) FROM pg_class WHERE relname = '%s'".formatted(name))) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
