package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.history.History;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.Standing;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resolve}: says of a migration what no machine can know. */
@Command(
    name = "resolve",
    description = {
      "Says of a migration that it is applied, or that nothing of it is left.",
      "For what somebody has seen to by hand. Only the history changes; who said it, when and "
          + "why is kept in it."
    },
    footer = {
      "",
      "Examples:",
      "  twinlane resolve --applied 20260203110000_add_index.sql --reason 'built by hand, INC-12'",
      "  twinlane resolve --rolled-back 20260203110000_add_index.sql --reason 'dropped again'"
    })
public final class ResolveCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept in the history.")
  private String reason = "";

  /** What became of the file. */
  static final class Which {

    @Option(
        names = "--applied",
        paramLabel = "FILE",
        description = "All that the file does is done.")
    private @Nullable String applied;

    @Option(
        names = "--rolled-back",
        paramLabel = "FILE",
        description = "Nothing of the file is left; it is pending again.")
    private @Nullable String rolledBack;
  }

  @Override
  public Integer call() {
    Environment env = options.environment();
    MigrationTerms terms = MigrationTerms.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    if (reason.isBlank()) {
      throw new SettingsException(List.of("--reason must say why"));
    }
    Console console = options.console();
    Migrations migrations = new Migrations(settings.database(), settings.schema(), terms, console);
    String applied = which.applied;
    MigrationFile file =
        migrations.file(applied == null ? String.valueOf(which.rolledBack) : applied);
    options.guard(settings);
    Event event = applied == null ? Event.RESOLVED_ROLLED_BACK : Event.RESOLVED_APPLIED;
    migrations.underLock((standing, connection) -> resolve(standing, connection, file, event));
    console.tell(
        "resolved",
        "%s is %s now".formatted(file.name(), applied == null ? "pending" : "applied"),
        Map.of("file", file.name(), "applied", applied != null, "reason", reason));
    return 0;
  }

  private void resolve(Standing standing, Connection connection, MigrationFile file, Event event) {
    boolean applied =
        standing.applied().stream().anyMatch(known -> known.version().equals(file.version()));
    if (applied && event == Event.RESOLVED_APPLIED) {
      throw new CommandException(file.name() + " is applied already");
    }
    try {
      connection.setAutoCommit(false);
      History history = new History(connection);
      history.remove(file.version());
      if (event == Event.RESOLVED_APPLIED) {
        history.add(file);
      }
      new Journal(connection).add(Entry.of(file, event, reason));
      connection.commit();
    } catch (SQLException e) {
      throw new CommandException("the history cannot be written: " + e.getMessage(), e);
    }
  }
}
