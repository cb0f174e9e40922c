package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Thirty ways to fail at start, in none of which anything that is printed holds the password. */
class CanaryIT {

  private static final String CANARY = "CaNaRy0x5eCrEt";

  private static TestDatabase database;
  @TempDir private Path home;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of("status", "doctor", "up")
        .flatMap(command -> urls().map(url -> Arguments.of(command, url)));
  }

  /** SERVER stands for a server that is there. */
  private static Stream<String> urls() {
    return Stream.of(
        "mysql://me:CANARY@h/app",
        "postgres://me:CANARY@h:CANARY/app",
        "postgres://me:CANARY@127.0.0.1:1/app",
        "postgres://me:CANARY@no-such-host.invalid/app",
        "postgres://me:CANARY@SERVER/no_such_database",
        "postgres://no_such_user:CANARY@SERVER/DB",
        "postgres://me:CANARY%zz@h/app",
        "postgres://me:CANARY@h/app?CANARY!=1",
        "postgres://postgres:CANARY@SERVER/DB?sslmode=require",
        "postgres://me:CANARY@h,i/app?password=CANARY");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatIsPrintedNeverHoldsThePassword(String command, String pattern) throws Exception {
    DatabaseUrl there = DatabaseUrl.parse(database.url());
    String url =
        pattern
            .replace("CANARY", CANARY)
            .replace("SERVER", there.host() + ":" + there.port())
            .replace("DB", there.database());
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder
        .environment()
        .putAll(
            Map.of(
                "DATABASE_URL", url,
                "TWINLANE_HOME", home.toString(),
                "HTTP_PORT", "0",
                "MANAGEMENT_PORT", "0",
                "LOG_LEVEL", "DEBUG",
                "CONNECT_TIMEOUT_MS", "500"));
    Path log = home.resolve("log");

    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).as(Files.readString(log)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isBetween(1, 2);
    assertThat(Files.readString(log)).isNotBlank().doesNotContain(CANARY).doesNotContain("\tat ");
  }
}
