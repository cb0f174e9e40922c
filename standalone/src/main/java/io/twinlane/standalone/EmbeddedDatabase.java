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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of our own in a folder, for development. It listens on loopback only, asks
 * everybody but its superuser for a password, and its data are still there at the next start.
 *
 * <p>One process at a time has the folder. A server that a killed process left behind is stopped
 * first.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  /** Of the role and of the database. */
  private static final String NAME = "app";

  /** The superuser is for what starts the server; nobody else comes without a password. */
  private static final String WHO_MAY_COME =
      """
      # written at every start
      host all postgres 127.0.0.1/32 trust
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private final Path folder;
  private final EmbeddedPostgres server;
  private final FileLock lock;
  private final String password;

  private EmbeddedDatabase(Path folder, EmbeddedPostgres server, FileLock lock, String password) {
    this.folder = folder;
    this.server = server;
    this.lock = lock;
    this.password = password;
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
      stopLeftOver(data);
      if (fresh) {
        delete(data);
      }
      EmbeddedPostgres server = builder(folder, data).start();
      EmbeddedDatabase database =
          new EmbeddedDatabase(folder, server, lock, password(folder.resolve("password")));
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

  /** How to connect, as text, with the password: it opens nothing but this server. */
  public String urlText() {
    return "postgres://%s:%s@127.0.0.1:%d/%s".formatted(NAME, password, server.getPort(), NAME);
  }

  /** A password that only this folder's server knows, so that no web page can guess it. */
  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[12];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
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
  private static void stopLeftOver(Path data) throws IOException {
    if (!Files.exists(data.resolve("postmaster.pid"))) {
      return;
    }
    Optional<ProcessHandle> server =
        ProcessHandle.of(serverPid(data)).filter(process -> serves(process, data));
    if (server.isPresent()) {
      stop(server.get());
    }
  }

  /** The number of a process may be another's by now, so its command must name the folder. */
  private static boolean serves(ProcessHandle process, Path data) {
    String command =
        process.info().commandLine().orElseGet(() -> process.info().command().orElse(""));
    return command.contains("postgres") && command.contains(data.toString());
  }

  private static void stop(ProcessHandle server) throws IOException {
    server.destroy();
    try {
      server.onExit().get(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("a server of before, process " + server.pid() + ", does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static long serverPid(Path data) {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid")).stream()
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,9}"))
          .map(Long::parseLong)
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the role and the database that everything runs as and in, as far as they are missing. */
  private void createOnce() throws SQLException, IOException {
    Files.writeString(folder.resolve("data").resolve("pg_hba.conf"), WHO_MAY_COME);
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select from pg_roles where rolname = '" + NAME + "'")) {
        if (!found.next()) {
          statement.execute("create role " + NAME + " login");
          statement.execute("create database " + NAME + " owner " + NAME);
        }
      }
      statement.execute("alter role " + NAME + " password '" + password + "'");
      statement.execute("select pg_reload_conf()");
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
