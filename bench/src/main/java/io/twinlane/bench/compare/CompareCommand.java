package io.twinlane.bench.compare;

import io.twinlane.bench.contender.TemporaryFolder;
import io.twinlane.bench.measure.Unlike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the comparison, which other commands stand below. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    description = {
      "Compares Twinlane with what it could cost, within one run: it starts a PostgreSQL of its own,",
      "servers and poolers, lets all take turns, and reports ratios, CPU time per request, latency at",
      "a fixed rate, memory and start. Speeds are reported, and never a reason to fail."
    },
    footer = {
      "",
      "Examples:",
      "  ./twinlane bench --quick                     less than two minutes",
      "  ./twinlane bench --out docs/performance/x    all of it; writes x.md and x.json",
      "  ./twinlane bench reads --rounds 3 --seconds 3",
      "  ./twinlane bench reads writes --also POOL_PIPELINING=1",
      "",
      "pgbench, PgBouncer, pgpool-II, Spring Boot (built with Maven) and PostGraphile (npm) are left",
      "out, and named in the report, where they are not there.",
      "Exit status: 0 done, 1 requests failed, 2 wrong usage."
    })
public final class CompareCommand implements Callable<Integer> {

  private static final Path HOME = Path.of(System.getenv().getOrDefault("TWINLANE_HOME", ""));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "GROUP",
      arity = "0..*",
      description = "Of works: reads, rest, writes or sql; all if none is named.")
  private Set<Group> groups = Set.of();

  @Option(
      names = "--quick",
      description = "What shows the most, for a moment each: that all works rather than how fast.")
  private boolean quick;

  @Option(names = "--rounds", description = "Turns of each contender; 5, and 2 in quick mode.")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      description =
          "Of each turn and at the fixed rate; 4, and about one in quick mode. All warm up for 12.")
  private @Nullable Integer seconds;

  @Option(
      names = "--also",
      paramLabel = "NAME=VALUE",
      description = "A further suite with this setting, at reads and inserts; repeatable.")
  private List<String> also = List.of();

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "A further option of the suites' JVM; repeatable.")
  private List<String> jvm = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the reports go, without .md and .json; by default .twinlane/bench in the working copy.")
  private Path out = HOME.resolve(".twinlane").resolve("bench");

  @Override
  public Integer call() throws IOException {
    Order order = order();
    try (TemporaryFolder folder = TemporaryFolder.create("twinlane-bench")) {
      Comparison run = Comparing.run(order, command(), folder.path());
      write(run);
      return status(run.unlike());
    }
  }

  private Order order() {
    try {
      return new Order(HOME, groups, quick, pace(), also, jvm);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** For the report, which names no folder of whoever ran it. */
  private String command() {
    StringBuilder text = new StringBuilder("./twinlane bench");
    groups.forEach(group -> text.append(' ').append(group.word()));
    text.append(quick ? " --quick" : "");
    text.append(rounds == null ? "" : " --rounds " + rounds);
    text.append(seconds == null ? "" : " --seconds " + seconds);
    also.forEach(setting -> text.append(" --also ").append(setting));
    jvm.forEach(option -> text.append(" --jvm ").append(option));
    return text.toString();
  }

  private Pace pace() {
    if (quick && rounds == null && seconds == null) {
      return Pace.QUICK;
    }
    return Pace.of(rounds == null ? 5 : rounds, seconds == null ? 4 : seconds);
  }

  private void write(Comparison run) throws IOException {
    String markdown = new MarkdownReport(run).toString();
    System.out.print("\n" + markdown);
    Path file = out.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file.resolveSibling(file.getFileName() + ".md"), markdown);
    Files.writeString(
        file.resolveSibling(file.getFileName() + ".json"), new JsonReport(run).toString());
    System.out.printf("%nwritten: %s.md and .json%n", out);
  }

  private static int status(Unlike unlike) {
    if (unlike.failed() > 0) {
      System.err.printf("bench: %d requests failed: %s%n", unlike.failed(), unlike.first());
      return 1;
    }
    return 0;
  }
}
