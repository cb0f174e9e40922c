package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own pg_dump, pg_restore and psql, of one version in one folder.
 *
 * @param version as they print it, such as {@code 17.6}
 */
record ClientTools(Path folder, String version) {

  private static final List<String> NAMES = List.of("pg_dump", "pg_restore", "psql");
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");
  private static final Pattern MAJOR = Pattern.compile("\\d+");

  /** Where packages put them: a folder, what its folders are called, and what lies in those. */
  private static final List<List<String>> USUAL =
      List.of(
          List.of("/usr/lib/postgresql", "*", "bin"),
          List.of("/usr", "pgsql-*", "bin"),
          List.of("/usr/libexec", "postgresql*", ""),
          List.of("/opt/homebrew/opt", "{postgresql*,libpq*}", "bin"),
          List.of("/usr/local/opt", "{postgresql*,libpq*}", "bin"),
          List.of("/Library/PostgreSQL", "*", "bin"),
          List.of("/Applications/Postgres.app/Contents/Versions", "*", "bin"));

  /**
   * Those that serve a database best.
   *
   * @param least the major version that they must have, besides that of the server
   * @throws CommandException if none are new enough; the message says what to install
   */
  static ClientTools serving(Database database, int least, BackupSettings settings) {
    return atLeast(Math.max(least, majorOf(database)), settings);
  }

  /** The major version of a server. */
  static int majorOf(Database database) {
    try (Connection connection = database.connect()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new CommandException("the server does not tell its version: " + e.getMessage(), e);
    }
  }

  private static ClientTools atLeast(int major, BackupSettings settings) {
    List<ClientTools> installed =
        folders(settings).stream().flatMap(folder -> in(folder).stream()).toList();
    return best(installed, major)
        .orElseThrow(() -> new CommandException(advice(major, installed, settings)));
  }

  /**
   * The oldest that are new enough, and the latest correction of them: what later ones write, an
   * older server may not read.
   */
  static Optional<ClientTools> best(List<ClientTools> installed, int major) {
    return installed.stream()
        .filter(tools -> tools.major() >= major)
        .min(
            Comparator.comparingInt(ClientTools::major)
                .thenComparing(ClientTools::minor, Comparator.reverseOrder()));
  }

  /** The tools of a folder, if all of them are there and run. */
  static Optional<ClientTools> in(Path folder) {
    if (!NAMES.stream().allMatch(name -> genuine(folder.resolve(name)))) {
      return Optional.empty();
    }
    return version(folder.resolve("pg_dump")).map(version -> new ClientTools(folder, version));
  }

  /** The version of the tools, or of a server, as far as formats depend on it. */
  static int majorOf(String version) {
    Matcher number = MAJOR.matcher(version);
    return number.lookingAt() ? Integer.parseInt(number.group()) : 0;
  }

  int major() {
    return majorOf(version);
  }

  private int minor() {
    int point = version.indexOf('.');
    return point < 0 ? 0 : majorOf(version.substring(point + 1));
  }

  String path(String tool) {
    return folder.resolve(tool).toString();
  }

  private static Set<Path> folders(BackupSettings settings) {
    if (settings.tools().isPresent()) {
      return Set.of(settings.tools().get());
    }
    Set<Path> folders = new LinkedHashSet<>();
    // how a shell finds a command is no setting of ours
    Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(part -> part.startsWith("/"))
        .map(Path::of)
        .forEach(folders::add);
    USUAL.forEach(place -> folders.addAll(matching(place)));
    return folders;
  }

  private static List<Path> matching(List<String> place) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of(place.get(0)), place.get(1))) {
      found.forEach(folder -> folders.add(folder.resolve(place.get(2))));
    } catch (IOException e) {
      // no such folder on this system
    }
    return folders;
  }

  /** Debian puts a script of another name behind the names in PATH, which chooses by itself. */
  private static boolean genuine(Path tool) {
    try {
      return Files.isExecutable(tool) && tool.toRealPath().endsWith(tool.getFileName());
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> version(Path tool) {
    try {
      Process process =
          new ProcessBuilder(tool.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readNBytes(1_000), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Matcher version = VERSION.matcher(said);
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** What to install, on the systems that most use. */
  static String advice(int major, List<ClientTools> installed, BackupSettings settings) {
    String found =
        installed.isEmpty()
            ? "none are installed"
            : "there are only "
                + String.join(
                    ", ",
                    installed.stream()
                        .map(tools -> tools.version() + " in " + tools.folder())
                        .toList());
    String looked = settings.tools().map(folder -> " in PG_BIN, which is " + folder).orElse("");
    return """
    pg_dump, pg_restore and psql of PostgreSQL %1$d or later are needed%2$s: %3$s.
      Debian, Ubuntu: apt-get install postgresql-client-%1$d  (if there is no such package: apt.postgresql.org)
      Alpine:         apk add postgresql%1$d-client
      macOS:          brew install postgresql@%1$d
    or name the folder that they are in: PG_BIN=/path/to/bin\
    """
        .formatted(major, looked, found);
  }
}
