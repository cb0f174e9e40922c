package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands for an environment that is chosen on the command line, each with its own database. */
class EnvironmentsIT {

  @TempDir private Path home;
  private TestDatabase chosen;

  private record Outcome(int status, String printed) {}

  @BeforeEach
  void start() {
    chosen = TestDatabase.create();
  }

  @AfterEach
  void stop() {
    chosen.close();
  }

  @ParameterizedTest
  @CsvSource({
    "dev, .env.dev.local",
    "development, .env.development.local",
    "test, .env.test.local",
    "staging, .env.staging.local"
  })
  void aCommandWorksOnTheDatabaseOfItsEnvironment(String name, String file) throws Exception {
    write(file, "DATABASE_URL=" + chosen.url());
    write(".env", "DATABASE_URL=postgres://me@127.0.0.1:1/another");

    Outcome migrated = run("migrate", "--env", name);

    assertThat(migrated.status()).as(migrated.printed()).isZero();
    assertThat(migrated.printed()).contains("target: environment ", "database " + chosen.name());
    assertThat(chosen.query("select count(*) > 0 from twinlane.schema_migrations")).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource({"prod, .env.prod.local", "production, .env.production.local"})
  void productionIsChangedOnlyByWhoSaysSo(String name, String file) throws Exception {
    write(file, "DATABASE_URL=" + chosen.url());

    Outcome refused = run("migrate", "--env", name);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.printed())
        .contains("--yes", "host 127.0.0.1", "database " + chosen.name(), "user postgres");
    assertThat(chosen.query("select to_regclass('twinlane.schema_migrations')")).isNull();

    Outcome meant = run("migrate", "--env", name, "--yes");

    assertThat(meant.status()).as(meant.printed()).isZero();
    assertThat(chosen.query("select count(*) > 0 from twinlane.schema_migrations")).isEqualTo("t");
  }

  @Test
  void anEnvironmentThatDoesNotExistIsRefusedByName() throws Exception {
    Outcome refused = run("status", "--env", "prodution");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.printed()).contains("prodution", "staging");
  }

  @Test
  void withoutADatabaseTheVariableIsNamed() throws Exception {
    Outcome refused = run("status", "--env", "staging");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.printed()).contains("DATABASE_URL");
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(home.resolve(file), content + "\n");
  }

  private Outcome run(String... arguments) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.contains("DATABASE_URL"));
    builder.environment().put("TWINLANE_HOME", home.toString());
    builder.environment().put("ENVIRONMENT", "dev");
    Path printed = home.resolve("printed");
    Process process = builder.redirectOutput(printed.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(printed));
  }
}
