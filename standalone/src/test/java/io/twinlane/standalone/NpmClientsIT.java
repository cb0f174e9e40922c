package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the applications under {@code src/test/clients}, written with clients from npm. */
class NpmClientsIT {

  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path FOLDER = Path.of("target/clients");
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String PASSWORD = "a+b c%/é";
  private static final String PASSWORD_IN_URL = "a%2Bb%20c%25%2F%C3%A9";
  private static RunningSuite suite;
  private static String anonymous;
  private static String member;
  private static String application;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(installed(), "Node.js 20 or newer, with npm, is not installed");
    copy();
    TestDatabase database = TestDatabase.create();
    anonymous = "visitor_" + database.name();
    member = "member_" + database.name();
    database.execute(
        Files.readString(SOURCES.resolve("shop.sql"))
            .replace("ANON", anonymous)
            .replace("MEMBER", member));
    application = "application_" + database.name();
    database.execute(
        "create role %1$s login password '%2$s'; grant create on database %3$s to %1$s"
            .formatted(application, PASSWORD, database.name()));
    database.askForPassword(application);
    suite =
        RunningSuite.startOn(
            database,
            Map.of(
                "DATABASE_URL",
                database.url(),
                "DB_ANON_ROLE",
                anonymous,
                "JWT_SECRET",
                SECRET,
                "DB_TX_END",
                "commit-allow-override",
                "CACHE_ENABLED",
                "true"));
    suite.migrate();
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (suite == null) {
      return;
    }
    suite.database.execute(
        "drop owned by %1$s, %2$s, %3$s cascade; drop role %1$s, %2$s, %3$s"
            .formatted(anonymous, member, application));
    suite.close();
    suite.database.close();
  }

  @Test
  void applicationsWork() throws Exception {
    run("npm", "ci", "--silent");
    run("npm", "run", "--silent", "generate");
    run("node", "--test");
  }

  private static boolean installed() throws Exception {
    boolean both =
        Stream.of("node", "npm")
            .allMatch(program ->
                Stream.of(System.getenv("PATH").split(":", -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    return both && version() >= 20;
  }

  private static int version() throws Exception {
    Process node = new ProcessBuilder("node", "--version").start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Integer.parseInt(said.replaceFirst("(?s)v(\\d+)\\..*", "$1"));
  }

  private static void copy() throws IOException {
    Files.createDirectories(FOLDER);
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Files.write(FOLDER.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private static void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "TWINLANE_URL",
                "http://127.0.0.1:" + suite.httpPort(),
                "TWINLANE_SECRET",
                SECRET,
                "TWINLANE_ANON",
                anonymous,
                "TWINLANE_MEMBER",
                member,
                "SQL_ENDPOINT",
                "http://127.0.0.1:%d/sql".formatted(suite.httpPort()),
                "SQL_CONNECTION_STRING",
                "postgres://%s:%s@localhost/%s"
                    .formatted(application, PASSWORD_IN_URL, suite.database.name())));
    Path log = FOLDER.resolve(command[0] + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
