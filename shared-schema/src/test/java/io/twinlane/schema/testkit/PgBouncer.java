package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PgBouncer in transaction mode in front of a server. */
public final class PgBouncer implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private static final int TRIES = 1_000;

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static boolean installed() {
    return PLACES.stream().anyMatch(Files::isExecutable);
  }

  /** Starts one for a database, in a folder that is its own. */
  public static PgBouncer start(DatabaseUrl url, Path folder) {
    return start(url, folder, "");
  }

  /** The same, with more lines of configuration. */
  public static PgBouncer start(DatabaseUrl url, Path folder, String lines) {
    try {
      int port = freePort();
      Path config = folder.resolve("pgbouncer.ini");
      Files.writeString(
          config,
          """
          [databases]
          %s = host=%s port=%d dbname=%s user=%s
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = transaction
          default_pool_size = 5
          %s
          """
              .formatted(
                  url.database(), url.host(), url.port(), url.database(), url.user(), port, lines));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
      PgBouncer pooler = new PgBouncer(process(config, folder), port);
      pooler.awaitListening();
      return pooler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection string through the pooler, marked as such. */
  public String url(DatabaseUrl url) {
    return "postgres://%s@127.0.0.1:%d/%s?pgbouncer=true&sslmode=disable"
        .formatted(url.user(), port, url.database());
  }

  /** The connection string through the pooler, as somebody writes it who knows of no pooler. */
  public String urlUnmarked(DatabaseUrl url) {
    return url(url).replace("pgbouncer=true&", "");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Process process(Path config, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString());
    if (System.getProperty("user.name").equals("root")) {
      // it refuses to run as root
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(config.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("pgbouncer.log").toFile())
        .start();
  }

  private void awaitListening() {
    for (int i = 0; i < TRIES && !listening(); i++) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean listening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
