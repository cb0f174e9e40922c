package io.twinlane.migrator.generate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drafts the migration from what the migrations of a folder build to what it declares, and proves
 * it: the draft is applied to a scratch database, whose catalogs must then say what those of the
 * declared schema say. Scratch databases alone are changed.
 */
final class Generation {

  private final Replay replay;
  private final SchemaFolder schema;
  private final DifferenceWriter writer;

  Generation(Database beside, SchemaFolder schema, DifferenceWriter writer) {
    this.replay = new Replay(beside);
    this.schema = schema;
    this.writer = writer;
  }

  /**
   * A draft and what its proof showed.
   *
   * @param files none if there is nothing to do
   * @param left what differs still once it is applied, as kind and identity
   * @param failure why it does not run, if it does not
   */
  record Proven(List<DraftFile> files, List<Left> left, Optional<String> failure) {

    Proven {
      files = List.copyOf(files);
      left = List.copyOf(left);
    }

    /** Whether somebody has to write more than is there. */
    boolean complete() {
      return left.isEmpty() && failure.isEmpty();
    }
  }

  /** A fact that no statement of the draft brings about. */
  record Left(String kind, String identity) {

    static List<Left> of(List<Difference> differences) {
      return differences.stream()
          .map(difference -> new Left(difference.kind(), difference.identity()))
          .distinct()
          .toList();
    }

    @Override
    public String toString() {
      return kind + " " + identity;
    }
  }

  /**
   * The draft.
   *
   * @throws CommandException if the migrations or the declared schema do not run
   */
  Proven draft() {
    try (Scratch before = replay.inOrder(schema.migrations());
        Scratch after = replay.inAnyOrder(schema.declared())) {
      Facts expected = facts(after);
      Present present = present(before);
      List<String> statements =
          new Tidy(present.user()).tidied(writer.statements(before.database(), after.database()));
      // the facts leave out the migrator's own schema, and the writer much else
      return statements.isEmpty() && Facts.between(expected, facts(before)).isEmpty()
          ? new Proven(List.of(), List.of(), Optional.empty())
          : new Trial(expected, present).best(statements, before);
    } catch (SQLException e) {
      throw new CommandException("a scratch database cannot be read: " + e.getMessage(), e);
    }
  }

  private static Facts facts(Scratch scratch) throws SQLException {
    try (Connection connection = scratch.connect()) {
      return Facts.read(connection);
    }
  }

  private static Present present(Scratch scratch) throws SQLException {
    try (Connection connection = scratch.connect()) {
      return Present.in(connection);
    }
  }

  /** One way to write the draft, tried. */
  private record Attempt(
      Draft draft, Optional<String> failure, List<Difference> differences, List<String> mends) {

    Proven proven() {
      return new Proven(
          draft.files(), failure.isPresent() ? List.of() : Left.of(differences), failure);
    }
  }

  /** Tries ways to write the draft, each on a database that the migrations have built. */
  private final class Trial {

    private final Facts expected;
    private final Present present;

    Trial(Facts expected, Present present) {
      this.expected = expected;
      this.present = present;
    }

    /** The best way; the first one is tried on the database that was compared. */
    Proven best(List<String> statements, Scratch compared) throws SQLException {
      Draft.Drops drops = Draft.Drops.LAST;
      Attempt first = attempt(Draft.of(statements, present, drops), compared);
      if (first.failure().isPresent()) {
        drops = Draft.Drops.IN_PLACE;
        first = attempt(statements, drops);
      }
      if (first.mends().isEmpty()) {
        return first.proven();
      }
      Attempt mended =
          attempt(Stream.concat(statements.stream(), first.mends().stream()).toList(), drops);
      boolean better =
          mended.failure().isEmpty() && mended.differences().size() < first.differences().size();
      return (better ? mended : first).proven();
    }

    private Attempt attempt(List<String> statements, Draft.Drops drops) throws SQLException {
      try (Scratch scratch = replay.inOrder(schema.migrations())) {
        return attempt(Draft.of(statements, present, drops), scratch);
      }
    }

    private Attempt attempt(Draft draft, Scratch scratch) throws SQLException {
      try (Connection connection = scratch.connect()) {
        for (DraftFile file : draft.files()) {
          Replay.run(connection, new SqlFile(file.name("the draft"), file.text()));
        }
        List<Difference> differences = Facts.between(expected, Facts.read(connection));
        return new Attempt(
            draft, Optional.empty(), differences, mends(connection, draft, differences));
      } catch (CommandException e) {
        return new Attempt(draft, Optional.of(reason(e)), List.of(), List.of());
      }
    }

    /** Without the advice, which is for migrations that are applied. */
    private static String reason(CommandException e) {
      return String.valueOf(e.getMessage())
          .lines()
          .filter(line -> !line.startsWith("  next:"))
          .collect(Collectors.joining("\n"));
    }

    /** The statements that mend what the writer of differences does not know, where they run. */
    private List<String> mends(Connection connection, Draft draft, List<Difference> differences)
        throws SQLException {
      List<String> wanted =
          Facts.mending(differences).stream()
              .map(sql -> sql.strip().replaceAll(";$", ""))
              .filter(sql -> !draft.rules().hasLeft(sql))
              .toList();
      List<String> running = new ArrayList<>();
      for (String sql : new Tidy(present.user()).tidied(wanted)) {
        if (Replay.runs(connection, sql)) {
          running.add(sql);
        }
      }
      return running;
    }
  }
}
