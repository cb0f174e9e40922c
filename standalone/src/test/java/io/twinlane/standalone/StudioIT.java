package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Uses the Studio as a person would, in a real browser: runs what is under {@code src/test/studio}.
 * The pictures that are taken on the way are in {@code target/studio/screens}.
 */
class StudioIT {

  private static final Path SOURCES = Path.of("src/test/studio");
  private static final Path FOLDER = Path.of("target/studio");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String PASSWORD = "a password of many words";
  private static RunningSuite suite;
  private static String visitor;
  private static String customer;

  @BeforeAll
  static void start() throws Exception {
    String missing = missing();
    if ("true".equals(System.getenv("STUDIO_REQUIRED"))) {
      assertThat(missing).isEmpty();
    }
    assumeTrue(missing.isEmpty(), missing + " is not here");
    TestDatabase database = TestDatabase.create();
    visitor = "visitor_" + database.name();
    customer = "customer_" + database.name();
    database.execute(
        Files.readString(SOURCES.resolve("shop.sql"))
            .replace("VISITOR", visitor)
            .replace("CUSTOMER", customer));
    suite =
        RunningSuite.startOn(
            database,
            Map.of(
                "DATABASE_URL",
                database.url(),
                "CACHE_ENABLED",
                "true",
                "STUDIO_ENABLED",
                "true",
                "STUDIO_PASSWORD",
                PASSWORD));
    suite.migrate();
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (suite == null) {
      return;
    }
    suite.database.execute(
        "drop owned by %1$s, %2$s cascade; drop role %1$s, %2$s".formatted(visitor, customer));
    suite.close();
    suite.database.close();
  }

  @Test
  void aPersonCanWorkWithIt() throws Exception {
    Map<String, String> environment =
        Map.of(
            "STUDIO_URL",
            "http://127.0.0.1:%d/studio/".formatted(suite.managementPort()),
            "STUDIO_PASSWORD",
            PASSWORD,
            "REST_URL",
            "http://127.0.0.1:%d/rest/v1".formatted(suite.httpPort()),
            "VISITOR",
            visitor,
            "CUSTOMER",
            customer);
    NpmProject browser = NpmProject.of(SOURCES, FOLDER, environment);
    Files.createDirectories(FOLDER.resolve("screens"));

    browser.run(PATIENCE, "npm", "ci", "--silent");
    browser.run(
        PATIENCE,
        "node",
        "--test",
        "--test-concurrency=1",
        "--test-timeout=120000",
        "--test-force-exit");
  }

  /** What of all that is needed cannot be had; empty if nothing. */
  private static String missing() {
    if (StudioIT.class.getResource("/studio/index.html") == null) {
      return "a gateway that was built with the Studio's pages";
    }
    for (String program : new String[] {"node", "npm", "chromium"}) {
      if (!NpmProject.onPath(program)) {
        return program;
      }
    }
    return "";
  }
}
