package io.twinlane.schema.testkit;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.OwnServer.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A streaming replica of a server of a test's own. It begins as a copy of the files of the server,
 * which is stopped for that.
 */
public final class Replica implements AutoCloseable {

  private final OwnServer primary;
  private final Path data;
  private final int port;

  private Replica(OwnServer primary, Path data, int port) {
    this.primary = primary;
    this.data = data;
    this.port = port;
  }

  /** Makes one, with its files in a folder, and starts it and the server. */
  public static Replica of(OwnServer primary, Path folder) {
    Replica replica = new Replica(primary, folder.resolve("replica"), freePort());
    primary.stop(Stop.FAST);
    OwnServer.run(List.of("cp", "-a", primary.data().toString(), replica.data.toString()));
    replica.follow();
    primary.start();
    replica.start();
    return replica;
  }

  /** The connection string of its superuser. */
  public String url() {
    return "postgres://postgres@127.0.0.1:%d/postgres".formatted(port);
  }

  /** Its database, to look at. */
  public TestDatabase database() {
    return TestDatabase.existing(DatabaseUrl.parse(url()));
  }

  /** Holds the replay of what it receives, or goes on with it. */
  public void pause(boolean paused) {
    database().query(paused ? "select pg_wal_replay_pause()" : "select pg_wal_replay_resume()");
  }

  /** Starts it, and returns when it accepts connections. */
  public void start() {
    String own = "\"-p\" \"" + port + '"';
    primary.start(data, primary.options().replace("\"-p\" \"" + primary.port() + '"', own));
  }

  /** Stops it, {@code fast} or {@code immediate}, and returns when it is gone. */
  public void stop(String mode) {
    primary.control(data, "-m", mode, "-w", "stop");
  }

  private void follow() {
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(primary.port()),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop("immediate");
  }
}
