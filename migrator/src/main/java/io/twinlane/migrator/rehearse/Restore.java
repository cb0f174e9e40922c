package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A backup put into an empty database by the newest pg_restore of this machine. */
final class Restore {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final int LINES_MAX = 10;

  private final Database target;

  Restore(Database target) {
    this.target = target;
  }

  /** How a program ended, and the first lines of what it said. */
  private record Output(int status, String text) {}

  /**
   * Restores all but owners and rights, which belong to roles, and subscriptions, which would reach
   * out to another server.
   *
   * @throws CommandException if there is no pg_restore, or it fails
   */
  void from(Path backup) {
    if (!Files.isReadable(backup)) {
      throw new CommandException("the backup %s cannot be read".formatted(backup));
    }
    Path program = newest();
    List<String> command =
        List.of(
            program.toString(),
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-subscriptions",
            "--dbname=" + connection(),
            backup.toString());
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    target
        .url()
        .password()
        .ifPresent(secret -> process.environment().put("PGPASSWORD", secret.value()));
    Output output = output(process);
    if (output.status() != 0) {
      throw new CommandException(
          "%s cannot restore %s (status %d):%n%s"
              .formatted(program, backup, output.status(), output.text()));
    }
  }

  /** Without the password, which any user of the machine could see in the list of processes. */
  private String connection() {
    DatabaseUrl url = target.url();
    return new DatabaseUrl(url.target(), Optional.empty(), url.tls(), url.limits(), url.settings())
        .forTools()
        .value();
  }

  private static Path newest() {
    return candidates().stream()
        .max(Comparator.comparingInt(Restore::version))
        .orElseThrow(() ->
            new CommandException(
                "pg_restore is not on this machine: install postgresql-client of the server's"
                    + " version or newer"));
  }

  private static List<Path> candidates() {
    List<Path> places = new ArrayList<>();
    Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "pg_restore"))
        .forEach(places::add);
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions.map(folder -> folder.resolve("bin/pg_restore")).forEach(places::add);
      } catch (IOException e) {
        // then what is in the path has to do
      }
    }
    return places.stream().filter(Files::isExecutable).toList();
  }

  private static int version(Path program) {
    Matcher version =
        VERSION.matcher(output(new ProcessBuilder(program.toString(), "--version")).text());
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  private static Output output(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      List<String> lines;
      try (var reader = process.inputReader()) {
        lines = reader.lines().toList();
      }
      return new Output(
          process.waitFor(), String.join("\n", lines.stream().limit(LINES_MAX).toList()));
    } catch (IOException e) {
      return new Output(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped while restoring", e);
    }
  }
}
