package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    copy();
    run("npm", "ci", "--silent");
    run("node", "--test", "--test-concurrency=1", "--test-timeout=120000", "--test-force-exit");
  }

  /** What of all that is needed cannot be had; empty if nothing. */
  private static String missing() throws Exception {
    if (StudioIT.class.getResource("/studio/index.html") == null) {
      return "a gateway that was built with the Studio's pages";
    }
    for (String program : new String[] {"node", "npm", "chromium"}) {
      boolean there =
          Stream.of(System.getenv("PATH").split(":", -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      if (!there) {
        return program;
      }
    }
    return "";
  }

  private static void copy() throws IOException {
    Files.createDirectories(FOLDER.resolve("screens"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Files.write(FOLDER.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private static void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
    Map<String, String> env = new HashMap<>();
    env.put("STUDIO_URL", "http://127.0.0.1:%d/studio/".formatted(suite.managementPort()));
    env.put("STUDIO_PASSWORD", PASSWORD);
    env.put("REST_URL", "http://127.0.0.1:%d/rest/v1".formatted(suite.httpPort()));
    env.put("VISITOR", visitor);
    env.put("CUSTOMER", customer);
    builder.environment().putAll(env);
    Path log = FOLDER.resolve(command[0] + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
