package io.twinlane.migrator.generate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.generate.Generation.Left;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database that is there, as a baseline migration and as the files of {@code schema/}; proven by
 * building scratch databases from both. The database itself is only read.
 */
final class Introspection {

  private final Database live;
  private final Replay replay;
  private final DifferenceWriter writer;

  Introspection(Database live, DifferenceWriter writer) {
    this.live = live;
    this.replay = new Replay(live);
    this.writer = writer;
  }

  /**
   * What was written down.
   *
   * @param left what neither the baseline nor the declaration makes
   */
  record Taken(SqlFile baseline, List<SqlFile> declaration, List<Left> left) {

    Taken {
      declaration = List.copyOf(declaration);
      left = List.copyOf(left);
    }
  }

  /**
   * Reads the database.
   *
   * @throws CommandException if it cannot be read, or no scratch database be made
   */
  Taken take() {
    try (Connection connection = live.connect()) {
      Facts expected = Facts.read(connection);
      Tidy tidy = new Tidy(Present.in(connection).user());
      List<String> statements = statements(tidy, expected);
      List<SqlFile> declaration = declaration(statements);
      SqlFile baseline = new SqlFile("baseline", new DraftFile("", statements).text());
      return new Taken(
          baseline,
          declaration,
          Stream.concat(
                  left(expected, List.of(baseline)).stream(), left(expected, declaration).stream())
              .distinct()
              .toList());
    } catch (SQLException e) {
      throw new CommandException("the database cannot be read: " + e.getMessage(), e);
    }
  }

  /** What makes the database from nothing; last what the writer of differences does not know. */
  private List<String> statements(Tidy tidy, Facts expected) throws SQLException {
    try (Scratch empty = replay.empty();
        Connection connection = empty.connect()) {
      List<String> statements =
          new ArrayList<>(Reserved.spared(tidy.tidied(writer.statements(empty.database(), live))));
      statements.forEach(sql -> Replay.runs(connection, sql));
      List<Difference> differences = Facts.between(expected, Facts.read(connection));
      for (String sql : Reserved.spared(tidy.tidied(Facts.mending(differences)))) {
        if (Replay.runs(connection, sql)) {
          statements.add(sql);
        }
      }
      return statements;
    }
  }

  private List<SqlFile> declaration(List<String> statements) throws SQLException {
    try (Scratch empty = replay.empty();
        Connection connection = empty.connect()) {
      return Declaration.files(statements, connection);
    }
  }

  private List<Left> left(Facts expected, List<SqlFile> files) throws SQLException {
    try (Scratch scratch = replay.empty();
        Connection connection = scratch.connect()) {
      for (SqlFile file : files) {
        Replay.run(connection, file);
      }
      return Left.of(Facts.between(expected, Facts.read(connection)));
    }
  }
}
