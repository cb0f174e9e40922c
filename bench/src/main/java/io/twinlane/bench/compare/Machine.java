package io.twinlane.bench.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run was made on, as far as it bears on the figures: nothing that names a user or a host.
 *
 * @param at when, to the second
 * @param commit of the working copy, with a plus sign if there were changes to it
 * @param load how many processes wanted to run in the minute before; negative where nobody knows
 * @param kernel its name and version
 * @param jdk that of every JVM
 */
record Machine(
    String at,
    String commit,
    int cores,
    String processor,
    long memoryMebibytes,
    double load,
    String kernel,
    String jdk) {

  private static final String UNKNOWN = "unknown";

  /**
   * This one, now.
   *
   * @param home the working copy
   */
  static Machine here(Path home) {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit(home),
        Runtime.getRuntime().availableProcessors(),
        field(Path.of("/proc/cpuinfo"), "model name"),
        totalMebibytes(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + Runtime.version());
  }

  private static long totalMebibytes() {
    String digits = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1_024;
  }

  /** Of lines with a name, a colon and a value, the first with that name. */
  private static String field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String commit(Path home) {
    String head = git(home, "rev-parse", "--short=12", "HEAD");
    if (head.isEmpty()) {
      return UNKNOWN;
    }
    return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "+";
  }

  private static String git(Path home, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(home, arguments))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static List<String> command(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
