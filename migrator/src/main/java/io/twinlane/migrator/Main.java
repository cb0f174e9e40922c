package io.twinlane.migrator;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.migrator.data.SeedCommand;
import io.twinlane.migrator.doctor.DoctorCommand;
import io.twinlane.migrator.migrate.MigrateCommand;
import io.twinlane.migrator.migrate.StatusCommand;
import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The migrator's command line. Exit status 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "migrator",
    description = "Changes the schema of a Twinlane database.",
    mixinStandardHelpOptions = true,
    subcommands = {
      MigrateCommand.class,
      StatusCommand.class,
      SeedCommand.class,
      DoctorCommand.class
    })
public final class Main {

  public static void main(String[] arguments) {
    System.exit(execute(new CommandLine(new Main()), arguments));
  }

  /** The migrator's commands, for a command line that has others as well. */
  public static void addTo(CommandLine commands) {
    commands
        .addSubcommand(new MigrateCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new SeedCommand())
        .addSubcommand(new DoctorCommand());
  }

  /** Runs a command line, and tells what goes wrong in lines that an operator can act on. */
  public static int execute(CommandLine commands, String... arguments) {
    commands.setExecutionExceptionHandler((e, command, _) -> {
      String message = String.valueOf(e.getMessage());
      return switch (e) {
        case SettingsException _ -> told(command, message, 2);
        case StartException _ -> told(command, message, 2);
        case CommandException _ -> told(command, message, 1);
        default -> throw e;
      };
    });
    return commands.execute(arguments);
  }

  private static int told(CommandLine command, String message, int status) {
    String name = command.getCommandSpec().root().name();
    message.lines().forEach(line -> System.err.println(name + ": " + line));
    return status;
  }
}
