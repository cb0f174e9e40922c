package io.twinlane.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the applications under {@code src/test/clients}, written with clients from npm. */
class NpmClientsIT {

  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path FOLDER = Path.of("target/clients");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
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
    Map<String, String> environment =
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
                .formatted(application, PASSWORD_IN_URL, suite.database.name()));
    NpmProject clients = NpmProject.of(SOURCES, FOLDER, environment);

    clients.run(PATIENCE, "npm", "ci", "--silent");
    clients.run(PATIENCE, "npm", "run", "--silent", "generate");
    clients.run(PATIENCE, "node", "--test");
  }

  private static boolean installed() throws Exception {
    return NpmProject.onPath("node") && NpmProject.onPath("npm") && version() >= 20;
  }

  private static int version() throws Exception {
    Process node = new ProcessBuilder("node", "--version").start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Integer.parseInt(said.replaceFirst("(?s)v(\\d+)\\..*", "$1"));
  }
}
