package io.twinlane.bench.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of the checks of a running installation: {@code consistency}, {@code rolling}. */
public final class CheckCommands {

  private static final String[] IDENTITY = {
    "",
    "DATABASE_URL (or DATABASE_URL_FILE) says as whom to come in by SQL over HTTP, where the check",
    "makes tables of its own; nothing connects to the host that it names. CHECK_TOKEN (or",
    "CHECK_TOKEN_FILE) is a token for REST, where one is needed.",
    "Exit status: 0 nothing found, 1 something, 2 wrong usage."
  };

  private CheckCommands() {}

  /** Puts them below a command line. */
  public static void addTo(CommandLine commands) {
    for (Callable<Integer> command : List.of(new OfConsistency(), new OfRolling())) {
      CommandLine one = new CommandLine(command);
      one.getCommandSpec().usageMessage().footer(IDENTITY);
      commands.addSubcommand(one);
    }
  }

  private static Path workingCopy() {
    return Path.of(System.getenv().getOrDefault("TWINLANE_HOME", ""));
  }

  @Command(
      name = "consistency",
      mixinStandardHelpOptions = true,
      description = {
        "Clients write and read versions of keys through gateways, while whatever happens to them",
        "happens; then it is judged whether a read was older than a write that was acknowledged",
        "before, went back in time, was torn, or showed what nobody had written."
      })
  private static final class OfConsistency implements Callable<Integer> {

    @Option(names = "--url", required = true, description = "Base URL of a gateway; repeatable.")
    private List<String> urls = List.of();

    @Option(names = "--operations", defaultValue = "100000", description = "${DEFAULT-VALUE}")
    private long operations;

    @Option(
        names = "--duration",
        defaultValue = "600",
        description = "Seconds after which it ends in any case; ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--clients", defaultValue = "8", description = "${DEFAULT-VALUE}")
    private int clients;

    @Option(names = "--keys", defaultValue = "64", description = "${DEFAULT-VALUE}")
    private int keys;

    @Option(
        names = "--writes",
        defaultValue = "15",
        description = "Of a hundred operations; ${DEFAULT-VALUE}")
    private int writesPercent;

    @Option(
        names = "--timeout",
        defaultValue = "10",
        description = "Seconds of one request; ${DEFAULT-VALUE}")
    private int timeoutSeconds;

    @Option(names = "--seed", description = "Of the clients' choices; any, and told.")
    private long seed = System.nanoTime();

    @Override
    public Integer call() {
      Consistency.Settings settings =
          new Consistency.Settings(
              urls,
              Access.of(workingCopy()),
              clients,
              keys,
              writesPercent,
              operations,
              Duration.ofSeconds(seconds),
              Duration.ofSeconds(timeoutSeconds),
              seed);
      ConsistencyReport report = Consistency.run(settings);
      System.out.print(report);
      return report.violations() == 0 ? 0 : 1;
    }
  }

  @Command(
      name = "rolling",
      mixinStandardHelpOptions = true,
      description = {
        "Sends requests at a fixed rate, each to a gateway that says it is ready, and none twice:",
        "whatever fails is counted, and told with its cause."
      })
  private static final class OfRolling implements Callable<Integer> {

    @Option(names = "--url", required = true, description = "Base URL of a gateway; repeatable.")
    private List<String> urls = List.of();

    @Option(
        names = "--management",
        description = "Where the gateway of the same place is probed; by default its --url.")
    private List<String> probes = List.of();

    @Option(names = "--rate", defaultValue = "200", description = "A second; ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--requests", defaultValue = "20000", description = "${DEFAULT-VALUE}")
    private int requests;

    @Option(
        names = "--timeout",
        defaultValue = "10",
        description = "Seconds of one request; ${DEFAULT-VALUE}")
    private int timeoutSeconds;

    @Override
    public Integer call() {
      RollingReport report =
          Rolling.run(
              new Rolling.Settings(
                  Gateways.of(urls, probes),
                  Access.of(workingCopy()),
                  rate,
                  requests,
                  Duration.ofSeconds(timeoutSeconds)));
      System.out.print(report);
      return report.failed() == 0 ? 0 : 1;
    }
  }
}
