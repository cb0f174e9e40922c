package io.twinlane.bench;

import io.twinlane.standalone.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The suite in a process of its own, so that its CPU time is its own.
 *
 * @param running the process
 * @param port where clients come in
 */
record Server(Process running, int port) implements AutoCloseable {

  private static final int TRIES_MAX = 300;
  private static final List<String> JAVA =
      List.of(
          ProcessHandle.current().info().command().orElseThrow(),
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-cp",
          System.getProperty("java.class.path"));

  /** Starts {@code twinlane up} on a database, and waits until it is ready. */
  static Server start(Path folder, String databaseUrl, Map<String, String> settings)
      throws IOException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("DATABASE_URL", databaseUrl);
    environment.put("MANAGEMENT_PORT", "0");
    return start(folder, List.of(Main.class.getName(), "up"), environment);
  }

  /** What is left of the heap after a collection, as the JVM itself tells. */
  long heapMebibytes() {
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

  /** Starts {@link Bare}. */
  static Server bare(Path folder) throws IOException {
    return start(folder, List.of(Bare.class.getName()), Map.of());
  }

  /** Starts {@link BareSql} on a database. */
  static Server bareSql(Path folder, String databaseUrl) throws IOException {
    return start(folder, List.of(BareSql.class.getName()), Map.of("DATABASE_URL", databaseUrl));
  }

  private static Server start(Path folder, List<String> main, Map<String, String> environment)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(main);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("HTTP_PORT", Integer.toString(port));
    builder.environment().put("TWINLANE_HOME", folder.toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server-" + port + ".log").toFile())
            .start();
    Server server = new Server(process, port);
    server.awaitReady();
    return server;
  }

  ProcessHandle process() {
    return running.toHandle();
  }

  @Override
  public void close() {
    running.destroy();
    try {
      running.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build();
      for (int tries = 0; tries < TRIES_MAX; tries++) {
        if (ready(http, request)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      throw new IllegalStateException("the suite did not become ready");
    } catch (InterruptedException e) {
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
