package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code twinlane up} as a process of its own, as a person starts and stops it. */
class UpIT {

  private static final Pattern URL = Pattern.compile("curl '(http://127\\.0\\.0\\.1:\\d+)(\\S+)'");
  private static final String NEW_ROW = "/rest/v1/roles";

  @TempDir private Path home;
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stopAll() throws Exception {
    for (Process process : started) {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
    http.close();
  }

  /** As somebody who has pasted what is printed. */
  private String sql(String url, String lane) throws Exception {
    Matcher printed = Pattern.compile(lane + " +(postgres://\\S+)").matcher(output());
    assertThat(printed.find()).isTrue();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/sql"))
            .header("Neon-Connection-String", printed.group(1))
            .header("Neon-Raw-Text-Output", "true")
            .header("Neon-Array-Mode", "true")
            .POST(BodyPublishers.ofString("{\"query\":\"select 1 + 1\"}"))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void itStartsFromNothingKeepsItsDataAndStopsCleanly() throws Exception {
    Process first = up();
    Matcher tryIt = running();
    assertThat(get(tryIt.group(1) + tryIt.group(2))).startsWith("[{\"id\":");
    assertThat(output()).contains("database    postgres://app:***@127.0.0.1:").contains("stop ");
    post(tryIt.group(1) + NEW_ROW, "{\"name\":\"keeper\",\"permissions\":[]}");
    assertThat(sql(tryIt.group(1), "cached")).contains("\"rows\":[[\"2\"]]");
    assertThat(sql(tryIt.group(1), "direct")).contains("\"rows\":[[\"2\"]]");

    first.destroy();
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(first.exitValue()).isZero();
    assertThat(postmaster()).isEmpty();
    assertThat(output()).endsWith("twinlane: stopped\n");

    Process second = up();
    assertThat(get(running().group(1) + NEW_ROW + "?name=eq.keeper&select=name"))
        .isEqualTo("[{\"name\":\"keeper\"}]");
    // a process that is killed cannot stop its server: the next one does
    second.destroyForcibly().waitFor();

    Process third = up();
    assertThat(get(running().group(1) + NEW_ROW + "?name=eq.keeper&select=name"))
        .isEqualTo("[{\"name\":\"keeper\"}]");
    third.destroyForcibly().waitFor();

    up("--fresh");
    assertThat(get(running().group(1) + NEW_ROW + "?name=eq.keeper&select=name")).isEqualTo("[]");
  }

  @Test
  void aSecondOneOnTheSameDataIsRefused() throws Exception {
    up();
    running();
    Process second = process(Map.of(), "second.log", "up");

    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(second.exitValue()).isEqualTo(2);
    assertThat(Files.readString(home.resolve("second.log")))
        .contains("another twinlane is running on the data in");
  }

  @Test
  void aPortThatIsTakenIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      refused(Map.of("HTTP_PORT", port), "cannot listen on 127.0.0.1:" + port);
      refused(Map.of("MANAGEMENT_PORT", port), "Choose another port with MANAGEMENT_PORT");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATABASE_URL | mysql://me:SECRET@h/app                  | mysql:// is not PostgreSQL",
        "DATABASE_URL | postgres://me:SECRET@h:x/app             | its port is not a number",
        "DATABASE_URL | postgres://me:SECRET@127.0.0.1:1/app     | PostgreSQL at 127.0.0.1:1/app as user me: it cannot be reached",
        "SCHEMA_DIR   | /no/such/folder                          | SCHEMA_DIR names no folder",
        "HTTP_PORT    | many                                     | HTTP_PORT must be a whole number",
        "ENVIRONMENT  | moon                                     | ENVIRONMENT must be dev, test, staging or prod"
      })
  void aMistakeIsToldInOneLine(String variable, String value, String line) throws Exception {
    refused(Map.of(variable, value), line);
  }

  private void refused(Map<String, String> settings, String line) throws Exception {
    Process process = process(settings, "refused.log", "up");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    String told = Files.readString(home.resolve("refused.log"));
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(told).contains(line).doesNotContain("SECRET", "Exception", "\tat ");
    assertThat(told.lines()).hasSize(1);
  }

  private Process up(String... options) throws IOException {
    Files.deleteIfExists(home.resolve("up.log"));
    List<String> command = new ArrayList<>(List.of("up"));
    command.addAll(List.of(options));
    return process(Map.of(), "up.log", command.toArray(String[]::new));
  }

  private Process process(Map<String, String> settings, String log, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment =
        new HashMap<>(Map.of("HTTP_PORT", "0", "MANAGEMENT_PORT", "0"));
    environment.putAll(settings);
    builder.environment().remove("DATABASE_URL");
    builder.environment().putAll(environment);
    builder.environment().put("TWINLANE_HOME", home.toString());
    Process process =
        builder.redirectErrorStream(true).redirectOutput(home.resolve(log).toFile()).start();
    started.add(process);
    return process;
  }

  /** Waits for the banner, and answers its curl. */
  private Matcher running() throws IOException {
    RunningSuite.await(() -> URL.matcher(output()).find());
    Matcher matcher = URL.matcher(output());
    assertThat(matcher.find()).isTrue();
    return matcher;
  }

  private String output() {
    try {
      Path log = home.resolve("up.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path dataFile(String name) {
    return home.resolve(".twinlane").resolve("data").resolve(name);
  }

  /** The server process, if one is alive. */
  private List<ProcessHandle> postmaster() throws IOException {
    Path pid = dataFile("postmaster.pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip())).stream()
            .toList()
        : List.of();
  }

  private String get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private void post(String url, String body) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(201);
  }
}
