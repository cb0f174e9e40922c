package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.schema.settings.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: a dump of the database, with its manifest. */
@Command(
    name = "export",
    description = {
      "Dumps the database with pg_dump: its schema, or with --data its rows as well.",
      "A manifest beside the dump tells what it must be equal to when it is restored."
    },
    footer = {
      "",
      "Examples:",
      "  twinlane export --data                    everything, into backups/",
      "  twinlane export --data-only --table=users the rows of one table",
      "  twinlane export --data -- --no-owner      with arguments of pg_dump",
      "",
      "Exit status: 0 done, 1 failed, with no file left, 2 wrong usage or settings."
    })
public final class ExportCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @ArgGroup private final Rows rows = new Rows();

  /** Which rows the dump has; without any of it, none. */
  static final class Rows {

    @Option(names = "--data", description = "The schema and the rows.")
    private boolean with;

    @Option(names = "--data-only", description = "The rows and no schema.")
    private boolean only;
  }

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Only this table, with its partitions; may be repeated.")
  private final List<String> tables = new ArrayList<>();

  @Option(
      names = "--exclude-table",
      paramLabel = "NAME",
      description = "All but this table; may be repeated.")
  private final List<String> excluded = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "custom, which is compressed and the default, or plain, which is SQL.")
  private DumpFormat format = DumpFormat.CUSTOM;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where the dump goes.",
      defaultValue = Backup.FOLDER)
  private Path folder = Path.of(Backup.FOLDER);

  @Option(names = "--keep-all", description = "Delete no dump, however old.")
  private boolean keepAll;

  @Parameters(paramLabel = "-- ARGUMENT", description = "What pg_dump is told besides.")
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    ExportRequest request =
        new ExportRequest(kind(), format, tables, excluded, arguments, folder, keepAll);
    Environment env = options.environment();
    BackupSettings backup = BackupSettings.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    settings.database().await(settings.patience());
    Backup.take(settings, backup, request, options.console());
    return 0;
  }

  private Kind kind() {
    if (rows.only) {
      return Kind.DATA;
    }
    return rows.with ? Kind.FULL : Kind.SCHEMA;
  }
}
