package io.twinlane.standalone;

import io.twinlane.schema.service.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code twinlane} command line. */
@Command(
    name = "twinlane",
    description = "A PostgreSQL data gateway with two lanes: CACHED for reads, DIRECT for writes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    footer = {
      "",
      "Examples:",
      "  ./twinlane up                       start everything on an embedded PostgreSQL",
      "  DATABASE_URL=… ./twinlane up        start it on a database of yours",
      "  ./twinlane studio                   a link to look at data, lanes and schema in a browser",
      "  DATABASE_URL=… ./twinlane migrate   bring a database up to date",
      "  ./twinlane migrate --help           what a command does, with examples",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 something to do."
    })
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new UpCommand())
            .addSubcommand(new StudioCommand());
    io.twinlane.migrator.Main.addTo(commands);
    int status = io.twinlane.migrator.Main.execute(commands, arguments);
    System.exit(status);
  }

  static final class VersionProvider implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"Twinlane " + Version.NUMBER};
    }
  }
}
