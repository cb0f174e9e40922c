package io.twinlane.migrator.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.doctor.Finding.Verdict;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three roles that a migration makes, and doctor, who looks at them. */
class DoctorIT {

  private TestDatabase database;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    new Migrations(new Database(DatabaseUrl.parse(database.url())), SchemaFolder.packaged())
        .migrate();
    for (String kind : new String[] {"reader", "writer"}) {
      database.execute("create role %s login in role twinlane_%s".formatted(login(kind), kind));
    }
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reader | select count(*) from users                                     | ok",
        "reader | insert into roles (name, permissions) values ('x', '[]')       | 42501",
        "reader | create table t ()                                              | 42501",
        "reader | select count(*) from later                                     | ok",
        "reader | delete from later                                              | 42501",
        "writer | insert into roles (name, permissions) values ('x', '[]')       | ok",
        "writer | insert into later default values                               | ok",
        "writer | delete from roles                                              | ok",
        "writer | create table t ()                                              | 42501",
        "writer | truncate roles                                                 | 42501"
      })
  void aRoleMayDoWhatItsLaneNeedsAndNoMore(String kind, String sql, String outcome)
      throws SQLException {
    database.execute("create table later (id int generated always as identity)");

    assertThat(outcome(kind, sql)).isEqualTo(outcome);
  }

  @Test
  void aDeploymentWithARoleForEachLaneIsWell() {
    Map<String, Verdict> verdicts =
        verdicts(
            Map.of(
                "QUERY_DATABASE_URL", urlOf("reader"),
                "WRITE_DATABASE_URL", urlOf("writer"),
                "DATABASE_URL", database.url()));

    assertThat(verdicts)
        .containsEntry("CACHED", Verdict.OK)
        .containsEntry("CACHED rights", Verdict.OK)
        .containsEntry("DIRECT rights", Verdict.OK)
        .containsEntry("CACHED clock", Verdict.OK)
        .containsEntry("CACHED encryption", Verdict.OK)
        .containsEntry("connections", Verdict.OK)
        .containsEntry("foreign keys", Verdict.OK)
        .containsEntry("schema", Verdict.OK)
        .doesNotContainValue(Verdict.FAIL);
  }

  @Test
  void whatIsNotWellIsTold() {
    database.execute("create table child (user_id text references users)");
    database.execute("delete from twinlane.schema_migrations where version = '20260210090000'");
    Map<String, Verdict> verdicts =
        verdicts(
            Map.of(
                "QUERY_DATABASE_URL", urlOf("writer"),
                "DIRECT_DATABASE_URL", database.url() + "?pgbouncer=true",
                "DATABASE_URL", database.url() + "?connection_limit=400"));

    assertThat(verdicts)
        .containsEntry("CACHED rights", Verdict.WARN)
        .containsEntry("DIRECT rights", Verdict.WARN)
        .containsEntry("connections", Verdict.WARN)
        .containsEntry("foreign keys", Verdict.WARN)
        .containsEntry("migrations", Verdict.FAIL)
        .containsEntry("schema", Verdict.FAIL);
  }

  @Test
  void aWayThatLeadsNowhereIsToldWithoutThePassword() {
    var findings =
        DoctorCommand.findings(
            Environment.of(Map.of("DATABASE_URL", "postgres://me:SECRET@127.0.0.1:1/app")));

    assertThat(findings).anyMatch(finding -> finding.verdict() == Verdict.FAIL);
    assertThat(findings.toString()).contains("127.0.0.1:1/app").doesNotContain("SECRET");
  }

  @Test
  void productionIsNotChangedWithoutAWord() {
    MigratorSettings settings =
        MigratorSettings.from(
            Environment.of(Map.of("ENVIRONMENT", "prod", "DATABASE_URL", database.url())));

    assertThatThrownBy(() -> new CommandOptions().guard(settings))
        .hasMessageContaining("this changes production (environment prod, host 127.0.0.1")
        .hasMessageContaining("say --yes");
  }

  private Map<String, Verdict> verdicts(Map<String, String> settings) {
    Map<String, Verdict> verdicts = new HashMap<>();
    DoctorCommand.findings(Environment.of(settings))
        .forEach(finding ->
            verdicts.merge(
                finding.subject(),
                finding.verdict(),
                (one, other) -> one.compareTo(other) > 0 ? one : other));
    return verdicts;
  }

  private String outcome(String kind, String sql) throws SQLException {
    try (Connection connection = new Database(DatabaseUrl.parse(urlOf(kind))).connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      connection.rollback();
      return "ok";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  private String login(String kind) {
    return kind + "_" + database.name();
  }

  private String urlOf(String kind) {
    return database.url().replace("postgres@", login(kind) + "@");
  }
}
