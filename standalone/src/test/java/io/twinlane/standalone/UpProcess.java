package io.twinlane.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code twinlane up} on a database of the test's, or a service, as a process that gets signals.
 */
final class UpProcess implements AutoCloseable {

  private static final Pattern API = Pattern.compile("API +(http://127\\.0\\.0\\.1:(\\d+))/");
  private static final Pattern HEALTH = Pattern.compile("curl (http://\\S+)/health/ready");
  private static final int WAIT_SECONDS_MAX = 120;

  private final Process process;
  private final Path log;

  private UpProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with these settings. */
  static UpProcess start(Path home, Map<String, String> settings) {
    return start(home, Main.class, settings, "up");
  }

  /** The same with a service as a process of its own. */
  static UpProcess start(
      Path home, Class<?> main, Map<String, String> settings, String... arguments) {
    Path log = home.resolve("up.log");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("HTTP_PORT", "0", "MANAGEMENT_PORT", "0", "TWINLANE_HOME", home.toString()));
    builder.environment().putAll(settings);
    try {
      return new UpProcess(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitRunning() {
    await(() -> HEALTH.matcher(output()).find());
  }

  /** Where clients come in. */
  String url() {
    return found(API).group(1);
  }

  int port() {
    return Integer.parseInt(found(API).group(2));
  }

  /** Where probes come in. */
  String management() {
    return found(HEALTH).group(1);
  }

  /** Sends SIGTERM; false if it has ended. */
  boolean signal() {
    process.destroy();
    return process.isAlive();
  }

  /** The status that it ends with. */
  int exit() throws InterruptedException {
    if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that has just been started needs longer than one that runs. */
  void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it did not come to pass:\n" + output());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private Matcher found(Pattern pattern) {
    Matcher matcher = pattern.matcher(output());
    if (!matcher.find()) {
      throw new IllegalStateException("it has not started:\n" + output());
    }
    return matcher;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
