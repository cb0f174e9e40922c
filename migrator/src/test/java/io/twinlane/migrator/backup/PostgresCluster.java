package io.twinlane.migrator.backup;

import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the system's packages, which have the tools that the embedded one lacks.
 * Started at the first use, stopped when the JVM ends; it asks for a password.
 */
final class PostgresCluster {

  static final String PASSWORD = "p@ss: word'";
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final Optional<PostgresCluster> SHARED = binaries().map(PostgresCluster::started);

  private final Path binaries;
  private final Path folder;
  private final int port;

  private PostgresCluster(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** The one of this JVM, if the packages are installed. */
  static Optional<PostgresCluster> shared() {
    return SHARED;
  }

  /** The way to a database, as the superuser. */
  Database database(String name) {
    String url = "postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable".formatted(port);
    return new Database(
        DatabaseUrl.parse(url).withDatabase(name).withPassword(new Secret(PASSWORD)));
  }

  /** A new empty database. */
  Database create() {
    String name = "backup " + UUID.randomUUID();
    execute(database("postgres"), "create database \"" + name + "\"");
    return database(name);
  }

  static void execute(Database database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static String query(Database database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Optional<Path> binaries() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresCluster started(Path binaries) {
    try {
      // short, as the name of a socket may not be long, and open to the user of the server
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "tw");
      PostgresCluster cluster = new PostgresCluster(binaries, folder, freePort());
      cluster.start();
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private void start() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (root()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    asServer(
        "initdb",
        "-D",
        data(),
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--pwfile=" + password);
    asServer(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p %d -k %s -c fsync=off -c listen_addresses=127.0.0.1".formatted(port, folder),
        "start");
  }

  private void stop() {
    try {
      asServer("pg_ctl", "-D", data(), "-m", "immediate", "stop");
      run(List.of("rm", "-rf", folder.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void asServer(String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(binaries.resolve(tool).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/tmp").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("failed: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
