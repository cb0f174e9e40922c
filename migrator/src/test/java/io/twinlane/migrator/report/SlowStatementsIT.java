package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.OwnServer;
import io.twinlane.schema.testkit.OwnServer.Stop;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of a server that keeps them. */
class SlowStatementsIT {

  @TempDir private static Path folder;
  private static OwnServer server;
  private static TestDatabase database;
  private static Shell shell;

  @BeforeAll
  static void start() {
    server = OwnServer.start(folder);
    database = TestDatabase.existing(DatabaseUrl.parse(server.url()));
    database.execute("alter system set shared_preload_libraries = 'pg_stat_statements'");
    server.stop(Stop.FAST);
    server.start();
    shell = new Shell(server.url());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void drop() {
    database.execute("drop schema if exists \"My Stats\" cascade");
  }

  private static void extension() {
    database.execute("create schema \"My Stats\"");
    database.execute("create extension pg_stat_statements schema \"My Stats\"");
    database.query("select \"My Stats\".pg_stat_statements_reset()");
  }

  @Test
  void withoutTheExtensionOnlyThatIsLeftToDo() {
    Shell.Outcome outcome = shell.report("slow");

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output())
        .contains("CREATE EXTENSION pg_stat_statements")
        .doesNotContain("shared_preload_libraries");
  }

  @Test
  void theStatementThatTookMostOfTheTimeComesFirst() {
    extension();
    database.query("select count(*) from generate_series(1, 2000000) g where g % 7 = 3");
    database.query("select 'SECRET'");

    Shell.Outcome outcome = shell.report("slow");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.lines().get(1))
        .endsWith("select count(*) from generate_series($1, $2) g where g % $3 = $4");
    assertThat(outcome.output()).contains("note: counted since 20").doesNotContain("SECRET");
  }

  @Test
  void aPasswordInAStatementIsNotShown() {
    extension();
    database.execute("create role with_password password 'SECRET'");
    database.execute("drop role with_password");

    Shell.Outcome outcome = shell.report("slow", "--json", "--limit", "0");

    assertThat(outcome.output()).contains("create role …").doesNotContain("SECRET");
  }

  @Test
  void statementsOfOtherUsersAreHiddenFromAUserWithoutRights() {
    extension();
    database.execute("create role poor login");
    database.execute("grant usage on schema \"My Stats\" to poor");
    database.query("select 1 as others");

    Shell.Outcome outcome = new Shell(server.url().replace("postgres@", "poor@")).report("slow");

    assertThat(outcome.output())
        .contains("note: statements of other users are hidden")
        .doesNotContain("others\n");
  }
}
