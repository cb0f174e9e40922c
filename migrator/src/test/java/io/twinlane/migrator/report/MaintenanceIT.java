package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SettingsException;
import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fresh statistics, and the end of rows whose time is over. */
class MaintenanceIT {

  private TestDatabase database;
  private Shell shell;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    database.execute(
        """
        create table "Ses sions" (id int, "Ends At" timestamptz);
        comment on column "Ses sions"."Ends At" is 'When it is over. @expires: then it goes';
        insert into "Ses sions"
          select g, case g % 3 when 0 then null when 1 then now() + interval '1 hour'
            else now() - interval '1 hour' end
          from generate_series(1, 7500) g;
        create table kept (id int, expires_at timestamptz);
        comment on column kept.expires_at is 'me@expires.example says @expiresoon';
        insert into kept values (1, now() - interval '1 hour');
        create schema twinlane;
        create table twinlane.idempotency (key int, expires_at timestamptz);
        insert into twinlane.idempotency
          values (1, now() - interval '1 hour'), (2, now() + interval '1 hour');
        create role poor_NAME login;
        """
            .replace("NAME", database.name()));
    shell = new Shell(database.url());
  }

  @AfterEach
  void stop() {
    database.execute("drop owned by poor_%1$s; drop role poor_%1$s".formatted(database.name()));
    database.close();
  }

  @Test
  void rowsPastTheirExpiryAreDeletedAndNoOthers() {
    Shell.Outcome outcome = shell.purge();

    assertThat(outcome.status()).isZero();
    assertThat(outcome.output())
        .contains("target: environment test, host")
        .contains("public.\"Ses sions\": 2,500 rows deleted")
        .contains("twinlane.idempotency: 1 rows deleted");
    assertThat(rows("\"Ses sions\"")).isEqualTo("5000");
    assertThat(rows("\"Ses sions\" where \"Ends At\" is null")).isEqualTo("2500");
    assertThat(rows("\"Ses sions\" where \"Ends At\" < now()")).isEqualTo("0");
    assertThat(rows("twinlane.idempotency")).isEqualTo("1");
    assertThat(rows("kept")).isEqualTo("1");
  }

  @Test
  void aDryRunOnlyCounts() {
    Shell.Outcome outcome = shell.purge("--dry-run");

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.lines())
        .containsExactly(
            "public.\"Ses sions\": 2,500 rows are expired",
            "twinlane.idempotency: 1 rows are expired");
    assertThat(rows("\"Ses sions\"")).isEqualTo("7500");
  }

  @Test
  void aDryRunAfterAPurgeFindsNothing() {
    shell.purge();

    assertThat(shell.purge("--dry-run").status()).isZero();
  }

  @Test
  void aPartitionedTableIsPurgedInAllOfItsPartitions() {
    database.execute(
        """
        create table "COLUMN %s" (id int, "TABLE ?" timestamptz) partition by range (id);
        create table low partition of "COLUMN %s" for values from (0) to (10);
        create table high partition of "COLUMN %s" for values from (10) to (9000);
        comment on column "COLUMN %s"."TABLE ?" is '@expires';
        insert into "COLUMN %s" select g % 5000, now() - interval '1 hour'
          from generate_series(1, 5000) g;
        insert into "COLUMN %s" select g % 5000, now() + interval '1 hour'
          from generate_series(1, 5000) g;
        """);

    shell.purge();

    assertThat(rows("\"COLUMN %s\"")).isEqualTo("5000");
    assertThat(rows("\"COLUMN %s\" where \"TABLE ?\" < now()")).isEqualTo("0");
  }

  @Test
  void aTableAndColumnThatAreNamedArePurgedAlone() {
    Shell.Outcome outcome = shell.purge("--table", "kept", "--column", "expires_at", "--json");

    assertThat(outcome.output()).contains("\"event\":\"purged\"", "\"rows\":1");
    assertThat(rows("kept")).isEqualTo("0");
    assertThat(rows("twinlane.idempotency")).isEqualTo("2");
  }

  @Test
  void aRowThatSomebodyElseHoldsIsLeftForTheNextTime() throws SQLException {
    try (Connection other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from \"Ses sions\" where id = 2 for update");

      shell.purge();

      assertThat(rows("\"Ses sions\" where \"Ends At\" < now()")).isEqualTo("1");
    }
  }

  @Test
  void aTableThatTheUserMayNotDeleteFromIsPassedOver() {
    database.execute("grant usage on schema twinlane to poor_" + database.name());
    database.execute(
        "grant select, update, delete on twinlane.idempotency to poor_" + database.name());

    Shell.Outcome outcome = new Shell(Fixture.poor(database)).purge();

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output())
        .contains("passed over public.\"Ses sions\": permission denied for table Ses sions")
        .contains("twinlane.idempotency: 1 rows deleted");
  }

  @Test
  void aRowThatIsNeededElsewhereFailsWithoutItsValues() {
    database.execute(
        """
        create table parent (email text primary key, expires_at timestamptz);
        create table child (email text references parent);
        insert into parent values ('SECRET', '2020-01-01');
        insert into child values ('SECRET');
        """);

    assertThatThrownBy(() -> shell.purge("--table", "parent", "--column", "expires_at"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("child_email_fkey")
        .message()
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kept       | id         | column id of public.kept is of type integer",
        "kept       | nothing    | table public.kept has no column nothing",
        "\"kept     | expires_at | there is no table \"kept",
        "kept; x    | expires_at | there is no table kept; x",
        "pg_class   | relname    | column relname of pg_catalog.pg_class is of type name"
      })
  void whatCannotExpireIsWrongUsage(String table, String column, String message) {
    assertThatThrownBy(() -> shell.purge("--table", table, "--column", column))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void productionIsNotPurgedWithoutAWord() {
    Shell production = new Shell(database.url(), "prod");

    assertThatThrownBy(production::purge)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("say --yes");
    assertThat(rows("\"Ses sions\"")).isEqualTo("7500");
  }

  @Test
  void allTablesAreAnalyzed() {
    Shell.Outcome outcome = shell.analyze();

    assertThat(outcome.status()).isZero();
    assertThat(outcome.lines())
        .anyMatch(line -> line.startsWith("analyzed public.\"Ses sions\" in "))
        .endsWith("analyzed 3 of 3 tables");
    assertThat(
            database.query("select reltuples from pg_class where oid = '\"Ses sions\"'::regclass"))
        .isEqualTo("7500");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "Ses sions",
        "public.Ses sions",
        "\"Ses sions\"",
        "public.\"Ses sions\"",
        "PUBLIC.\"Ses sions\""
      })
  void aTableIsNamedAsItIsOrAsSqlWritesIt(String name) {
    assertThat(shell.analyze(name, "--json").output()).contains("public.\\\"Ses sions\\\"");
  }

  @Test
  void aTableThatIsNotThereIsWrongUsage() {
    assertThatThrownBy(() -> shell.analyze("kept", "nothing"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("there is no table nothing");
  }

  @Test
  void aTableOfSomebodyElseIsNotAnalyzed() {
    database.execute("alter table kept owner to poor_" + database.name());

    Shell.Outcome outcome = new Shell(Fixture.poor(database)).analyze("--schema", "public");

    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.lines())
        .contains("passed over public.\"Ses sions\": this user does not own it")
        .anyMatch(line -> line.startsWith("analyzed public.kept in "))
        .endsWith("analyzed 1 of 2 tables");
  }

  private String rows(String from) {
    return database.query("select count(*) from " + from);
  }
}
