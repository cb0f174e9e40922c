package io.twinlane.migrator.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.data.Seeds.Loaded;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SettingsException;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeedsIT {

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void create() throws IOException {
    database = TestDatabase.create();
    database.execute(
        """
        create table roles (name text primary key, label text);
        create table users (id int primary key, role text references roles);
        """);
    write(
        "production/10_roles.sql",
        "insert into roles values ('admin', 'A'), ('user', 'U') on conflict do nothing;");
    write(
        "production/20_labels.sql",
        "insert into roles values ('user', 'User') on conflict (name) do update set label ="
            + " excluded.label;");
    write(
        "staging/10_testers.sql", "insert into users values (1, 'admin') on conflict do nothing;");
    write(
        "development/10_users.sql",
        "insert into users select i, 'user' from generate_series(10, 14) i on conflict do"
            + " nothing;");
    write(
        "development/20_reset.sql",
        "delete from users where id = 14; update users set role = 'user';");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void developmentGetsItsSetBehindThatOfProduction() {
    List<Loaded> loaded = load(EnvironmentName.DEVELOPMENT);

    assertThat(loaded)
        .containsExactly(
            new Loaded("production/10_roles.sql", 2),
            new Loaded("production/20_labels.sql", 0),
            new Loaded("development/10_users.sql", 5),
            new Loaded("development/20_reset.sql", 0));
  }

  @Test
  void stagingGetsItsOwn() {
    load(EnvironmentName.STAGING);

    assertThat(rows()).isEqualTo("1:admin");
  }

  @Test
  void productionGetsItsSetOnly() {
    load(EnvironmentName.PRODUCTION);

    assertThat(rows()).isNull();
    assertThat(database.query("select string_agg(label, ' ' order by name) from roles"))
        .isEqualTo("A User");
  }

  @Test
  void aSecondRunAddsNothing() {
    load(EnvironmentName.STAGING);

    List<Loaded> again = load(EnvironmentName.STAGING);

    assertThat(again).extracting(Loaded::rows).containsOnly(0L);
    assertThat(rows()).isEqualTo("1:admin");
  }

  @ParameterizedTest
  @EnumSource(
      value = EnvironmentName.class,
      names = {"STAGING", "PRODUCTION"})
  void theDevelopmentSetIsRefusedElsewhere(EnvironmentName environment) {
    assertThatThrownBy(() -> seeds().load(environment, List.of(SeedSet.DEVELOPMENT)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("the seeds of development are never loaded in");
    assertThat(rows()).isNull();
  }

  @ParameterizedTest
  @EnumSource(EnvironmentName.class)
  void aProductionSetThatDeletesIsRefusedEverywhereBeforeAnythingRuns(EnvironmentName environment)
      throws IOException {
    write(
        "production/30_tidy.sql",
        "-- tidy up\nselect 1;\nwith gone as (\n  delete from users) select 1;");

    assertThatThrownBy(() -> load(environment))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("seeds/production/30_tidy.sql has DELETE at line 4");
    assertThat(database.query("select count(*) from roles")).isEqualTo("0");
  }

  @Test
  void aStagingSetThatChangesRowsIsRefused() throws IOException {
    write("staging/20_change.sql", "update users set role = 'admin';");

    assertThatThrownBy(() -> load(EnvironmentName.STAGING))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("seeds/staging/20_change.sql has UPDATE at line 1");
    assertThat(database.query("select count(*) from roles")).isEqualTo("0");
  }

  @Test
  void aFileThatFailsKeepsNothingAndThoseBeforeItStay() throws IOException {
    write(
        "production/30_wrong.sql",
        "insert into users values (1, 'admin'); insert into users values (2, 'nobody');");

    assertThatThrownBy(() -> load(EnvironmentName.PRODUCTION))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("30_wrong.sql failed at line 1")
        .hasMessageContaining("23503");
    assertThat(rows()).isNull();
    assertThat(database.query("select count(*) from roles")).isEqualTo("2");
  }

  private String rows() {
    return database.query("select string_agg(id || ':' || role, ' ' order by id) from users");
  }

  private List<Loaded> load(EnvironmentName environment) {
    return seeds().load(environment, SeedSet.of(environment));
  }

  private Seeds seeds() {
    return new Seeds(new Database(DatabaseUrl.parse(database.url())), SchemaFolder.at(folder));
  }

  private void write(String name, String sql) throws IOException {
    Path file = folder.resolve("seeds").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql + "\n");
  }
}
