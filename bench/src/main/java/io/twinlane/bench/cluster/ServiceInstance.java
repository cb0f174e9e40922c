package io.twinlane.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service as a process, which may be started, and harmed, again and again; its ports stay. Its
 * output is appended to a file. Not thread-safe; every method waits until it is done.
 */
public final class ServiceInstance {

  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final int BETWEEN_PROBES_MILLIS = 20;
  private static final int LOG_LINES = 20;

  private final Blueprint blueprint;
  private final Guard guard;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Process running;

  /**
   * What it is.
   *
   * @param jvm how its JVM is started
   * @param main its main class, and arguments of that
   * @param environment all of its variables
   * @param log where its output goes
   * @param managementPort where it is probed
   */
  record Blueprint(
      String name,
      Jvm jvm,
      List<String> main,
      Map<String, String> environment,
      Path log,
      int managementPort) {

    Blueprint {
      main = List.copyOf(main);
      environment = Map.copyOf(environment);
    }
  }

  ServiceInstance(Blueprint blueprint, Guard guard) {
    this.blueprint = blueprint;
    this.guard = guard;
  }

  /** Such as {@code query-1}. */
  public String name() {
    return blueprint.name();
  }

  /** Where it is probed. */
  public String managementUrl() {
    return "http://127.0.0.1:" + blueprint.managementPort();
  }

  /** The port of one of its variables. */
  public int port(String variable) {
    return Integer.parseInt(String.valueOf(blueprint.environment().get(variable)));
  }

  /** Starts it, without waiting until it is up. */
  public void start() {
    List<String> command = new ArrayList<>(blueprint.jvm().command());
    command.addAll(blueprint.main());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    builder.environment().putAll(blueprint.environment());
    try {
      Process process = builder.redirectOutput(Redirect.appendTo(blueprint.log().toFile())).start();
      guard.watch(process);
      running = process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until it says that it is ready.
   *
   * @throws IllegalStateException if it has ended, or takes longer than a minute
   */
  public void awaitReady() {
    awaitProbe("/health/ready");
  }

  /** Waits until its process answers, ready or not. */
  public void awaitLive() {
    awaitProbe("/health/live");
  }

  private void awaitProbe(String path) {
    long end = System.nanoTime() + READY_MAX.toNanos();
    while (probe(path) != 200) {
      if (!process().isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(name() + ": no 200 from " + path + "\n" + lastLines());
      }
      pause(BETWEEN_PROBES_MILLIS);
    }
  }

  /** The status of a path of its management port; 0 if there is no answer within a second. */
  public int probe(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(managementUrl() + path)).timeout(PROBE_TIMEOUT).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes all CPU from it, without ending a connection. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on as if no time had passed. */
  public void thaw() {
    signal("CONT");
  }

  /** Ends it as a loss of power would. */
  public void kill() {
    Process process = process();
    process.destroyForcibly();
    awaitEnd(process);
  }

  /** Asks it to end, as orchestrators do, and gives its exit status. */
  public int stop() {
    Process process = process();
    process.destroy();
    awaitEnd(process);
    return process.exitValue();
  }

  /** Whether its process is there, frozen or not. */
  public boolean alive() {
    return running != null && running.isAlive();
  }

  /**
   * Its process, also when that has ended.
   *
   * @throws IllegalStateException if it was never started
   */
  public Process process() {
    if (running == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return running;
  }

  private void signal(String name) {
    try {
      String pid = Long.toString(process().pid());
      int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(name() + ": kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd(Process process) {
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name() + " does not end\n" + lastLines());
      }
      guard.forget(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(blueprint.log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return blueprint.log() + " cannot be read";
    }
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
