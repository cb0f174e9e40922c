package io.twinlane.migrator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts say the same of databases that are the same, whoever reads them and however. */
class FactsIT {

  private static final String PEOPLE =
      """
      create table "User" (
        id bigint generated always as identity primary key, "E-Mail" text not null);
      create index on "User" ("E-Mail");
      """;
  private static final String THINGS =
      """
      create table "my table" (
        id int primary key, price numeric(10, 2) default 0 check (price >= 0));
      create view cheap as select id from "my table" where price < 10;
      """;
  private static final String TIMES =
      """
      create table appointment (
        at timestamptz default '2026-01-01 12:00:00+00', takes interval default '1 day 2 hours');
      """;

  private TestDatabase one;
  private TestDatabase other;

  @BeforeEach
  void create() {
    one = TestDatabase.create();
    other = TestDatabase.create();
  }

  @AfterEach
  void drop() {
    one.close();
    other.close();
  }

  private static Facts facts(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      return Facts.read(connection);
    }
  }

  @Test
  void databasesBuiltInAnotherOrderAreEqual() throws SQLException {
    one.execute(PEOPLE + THINGS + TIMES);
    other.execute(TIMES + THINGS + PEOPLE);

    Facts expected = facts(one);
    Facts actual = facts(other);

    assertThat(Facts.between(expected, actual)).isEmpty();
    assertThat(actual.digest()).isEqualTo(expected.digest());
  }

  @Test
  void anEmptyDatabaseIsMendedIntoTheExpectedAndBack() throws SQLException {
    one.execute(PEOPLE + THINGS + TIMES);
    Facts expected = facts(one);
    Facts empty = facts(other);

    Facts.mending(Facts.between(expected, empty)).forEach(other::execute);
    Facts full = facts(other);
    Facts.mending(Facts.between(empty, full)).forEach(other::execute);

    assertThat(full.digest()).isEqualTo(expected.digest());
    assertThat(facts(other).digest()).isEqualTo(empty.digest());
  }

  @Test
  void everyKindOfThingIsMendedIntoAnEmptyDatabase() throws SQLException {
    one.execute(DriftChange.text("setup.sql"));
    Facts expected = facts(one);

    Facts.mending(Facts.between(expected, facts(other))).forEach(other::execute);

    assertThat(facts(other).digest()).isEqualTo(expected.digest());
  }

  @Test
  void whatTheDatabaseHasSetChangesNothing() throws SQLException {
    one.execute(PEOPLE + TIMES);
    Facts expected = facts(one);
    for (String setting :
        List.of(
            "timezone = 'Asia/Tokyo'",
            "datestyle = 'German'",
            "intervalstyle = 'iso_8601'",
            "quote_all_identifiers = on",
            "search_path = nowhere")) {
      one.execute("alter database %s set %s".formatted(one.name(), setting));
    }

    Facts actual = facts(one);

    assertThat(actual.digest()).isEqualTo(expected.digest());
  }

  @Test
  void whoMayNothingReadsTheSame() throws SQLException {
    one.execute(DriftChange.text("setup.sql"));
    one.execute("create role facts_nobody");
    try (Connection connection = one.connect();
        Statement statement = connection.createStatement()) {
      Facts expected = Facts.read(connection);
      Facts cluster = Facts.readCluster(connection);
      statement.execute("set role facts_nobody");

      List<Difference> differences = Facts.between(expected, Facts.read(connection));

      // PostgreSQL shows the options of user mappings to those alone who may use them
      assertThat(differences)
          .extracting(Difference::identity)
          .containsExactly("name of FOR drift_reader SERVER drift_server");
      assertThat(Facts.readCluster(connection).digest()).isEqualTo(cluster.digest());
    } finally {
      one.execute("drop role facts_nobody");
    }
  }

  @Test
  void theSessionIsAfterwardsAsItWas() throws SQLException {
    try (Connection connection = one.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = nowhere; set timezone = 'Asia/Tokyo'");

      Facts.read(connection);

      try (var rows =
          statement.executeQuery(
              "select current_setting('search_path') || ' ' || current_setting('timezone')")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("nowhere Asia/Tokyo");
      }
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void noSecretIsAFact() throws SQLException {
    one.execute(
        """
        create foreign data wrapper elsewhere;
        create server there foreign data wrapper elsewhere options (host 'example.org');
        create user mapping for public server there options (password 'hunter2');
        """);
    one.execute("alter database %s set app.jwt_secret = 'hunter2'".formatted(one.name()));
    try (Connection connection = one.connect()) {
      List<Fact> facts = Facts.read(connection).all();

      List<Fact> cluster = Facts.readCluster(connection).all();

      assertThat(facts).isNotEmpty().noneMatch(fact -> fact.toString().contains("hunter2"));
      assertThat(cluster).isNotEmpty().noneMatch(fact -> fact.toString().contains("hunter2"));
    }
  }

  @Test
  void whatIsTheMigratorsOwnIsNoFact() throws SQLException {
    Facts expected = facts(one);
    one.execute(
        """
        create schema twinlane;
        create table twinlane.history (id int primary key);
        comment on table twinlane.history is 'what was done';
        grant select on twinlane.history to public;
        """);

    Facts actual = facts(one);

    assertThat(Facts.between(expected, actual)).isEmpty();
  }

  @Test
  void aColumnMoreIsNotAnotherOrder() throws SQLException {
    one.execute("create table t (a int, b int)");
    other.execute("create table t (a int, c int, b int)");

    List<Difference> differences = Facts.between(facts(one), facts(other));

    assertThat(differences).extracting(Difference::kind).containsExactly("column", "column type");
  }
}
