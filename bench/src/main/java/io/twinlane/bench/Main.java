package io.twinlane.bench;

import io.twinlane.bench.check.CheckCommands;
import io.twinlane.bench.compare.CompareCommand;
import java.util.Locale;
import picocli.CommandLine;

/** The {@code twinlane bench} command line: {@code ./twinlane bench --help} says what there is. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // reports look the same everywhere
    CommandLine commands =
        new CommandLine(new CompareCommand())
            .addSubcommand(new OverloadCommand())
            .addSubcommand(new ProcessesCommand());
    CheckCommands.addTo(commands);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(io.twinlane.migrator.Main.execute(commands, arguments));
  }
}
