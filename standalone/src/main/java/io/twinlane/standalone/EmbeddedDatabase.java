package io.twinlane.standalone;

import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of our own in a folder, for development. It listens on loopback only and
 * trusts whoever connects from there; its data are still there at the next start.
 *
 * <p>One process at a time has the folder. A server that a killed process left behind is stopped
 * first.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(30);

  /** Of the role and of the database. */
  private static final String NAME = "app";

  private final Path folder;
  private final EmbeddedPostgres server;
  private final FileLock lock;

  private EmbeddedDatabase(Path folder, EmbeddedPostgres server, FileLock lock) {
    this.folder = folder;
    this.server = server;
    this.lock = lock;
  }

  /**
   * Starts the server.
   *
   * @param folder holds everything; made if it is not there
   * @param fresh whether to begin without the data of before
   * @throws StartException if another process has the folder, or PostgreSQL does not start
   */
  public static EmbeddedDatabase start(Path folder, boolean fresh) {
    FileLock lock = lock(folder);
    Path data = folder.resolve("data");
    try {
      stopLeftOver(folder, data);
      if (fresh) {
        delete(data);
      }
      EmbeddedPostgres server = builder(folder, data).start();
      EmbeddedDatabase database = new EmbeddedDatabase(folder, server, lock);
      database.createOnce();
      return database;
    } catch (IOException | IllegalStateException | SQLException e) {
      throw new StartException(
          "the embedded PostgreSQL in %s does not start: %s".formatted(folder, e.getMessage()));
    }
  }

  /** How to connect to the database. */
  public DatabaseUrl url() {
    return DatabaseUrl.parse(urlText());
  }

  /** How to connect, as text; there is no password in it. */
  public String urlText() {
    return "postgres://%s@127.0.0.1:%d/%s".formatted(NAME, server.getPort(), NAME);
  }

  /** The server's first process, below which all the others are. */
  public ProcessHandle process() {
    return ProcessHandle.of(serverPid(folder.resolve("data"))).orElseThrow();
  }

  /** Stops the server in order. */
  @Override
  public void close() {
    try {
      server.close();
      lock.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres.Builder builder(Path folder, Path data) {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(START_MAX)
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log(folder)))
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log(folder)))
        // the library's own defaults suit tests: data that are kept need the disk to have them
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on");
  }

  private static File log(Path folder) {
    return folder.resolve("postgres.log").toFile();
  }

  private static FileLock lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return Optional.ofNullable(channel.tryLock()).orElseThrow(() -> taken(folder));
    } catch (OverlappingFileLockException e) {
      throw taken(folder);
    } catch (IOException e) {
      throw new StartException("cannot write to %s: %s".formatted(folder, e.getMessage()));
    }
  }

  private static StartException taken(Path folder) {
    return new StartException(
        "another twinlane is running on the data in %s. Stop it first.".formatted(folder));
  }

  /** A process that was killed could not stop its server; nobody else can have started it here. */
  private static void stopLeftOver(Path folder, Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    boolean postgres =
        ProcessHandle.of(serverPid(data))
            .flatMap(process -> process.info().command())
            .filter(command -> command.contains("postgres"))
            .isPresent();
    if (postgres) {
      stop(folder, data);
    }
  }

  private static long serverPid(Path data) {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Path folder, Path data) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("binaries"), 3)) {
      Path control =
          files
              .filter(file -> file.endsWith("bin/pg_ctl"))
              .findFirst()
              .orElseThrow(() -> new IOException("a server is running and pg_ctl is gone"));
      new ProcessBuilder(control.toString(), "-D", data.toString(), "-m", "fast", "-w", "stop")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder)))
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Makes the role and the database that everything runs as and in, at the first start. */
  private void createOnce() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select from pg_roles where rolname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create role " + NAME + " login");
      statement.execute("create database " + NAME + " owner " + NAME);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
