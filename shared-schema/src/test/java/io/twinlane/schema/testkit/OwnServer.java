package io.twinlane.schema.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server that a test stops and starts as an operator would. */
public final class OwnServer implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final Path data;
  private final Path binaries;

  /** How a server is stopped (PostgreSQL manual, 18.5). */
  public enum Stop {
    SMART("TERM"),
    FAST("INT"),
    IMMEDIATE("QUIT");

    private final String signal;

    Stop(String signal) {
      this.signal = signal;
    }
  }

  private OwnServer(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
    this.binaries = binaries(pid());
  }

  /** Starts one, with its files in a folder. */
  public static OwnServer start(Path folder) {
    Path data = folder.resolve("data");
    try {
      return new OwnServer(
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setServerConfig("max_connections", "60")
              .start(),
          data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection string of its superuser. */
  public String url() {
    return "postgres://postgres@127.0.0.1:%d/postgres".formatted(server.getPort());
  }

  /** Stops it, and returns when it is gone. */
  public void stop(Stop how) {
    long pid = pid();
    run(List.of("kill", "-" + how.signal, Long.toString(pid)));
    ProcessHandle.of(pid)
        .ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Lets it stand still, and go on. */
  public void pause(boolean paused) {
    List<Long> all = new ArrayList<>(List.of(pid()));
    ProcessHandle.of(pid()).orElseThrow().children().map(ProcessHandle::pid).forEach(all::add);
    List<String> command = new ArrayList<>(List.of("kill", paused ? "-STOP" : "-CONT"));
    all.forEach(pid -> command.add(Long.toString(pid)));
    runAnyhow(command); // one of them may just have ended
  }

  /** From its next start on it is a replica of nobody, which takes no writes; or itself again. */
  public void standby(boolean standby) {
    Path signal = data.resolve("standby.signal");
    try {
      if (standby) {
        Files.createFile(signal);
      } else {
        Files.delete(signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  int port() {
    return server.getPort();
  }

  Path data() {
    return data;
  }

  /** Starts it again, as it was started before, and returns when it accepts connections. */
  public void start() {
    start(data, options());
  }

  /** Starts a server of the same version on other files. */
  void start(Path files, String options) {
    control(files, "-l", files.resolve("restart.log").toString(), "-o", options, "-w", "start");
  }

  /** Runs {@code pg_ctl} for a server of the same version. */
  void control(Path files, String... arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(binaries.resolve("pg_ctl").toString(), "-D", files.toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  /** What it was started with, but for its files. */
  String options() {
    try {
      String line = Files.readString(data.resolve("postmaster.opts")).strip();
      return line.substring(line.indexOf(' ') + 1).replace("\"-D\" \"" + data + "\"", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binaries(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(List<String> command) {
    int status = runAnyhow(command);
    if (status != 0) {
      throw new IllegalStateException(command + " ended with " + status);
    }
  }

  private static int runAnyhow(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
