package io.twinlane.migrator;

import io.twinlane.migrator.backup.ExportCommand;
import io.twinlane.migrator.backup.RestoreCommand;
import io.twinlane.migrator.backup.VerifyCommand;
import io.twinlane.migrator.check.CheckCommand;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.BackfillCommand;
import io.twinlane.migrator.data.SeedCommand;
import io.twinlane.migrator.doctor.DoctorCommand;
import io.twinlane.migrator.ephemeral.EphemeralCommand;
import io.twinlane.migrator.generate.GenerateCommand;
import io.twinlane.migrator.generate.IntrospectCommand;
import io.twinlane.migrator.generate.NewCommand;
import io.twinlane.migrator.generate.PushCommand;
import io.twinlane.migrator.lint.LintCommand;
import io.twinlane.migrator.migrate.BaselineCommand;
import io.twinlane.migrator.migrate.MigrateCommand;
import io.twinlane.migrator.migrate.ResetCommand;
import io.twinlane.migrator.migrate.ResolveCommand;
import io.twinlane.migrator.migrate.StatusCommand;
import io.twinlane.migrator.rehearse.RehearseCommand;
import io.twinlane.migrator.report.MaintenanceCommand;
import io.twinlane.migrator.report.ReportCommand;
import io.twinlane.migrator.types.TypesCommand;
import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The migrator's command line. Exit status 0 done, 1 failed, 2 wrong usage or configuration, 3
 * something to do.
 */
@Command(
    name = "migrator",
    description = "Changes the schema of a database, and looks after it.",
    mixinStandardHelpOptions = true)
public final class Main {

  /** In the order of the help: the life of a change, then data, backups and the rest. */
  private static final List<Supplier<Object>> COMMANDS =
      List.of(
          MigrateCommand::new,
          StatusCommand::new,
          CheckCommand::new,
          NewCommand::new,
          GenerateCommand::new,
          LintCommand::new,
          RehearseCommand::new,
          ResolveCommand::new,
          BaselineCommand::new,
          IntrospectCommand::new,
          PushCommand::new,
          ResetCommand::new,
          SeedCommand::new,
          BackfillCommand::new,
          ExportCommand::new,
          RestoreCommand::new,
          VerifyCommand::new,
          EphemeralCommand::new,
          ReportCommand::new,
          MaintenanceCommand::new,
          TypesCommand::new,
          DoctorCommand::new);

  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Main());
    addTo(commands);
    System.exit(execute(commands, arguments));
  }

  /** The migrator's commands, for a command line that has others as well. */
  public static void addTo(CommandLine commands) {
    COMMANDS.forEach(command -> commands.addSubcommand(command.get()));
    commands.getSubcommands().values().forEach(Main::withHelp);
  }

  private static void withHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
    command.getSubcommands().values().forEach(Main::withHelp);
  }

  /** Runs a command line, and tells what goes wrong in lines that an operator can act on. */
  public static int execute(CommandLine commands, String... arguments) {
    boolean json = List.of(arguments).contains("--json");
    commands.setExecutionExceptionHandler((e, command, _) ->
        switch (e) {
          case SettingsException _ -> told(command, e, 2, json);
          case StartException _ -> told(command, e, 2, json);
          case CommandException failure -> told(command, e, failure.status(), json);
          default -> throw e;
        });
    return commands.execute(arguments);
  }

  private static int told(CommandLine command, Exception e, int status, boolean json) {
    String message = String.valueOf(e.getMessage());
    if (json) {
      new Console(System.out, true)
          .tell("error", message, Map.of("message", message, "status", status));
    } else {
      String name = command.getCommandSpec().root().name();
      message.lines().forEach(line -> System.err.println(name + ": " + line));
    }
    return status;
  }
}
