package io.twinlane.bench.contender;

import io.twinlane.bench.measure.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A server in a process of its own, so that its CPU time is its own.
 *
 * @param name for reports
 * @param running the process
 * @param port where clients come in
 * @param start from its start to the first 200 of {@code /health/ready}
 * @param idleMebibytes what it had in memory then
 */
public record Server(String name, Process running, int port, Duration start, double idleMebibytes)
    implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration PROBE_MAX = Duration.ofSeconds(5);
  private static final int BETWEEN_PROBES_MILLIS = 10;
  private static final int STOP_SECONDS_MAX = 20;
  private static final int LOG_LINES = 20;

  /**
   * Starts one, and waits until it is ready.
   *
   * @throws IllegalStateException if it has ended or is not ready within a minute; then it is gone
   */
  public static Server start(Launch launch) {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
    // nothing of whoever runs it changes what is measured
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
    builder.environment().putAll(launch.environment());
    builder.environment().put("HTTP_PORT", Integer.toString(port));
    builder.redirectOutput(launch.log().toFile());
    try {
      long begin = System.nanoTime();
      Process process = builder.start();
      // whoever ends this JVM ends what it has started
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      awaitReady(process, port, launch);
      return new Server(
          launch.name(),
          process,
          port,
          Duration.ofNanos(System.nanoTime() - begin),
          Memory.residentMebibytes(process.toHandle()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is left of the heap after a collection, as the JVM itself tells. */
  public long heapMebibytes() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(running.pid()),
                  "GC.heap_info")
              .start();
      String told = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("used (\\d+)K")
              .matcher(told)
              .results()
              .mapToLong(found -> Long.parseLong(found.group(1)))
              .limit(2)
              .sum()
          / 1_024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process, below which others may be. */
  public ProcessHandle process() {
    return running.toHandle();
  }

  @Override
  public void close() {
    running.destroy();
    try {
      if (!running.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitReady(Process process, int port, Launch launch) {
    long end = System.nanoTime() + READY_MAX.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
              .timeout(PROBE_MAX)
              .build();
      while (!ready(http, request)) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          process.destroyForcibly();
          throw new IllegalStateException(
              launch.name() + " does not become ready:\n" + lastLines(launch.log()));
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_PROBES_MILLIS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean ready(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  static String lastLines(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
