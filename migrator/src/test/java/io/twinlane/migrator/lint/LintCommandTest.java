package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a user of the command sees, and its exit status. */
class LintCommandTest {

  @TempDir private Path folder;

  private record Run(int status, String output) {}

  @Test
  void aCleanFileEndsWithZero() throws IOException {
    Path file = file("20260101000000_a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);");

    Run run = run(file.toString());

    assertThat(run).isEqualTo(new Run(0, "1 files checked: 0 dangers, 0 pieces of advice\n"));
  }

  @Test
  void aDangerEndsWithThreeAndTheSafeWay() throws IOException {
    file("20260101000000_a.sql", "CREATE TABLE \"My t\" (id bigint PRIMARY KEY, n integer);");
    Path file = file("20260102000000_b.sql", "\nCREATE INDEX ON \"My t\" (n);");

    Run run = run(file.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.output())
        .isEqualTo(
            """
            %s:2: danger: create-index
              SHARE on "My t" until the index is built: reads go on, writes wait.
                -- in a file of its own
                CREATE INDEX CONCURRENTLY ON "My t" (n);

            1 files checked: 1 dangers, 0 pieces of advice
            """
                .formatted(file));
  }

  @Test
  void adviceEndsWithZeroUnlessItIsStrict() throws IOException {
    Path file = file("20260101000000_a.sql", "CREATE TABLE a (n integer);");

    assertThat(run(file.toString()).status()).isZero();
    assertThat(run(file.toString(), "--strict").status()).isEqualTo(3);
  }

  @Test
  void gitHubGetsAnnotations() throws IOException {
    Path file = file("20260101000000_a.sql", "ALTER TABLE a SET LOGGED;");

    Run run = run(file.toString(), "--format", "github");

    assertThat(run.output())
        .startsWith("::error file=%s,line=1,title=set-logged::".formatted(file))
        .contains("until then.%0A-- make a new table")
        .hasLineCount(1);
  }

  @Test
  void programsGetOneObjectPerLine() throws IOException {
    Path file = file("20260101000000_a.sql", "DROP TABLE a;");

    Run run = run(file.toString(), "--json");

    assertThat(run.output().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
    assertThat(run.output())
        .contains("\"rule\":\"drop-table\",\"level\":\"danger\"", "\"dangers\":1");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    assertThat(run(folder.resolve("none.sql").toString()).status()).isEqualTo(2);
  }

  @Test
  void anUnknownFormatIsWrongUsage() {
    assertThat(run("--format", "pdf").status()).isEqualTo(2);
  }

  @Test
  void allRulesArePrinted() {
    Run run = run("--rules");

    assertThat(run.status()).isZero();
    assertThat(run.output()).hasLineCount(Rule.values().length).contains("create-index");
  }

  private Path file(String name, String sql) throws IOException {
    return Files.writeString(folder.resolve(name), sql);
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      int status = Main.execute(new CommandLine(new LintCommand()), arguments);
      return new Run(status, output.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}
