package io.twinlane.bench.contender;

import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A pooler in front of the server, from the system's packages.
 *
 * @param settings that matter, as its file has them
 * @param url the database through it
 * @param folder its own
 */
public record Pooler(String settings, Process process, DatabaseUrl url, TemporaryFolder folder)
    implements AutoCloseable {

  private static final int TRIES_MAX = 500;
  private static final int BETWEEN_TRIES_MILLIS = 20;
  private static final int STOP_SECONDS_MAX = 10;

  /** Where PgBouncer is, if it is installed. */
  public static Optional<Path> pgBouncer() {
    return installed("pgbouncer");
  }

  /** Where pgpool-II is, if it is installed. */
  public static Optional<Path> pgPool() {
    return installed("pgpool");
  }

  private static Optional<Path> installed(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a program says of its version, in one line. */
  public static String version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Starts PgBouncer.
   *
   * @param url of the server, whose user is let in without a password
   * @throws IllegalStateException if it does not listen within ten seconds
   */
  public static Pooler startPgBouncer(Path program, DatabaseUrl url, int poolMax) {
    int port = Server.freePort();
    // statements stay prepared in this mode with every version
    String settings = "pool_mode = session\ndefault_pool_size = %d\n".formatted(poolMax);
    String text =
        """
        [databases]
        %s = host=%s port=%d dbname=%s user=%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        %s\
        """
            .formatted(
                url.database(), url.host(), url.port(), url.database(), url.user(), port, settings);
    TemporaryFolder folder = enterable();
    Path file = write(folder.path().resolve("pgbouncer.ini"), text);
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody")); // it refuses to run as root
    }
    command.add(file.toString());
    return start(settings, command, folder, at(url, port));
  }

  /** Starts pgpool-II with its query cache; the same rules. */
  public static Pooler startPgPool(Path program, DatabaseUrl url, int poolMax) {
    int port = Server.freePort();
    // one more than pgbench has clients, for whoever looks whether it listens
    String settings =
        """
        num_init_children = %d
        max_pool = 1
        memory_cache_enabled = on
        memqcache_method = 'shmem'
        memqcache_total_size = 67108864
        memqcache_expire = 60
        memqcache_auto_cache_invalidation = on
        """
            .formatted(poolMax + 1);
    TemporaryFolder folder = enterable();
    String text =
        """
        backend_clustering_mode = 'raw'
        backend_hostname0 = '%1$s'
        backend_port0 = %2$d
        backend_flag0 = 'DISALLOW_TO_FAILOVER'
        listen_addresses = '127.0.0.1'
        port = %3$d
        pcp_listen_addresses = '127.0.0.1'
        pcp_port = %4$d
        socket_dir = '%5$s'
        pcp_socket_dir = '%5$s'
        pid_file_name = '%5$s/pgpool.pid'
        memqcache_oiddir = '%5$s'
        logdir = '%5$s'
        work_dir = '%5$s'
        enable_pool_hba = off
        pool_passwd = ''
        log_min_messages = warning
        %6$s\
        """
            .formatted(url.host(), url.port(), port, Server.freePort(), folder.path(), settings);
    Path file = write(folder.path().resolve("pgpool.conf"), text);
    List<String> command = List.of(program.toString(), "-n", "-f", file.toString());
    return start(settings, command, folder, at(url, port));
  }

  private static DatabaseUrl at(DatabaseUrl url, int port) {
    return DatabaseUrl.parse(
        "postgres://%s@127.0.0.1:%d/%s?sslmode=disable"
            .formatted(url.user(), port, url.database()));
  }

  /** For a program that runs as another user. */
  private static TemporaryFolder enterable() {
    TemporaryFolder folder = TemporaryFolder.create("twinlane-bench-pooler");
    try {
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pooler start(
      String settings, List<String> command, TemporaryFolder folder, DatabaseUrl url) {
    Path log = folder.path().resolve("log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Pooler pooler = new Pooler(settings, process, url, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      for (int tries = 0; tries < TRIES_MAX && process.isAlive(); tries++) {
        if (listening(url.port())) {
          return pooler;
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
      }
      String said = Server.lastLines(log);
      pooler.close();
      throw new IllegalStateException("does not listen:\n" + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean listening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
