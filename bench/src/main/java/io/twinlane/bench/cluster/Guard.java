package io.twinlane.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Kills the processes that it was told of once it is closed, or once this JVM is gone by whatever
 * way: a shell that waits for the end of a pipe of which the JVM holds the other end. Thread-safe.
 */
final class Guard implements AutoCloseable {

  private static final String SCRIPT =
      """
      pids=' '
      while read -r sign pid; do
        case $sign in
          +) pids="$pids$pid " ;;
          -) pids="${pids%%" $pid "*} ${pids#*" $pid "}" ;;
        esac
      done
      for pid in $pids; do kill -KILL "$pid"; done
      """;

  private final Process shell;
  private final Writer told;

  private Guard(Process shell) {
    this.shell = shell;
    this.told = shell.outputWriter(StandardCharsets.UTF_8);
  }

  static Guard start() {
    try {
      return new Guard(
          new ProcessBuilder("sh", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void watch(Process process) {
    tell("+ " + process.pid());
  }

  /** It has ended, and its number may soon be somebody else's. */
  void forget(Process process) {
    tell("- " + process.pid());
  }

  private synchronized void tell(String line) {
    try {
      told.write(line + "\n");
      told.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns once everything was killed. */
  @Override
  public synchronized void close() {
    try {
      told.close();
      shell.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
