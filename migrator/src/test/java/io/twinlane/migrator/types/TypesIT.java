package io.twinlane.migrator.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types of the schema under {@code src/test/types}, and a program there that uses them. */
class TypesIT {

  private static final Path SOURCES = Path.of("src/test/types");
  private static final Set<String> BOTH = Set.of("public", "other");
  private static TestDatabase database;

  @TempDir Path folder;

  @BeforeAll
  static void load() throws Exception {
    database = TestDatabase.create();
    database.execute(Files.readString(SOURCES.resolve("schema.sql")));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void theTypesAreThoseThatClientsExpect() throws Exception {
    String text = new TypeScript(read(BOTH)).text();

    assertThat(text).isEqualTo(Files.readString(SOURCES.resolve("expected.ts")));
  }

  @Test
  void aProgramThatUsesThemCompilesAndItsMistakesDoNot() throws Exception {
    assumeTrue(installed("node") && installed("npm"), "Node.js with npm is not installed");
    for (String name : List.of("sample.ts", "package.json", "package-lock.json")) {
      Files.copy(SOURCES.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("database.types.ts"), new TypeScript(read(BOTH)).text());
    run("npm", "ci", "--silent");

    run("npm", "run", "--silent", "check");
  }

  @Test
  void aUserWithoutRightsReadsTheSame() throws Exception {
    String role = "reader_" + database.name();
    database.execute("create role " + role);
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("set session authorization " + role);

      String text = new TypeScript(SchemaReader.read(connection, BOTH)).text();

      assertThat(text).isEqualTo(Files.readString(SOURCES.resolve("expected.ts")));
    } finally {
      database.execute("drop role " + role);
    }
  }

  @Test
  void aTypeOfASchemaThatIsNotDescribedIsWrittenOut() throws Exception {
    String text = new TypeScript(read(Set.of("public"))).text();

    assertThat(text).contains("size: \"small\" | \"large\" | null").doesNotContain("[\"other\"]");
  }

  @Test
  void aSchemaThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read(Set.of("public", "nowhere")))
        .isInstanceOf(CommandException.class)
        .hasMessage("there is no schema nowhere");
  }

  @Test
  void theDescriptionInJsonSaysWhatTheTypesSay() throws Exception {
    JsonNode schemas =
        new ObjectMapper().readTree(new JsonDescription(read(BOTH)).text()).path("schemas");

    assertThat(schemas.findValuesAsText("name")).doesNotContain("password", "parts_2026");
    assertThat(named(schemas.path(1).path("tables"), "orders").path("columns").path(0))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "id", "type": "bigint", "typescript": "number", "nullable": false,
                     "default": null, "writable": false, "identity": false}\
                    """));
    assertThat(named(schemas.path(1).path("tables"), "users").path("columns").path(4))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "code", "type": "public.code", "typescript": "string",
                     "nullable": false, "default": "'none'::text", "writable": true,
                     "identity": false}\
                    """));
    assertThat(named(schemas.path(0).path("tables"), "things").path("relationships").toString())
        .contains("\"referencedSchema\":\"public\",\"referencedRelation\":\"users\"");
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " is not among " + list);
  }

  private static List<Schema> read(Set<String> schemas) throws Exception {
    try (Connection connection = database.connect()) {
      return SchemaReader.read(connection, schemas);
    }
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private void run(String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
