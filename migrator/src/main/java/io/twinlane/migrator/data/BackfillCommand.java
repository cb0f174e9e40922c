package io.twinlane.migrator.data;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.BackfillLedger.Line;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code backfill}: changes the rows of a large table batch by batch. */
@Command(
    name = "backfill",
    description = {
      "Runs the job backfills/NAME.sql of the schema folder, or a file, batch by batch.",
      "Stopped or killed at any moment it goes on where it was, and treats no row twice."
    },
    footer = {
      "",
      "Exit status: 0 done, also if it was done before; 1 stopped by a failure or refused;",
      "2 wrong usage or configuration.",
      "",
      "Example: twinlane backfill orders_cents --batch 5000 --pause 50ms"
    })
public final class BackfillCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FILE",
      description = "A job of backfills/, or the path of a file that ends in .sql.")
  private @Nullable String job;

  @Option(
      names = "--batch",
      paramLabel = "ROWS",
      description = "Rows of a batch, in place of the file's; 1000 if it names none.")
  private @Nullable Integer batch;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      converter = PauseWord.class,
      description = "Rest after each batch, such as 50ms or 2s, in place of the file's.")
  private @Nullable Duration pause;

  @Option(
      names = "--max-rate",
      paramLabel = "ROWS",
      defaultValue = "0",
      description = "Rows a second at most; 0, the default, for no limit.")
  private int rateMax;

  @Option(names = "--again", description = "Begin with the first row, whatever was done before.")
  private boolean again;

  @Option(names = "--list", description = "Show which jobs are finished, running or stopped.")
  private boolean list;

  /** The words of {@code --pause}. */
  static final class PauseWord implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String word) {
      return BackfillJob.pause(word)
          .orElseThrow(
              () -> new TypeConversionException("a time is written like 50ms or 2s, not " + word));
    }
  }

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    if (list) {
      list(settings);
      return 0;
    }
    String asked = job;
    if (asked == null) {
      throw new SettingsException(List.of("say which job to run, or --list"));
    }
    BackfillJob read = BackfillJob.of(read(file(settings, asked)));
    Pace pace = pace(read);
    options.guard(settings);
    new Backfill(settings.database(), read, pace, options.console()).run(again);
    return 0;
  }

  private static Path file(MigratorSettings settings, String asked) {
    if (asked.endsWith(".sql")) {
      return Path.of(asked);
    }
    if (asked.contains("/") || asked.contains("\\")) {
      throw new SettingsException(
          List.of("a job is a name of backfills/, or a file that ends in .sql: " + asked));
    }
    return settings.schema().root().resolve("backfills").resolve(asked + ".sql");
  }

  private static SqlFile read(Path file) {
    try {
      return new SqlFile(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new CommandException("%s cannot be read: is it there?".formatted(file), e);
    }
  }

  private Pace pace(BackfillJob read) {
    int rows = batch == null ? read.batch() : batch;
    Duration rest = pause == null ? read.pause() : pause;
    if (rows < 1 || rateMax < 0) {
      throw new SettingsException(List.of("--batch is at least 1, and --max-rate at least 0"));
    }
    return new Pace(rows, rest, rateMax);
  }

  private void list(MigratorSettings settings) {
    try (Connection connection = settings.database().connect()) {
      List<Line> lines = new BackfillLedger(connection).all();
      Console console = options.console();
      lines.forEach(line -> tell(console, line));
      if (lines.isEmpty()) {
        console.line("no backfill was ever begun");
      }
    } catch (SQLException e) {
      throw new CommandException("the backfills cannot be listed: " + e.getMessage(), e);
    }
  }

  private static void tell(Console console, Line line) {
    console.tell(
        "backfill",
        "%-8s  %s: %,d of about %,d rows of %s looked at, %,d changed"
            .formatted(
                line.state(),
                line.name(),
                line.done(),
                Math.max(line.total(), line.done()),
                line.relation(),
                line.changed()),
        Map.of(
            "name",
            line.name(),
            "state",
            line.state(),
            "table",
            line.relation(),
            "done",
            line.done(),
            "changed",
            line.changed(),
            "total",
            line.total()));
  }
}
