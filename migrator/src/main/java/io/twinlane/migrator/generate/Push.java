package io.twinlane.migrator.generate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.generate.Generation.Left;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A live database on its way to the declared schema, without migrations. */
final class Push {

  private final Database live;
  private final SchemaFolder schema;
  private final DifferenceWriter writer;

  Push(Database live, SchemaFolder schema, DifferenceWriter writer) {
    this.live = live;
    this.schema = schema;
    this.writer = writer;
  }

  /**
   * A statement to run.
   *
   * @param loss the comment that says what it can lose
   */
  record Planned(String sql, Optional<String> loss) {}

  /** What would run, and what differs now, as kind and identity. */
  record Plan(List<Planned> statements, List<Left> differences) {

    Plan {
      statements = List.copyOf(statements);
      differences = List.copyOf(differences);
    }

    boolean losesData() {
      return statements.stream().anyMatch(statement -> statement.loss().isPresent());
    }
  }

  /**
   * Compares, and changes nothing that stays.
   *
   * @throws CommandException if the declared schema does not run
   */
  Plan plan() {
    try (Scratch declared = new Replay(live).inAnyOrder(schema.declared());
        Connection connection = live.connect();
        Connection wanted = declared.connect()) {
      Facts expected = Facts.read(wanted);
      Present present = Present.in(connection);
      Tidy tidy = new Tidy(present.user());
      List<String> statements =
          new ArrayList<>(
              Reserved.spared(tidy.tidied(writer.statements(live, declared.database()))));
      statements.addAll(Reserved.spared(tidy.tidied(rehearsed(connection, statements, expected))));
      DataLoss losses = new DataLoss(present);
      return new Plan(
          statements.stream().map(sql -> new Planned(sql, losses.comment(sql))).toList(),
          Left.of(Facts.between(expected, Facts.read(connection))));
    } catch (SQLException e) {
      throw new CommandException("the database cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the plan, as one transaction but for new values of enums, which cannot be used in the one
   * that adds them.
   *
   * @return what differs still
   * @throws CommandException if a statement fails; then nothing else is kept
   */
  List<Left> run(Plan plan) {
    try (Scratch declared = new Replay(live).inAnyOrder(schema.declared());
        Connection connection = live.connect();
        Connection wanted = declared.connect()) {
      for (Planned planned : plan.statements()) {
        if (addsValue(planned.sql())) {
          execute(connection, planned.sql());
        }
      }
      connection.setAutoCommit(false);
      for (Planned planned : plan.statements()) {
        if (!addsValue(planned.sql())) {
          execute(connection, planned.sql());
        }
      }
      connection.commit();
      return Left.of(Facts.between(Facts.read(wanted), Facts.read(connection)));
    } catch (SQLException e) {
      throw new CommandException("the database cannot be changed: " + e.getMessage(), e);
    }
  }

  /**
   * The statements for what the writer does not know: seen by running its statements and taking
   * them back. What fails here, as a value of an enum cannot be used in the transaction that adds
   * it, is said when the plan runs for real.
   */
  private static List<String> rehearsed(
      Connection connection, List<String> statements, Facts expected) throws SQLException {
    connection.setAutoCommit(false);
    try {
      lockForSeconds(connection);
      statements.forEach(sql -> runs(connection, sql));
      return Facts.mending(Facts.between(expected, Facts.read(connection))).stream()
          .filter(sql -> runs(connection, sql))
          .toList();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void lockForSeconds(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '5s'");
    }
  }

  /** Whether a statement can run in the transaction that is open, which goes on if it cannot. */
  private static boolean runs(Connection connection, String sql) {
    try {
      Savepoint before = connection.setSavepoint();
      boolean done = Replay.runs(connection, sql);
      if (!done) {
        connection.rollback(before);
      }
      return done;
    } catch (SQLException e) {
      throw new CommandException("the connection was lost: " + e.getMessage(), e);
    }
  }

  private static boolean addsValue(String sql) {
    return Shape.of(sql) instanceof Shape.AddValue;
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new CommandException(
          "a statement failed; nothing was kept but new values of enumerations:\n%s\n%s"
              .formatted(sql, e.getMessage()),
          e);
    }
  }
}
