package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.backup.BackupSettings;
import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.rehearse.Rehearsed.Ending;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rehearse}: what the pending migrations do, by doing it on a copy. */
@Command(
    name = "rehearse",
    description = {
      "Runs each pending statement on a copy of the database, and tells what it did.",
      "Which locks it took, which tables it rewrote and scanned, what it wrote to the log, and how long"
          + " that took. The database itself is not changed; its server has the work."
    },
    footer = {
      "",
      "With none of the three copies the applied migrations are replayed without rows: then locks and"
          + " rewrites are right, and times mean nothing.",
      "",
      "Exit status: 0 nobody waits too long, 1 failed, 2 wrong usage or settings, 3 a statement keeps"
          + " readers or writers waiting for longer than --max-ms, fails, or was not rehearsed.",
      "",
      "Example: twinlane rehearse --backup backup/app.dump --max-ms 500"
    })
public final class RehearseCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @ArgGroup private @Nullable Source source;

  @Option(
      names = "--max-ms",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How long a lock may keep readers or writers waiting (${DEFAULT-VALUE}).")
  private long maxMillis;

  @Option(
      names = "--server-wide",
      description = {
        "Keep also what changes the whole server, such as new roles: for a server that is thrown away."
            + " Else a file that does so is undone, and those after it are not rehearsed."
      })
  private boolean serverWide;

  /** One of the ways to a copy. */
  static final class Source {

    @Option(
        names = "--template",
        paramLabel = "DATABASE",
        description = "Copy this database of the same server, which nobody may be connected to.")
    private @Nullable String template;

    @Option(
        names = "--backup",
        paramLabel = "FILE",
        description = "Restore this dump of pg_dump's custom format.")
    private @Nullable Path backup;

    @Option(
        names = "--database",
        paramLabel = "NAME",
        description = "Use this copy on the same server, which is changed and stays.")
    private @Nullable String database;

    Origin origin(Environment env) {
      if (template != null) {
        return new Origin.Template(template);
      }
      if (backup != null) {
        return new Origin.Backup(backup, BackupSettings.from(env));
      }
      return database == null ? new Origin.Replayed() : new Origin.Existing(database);
    }
  }

  @Override
  public Integer call() {
    if (maxMillis < 0) {
      throw new SettingsException(List.of("--max-ms must be 0 or more"));
    }
    Environment env = options.environment();
    MigratorSettings settings = MigratorSettings.from(env);
    options.guard(settings);
    settings.database().await(settings.patience());
    Origin origin = source == null ? new Origin.Replayed() : source.origin(env);
    long start = System.nanoTime();
    try (Copy copy = Copy.of(settings, origin)) {
      Duration making = Duration.ofNanos(System.nanoTime() - start);
      return rehearse(copy, making, new Account(options.console(), Duration.ofMillis(maxMillis)));
    }
  }

  private int rehearse(Copy copy, Duration making, Account account) {
    Console console = account.console();
    String name = copy.database().url().database();
    console.tell(
        "copy",
        "copy: %s, ready in %,d ms".formatted(name, making.toMillis()),
        Map.of("database", name, "ms", making.toMillis(), "rows", copy.withRows()));
    if (!copy.withRows()) {
      console.line("It has no rows: times mean nothing; locks and rewrites are as they will be.");
    }
    List<SqlFile> files = copy.pending();
    List<Measured> statements = new ArrayList<>();
    Ending ending = Ending.KEPT;
    int done = 0;
    while (done < files.size() && ending == Ending.KEPT) {
      SqlFile file = files.get(done++);
      account.head(file.name());
      Rehearsed rehearsed = new Rehearsal(copy.database(), serverWide).of(file);
      rehearsed.statements().forEach(account::tell);
      statements.addAll(rehearsed.statements());
      ending = rehearsed.ending();
    }
    return account.end(statements, new Account.End(ending, files.subList(done, files.size())));
  }
}
