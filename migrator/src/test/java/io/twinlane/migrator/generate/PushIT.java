package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.generate.Push.Plan;
import io.twinlane.migrator.generate.Push.Planned;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushIT {

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void thePlanAloneChangesNothing() throws IOException {
    Plan plan = declared("create table t (id int)").plan();

    assertThat(plan.statements()).hasSize(1);
    assertThat(plan.losesData()).isFalse();
    assertThat(database.query("select to_regclass('t')")).isNull();
  }

  @Test
  void afterItRanNothingDiffers() throws IOException {
    database.execute("create table t (id int); create type e as enum ('a')");
    Push push =
        declared(
            "create type e as enum ('a', 'b'); create table t (id int, e e default 'b');"
                + " create publication p for table t; create index on t (id)");

    assertThat(push.run(push.plan())).isEmpty();

    assertThat(push.plan().statements()).isEmpty();
    assertThat(push.plan().differences()).isEmpty();
  }

  @Test
  void whatCanLoseDataIsMarked() throws IOException {
    database.execute("create table t (id int, n int)");

    Plan plan = declared("create table t (id int)").plan();

    assertThat(plan.losesData()).isTrue();
    assertThat(plan.statements())
        .singleElement()
        .extracting(Planned::sql)
        .asString()
        .contains("DROP COLUMN n");
  }

  @Test
  void aFailureKeepsNothing() throws IOException {
    database.execute("create table t (id int); insert into t values (1)");
    Push push = declared("create table a (); create table t (id int, n int not null)");
    Plan plan = push.plan();

    assertThatThrownBy(() -> push.run(plan))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("ADD COLUMN n integer NOT NULL");

    assertThat(database.query("select to_regclass('a')")).isNull();
  }

  @Test
  void theMigratorsOwnSchemaAndMembersOfExtensionsAreLeftAlone() throws IOException {
    database.execute(
        "create schema twinlane; create table twinlane.schema_migrations (id int);"
            + " grant usage on schema twinlane to public;"
            + " create extension pg_stat_statements; create table t (id int)");
    Push push = declared("create extension pg_stat_statements; create table t (id int, n int)");

    Plan plan = push.plan();

    assertThat(plan.statements())
        .extracting(Planned::sql)
        .containsExactly("ALTER TABLE public.t\n\tADD COLUMN n integer");
    assertThat(push.run(plan)).isEmpty();
  }

  private Push declared(String sql) throws IOException {
    Files.createDirectories(folder.resolve("schema"));
    Files.writeString(folder.resolve("schema/00_all.sql"), sql);
    return new Push(
        new Database(DatabaseUrl.parse(database.url())),
        SchemaFolder.at(folder),
        new KeeperWriter());
  }
}
