package io.twinlane.migrator.backup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code export} as a process of its own, which can be killed. */
final class ExportProcess {

  private ExportProcess() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ExportCommand()).execute(arguments));
  }

  static Process start(String url, Path log, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ExportProcess.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    File output = log.toFile();
    builder.redirectOutput(output).environment().put("DATABASE_URL", url);
    return builder.start();
  }
}
