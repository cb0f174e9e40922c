package io.twinlane.migrator.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.data.Seeds;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.service.StartException;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsIT {

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    Files.createDirectories(folder.resolve("migrations"));
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void whatIsPendingIsAppliedInOrderAndOnce() throws IOException {
    write("20260102000000_second.sql", "create table b (a_id int references a)");
    write("20260101000000_first.sql", "create table a (id int primary key)");

    Migrations.Applied first = migrations().migrate();
    Migrations.Applied again = migrations().migrate();

    assertThat(first.files())
        .containsExactly("20260101000000_first.sql", "20260102000000_second.sql");
    assertThat(first.fromNothing()).isTrue();
    assertThat(again.files()).isEmpty();
    assertThat(again.fromNothing()).isFalse();
    assertThat(database.query("select to_regclass('public.b')")).isEqualTo("b");
  }

  @Test
  void statusTellsWhatIsAppliedAndWhatIsPending() throws IOException {
    write("20260101000000_first.sql", "create table a ()");
    migrations().migrate();
    write("20260102000000_second.sql", "create table b ()");

    Migrations.Status status = migrations().status();

    assertThat(status.applied()).containsExactly("20260101000000_first.sql");
    assertThat(status.pending()).containsExactly("20260102000000_second.sql");
    assertThat(database.query("select to_regclass('public.b')")).isNull();
  }

  @Test
  void statusOfAnEmptyDatabaseChangesNothing() throws IOException {
    write("20260101000000_first.sql", "create table a ()");

    assertThat(migrations().status().pending()).hasSize(1);

    assertThat(database.query("select to_regclass('twinlane.schema_migrations')")).isNull();
  }

  @Test
  void aFailureNamesFileStatementStateAndNextStepAndKeepsNothing() throws IOException {
    write(
        "20260101000000_broken.sql",
        "-- first\ncreate table a ();\n\n/* then */\ncreate table b (id nonsense);\n");

    assertThatThrownBy(() -> migrations().migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000_broken.sql failed at line 5")
        .hasMessageContaining("statement: create table b (id nonsense)")
        .hasMessageContaining("SQLSTATE:  42704")
        .hasMessageContaining("next:      nothing of this file was kept. Mend the file");

    assertThat(database.query("select to_regclass('public.a')")).isNull();
  }

  @Test
  void aMendedFileIsAppliedAfterAFailure() throws IOException {
    write("20260101000000_broken.sql", "create table a (id nonsense)");
    assertThatThrownBy(() -> migrations().migrate()).isInstanceOf(CommandException.class);
    write("20260101000000_broken.sql", "create table a (id int)");

    assertThat(migrations().migrate().files()).hasSize(1);
  }

  @Test
  void fourAtOnceApplyEachFileOnce() throws Exception {
    for (int i = 1; i <= 5; i++) {
      write(
          "2026010%d000000_t.sql".formatted(i),
          "create table t%d (); select pg_sleep(0.02)".formatted(i));
    }
    List<String> applied = new ArrayList<>();
    try (var runners = Executors.newFixedThreadPool(4)) {
      List<Future<Migrations.Applied>> runs =
          runners.invokeAll(Collections.nCopies(4, () -> migrations().migrate()));
      for (Future<Migrations.Applied> run : runs) {
        applied.addAll(run.get().files());
      }
    }

    assertThat(applied).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void anEditedFileIsRefusedByName() throws IOException {
    write("20260101000000_first.sql", "create table a ()");
    migrations().migrate();
    write("20260101000000_first.sql", "create table a (id int)");

    assertThatThrownBy(() -> migrations().migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000_first.sql was edited after it was applied");
  }

  @Test
  void aMisnamedFileIsRefusedByName() throws IOException {
    write("V1__first.sql", "create table a ()");

    assertThatThrownBy(this::migrations)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("migrations/V1__first.sql is misnamed");
  }

  @Test
  void aFileThatComesTooLateIsRefusedByName() throws IOException {
    write("20260102000000_second.sql", "create table b ()");
    migrations().migrate();
    write("20260101000000_late.sql", "create table a ()");

    assertThatThrownBy(() -> migrations().migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000_late.sql is older than the newest applied");
  }

  @Test
  void aFileThatIsGoneIsTold() throws IOException {
    write("20260101000000_first.sql", "create table a ()");
    write("20260102000000_second.sql", "create table b ()");
    migrations().migrate();
    Files.delete(folder.resolve("migrations/20260101000000_first.sql"));

    assertThatThrownBy(() -> migrations().migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000 was applied, but its file is gone");
  }

  @Test
  void statementsWithSemicolonsInsideAreNotTornApart() throws IOException {
    write(
        "20260101000000_function.sql",
        """
        create function f() returns text language plpgsql as $body$
        begin
          return 'a;b'; -- not the end;
        end
        $body$;
        create table a (t text default 'x;y');
        """);

    migrations().migrate();

    assertThat(database.query("select f()")).isEqualTo("a;b");
  }

  @Test
  void anIndexIsBuiltConcurrently() throws IOException {
    write("20260101000000_table.sql", "create table a (id int)");
    write("20260102000000_index.sql", "create index concurrently a_id on a (id)");

    migrations().migrate();

    assertThat(
            database.query("select indisvalid from pg_index where indexrelid = 'a_id'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void anIndexThatCouldNotBeBuiltIsTriedAgain() throws IOException {
    write("20260101000000_table.sql", "create table a (id int); insert into a values (1), (1)");
    write("20260102000000_index.sql", "create unique index concurrently a_id on a (id)");
    assertThatThrownBy(() -> migrations().migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("SQLSTATE:  23505");
    assertThat(migrations().status().pending()).containsExactly("20260102000000_index.sql");

    assertThat(database.query("select to_regclass('a_id')")).isNull();

    database.execute("delete from a");

    assertThat(migrations().migrate().files()).containsExactly("20260102000000_index.sql");
  }

  @Test
  void aFileThatEndsItsOwnTransactionIsRefusedByName() throws IOException {
    write("20260101000000_own.sql", "create table a ();\nbegin;\ncreate table b ();\ncommit;\n");

    assertThatThrownBy(this::migrations)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000_own.sql has begin at line 2");
  }

  @Test
  void aFunctionInStandardSqlIsOneStatement() throws IOException {
    write(
        "20260101000000_atomic.sql",
        "\ufeff"
            + """
            create function f() returns int begin atomic; select 1; select 2; end;
            create table a ();
            """);

    migrations().migrate();

    assertThat(database.query("select f()")).isEqualTo("2");
    assertThat(database.query("select to_regclass('public.a')")).isEqualTo("a");
  }

  @Test
  void aDatabaseWithTablesOfItsOwnIsTakenAsItIs() throws IOException {
    database.execute("create table there_before ()");
    write("20260101000000_first.sql", "create table a ()");

    assertThat(migrations().migrate().files()).containsExactly("20260101000000_first.sql");
  }

  @Test
  void aDatabaseThatCannotBeReachedIsToldWithoutThePassword() {
    Database nowhere = new Database(DatabaseUrl.parse("postgres://me:SECRET@127.0.0.1:1/app"));

    assertThatThrownBy(() -> new Migrations(nowhere, SchemaFolder.at(folder)).migrate())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("127.0.0.1:1/app")
        .hasMessageContaining("cannot be reached")
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void whoMayMakeNoTablesIsToldWhatToDo() throws IOException {
    write("20260101000000_notes.sql", "create table public.notes (id int)");
    String role = "weak_" + database.name();
    database.execute(
        "create role %1$s login; grant create on database %2$s to %1$s"
            .formatted(role, database.name()));
    try {
      Database weak =
          new Database(
              DatabaseUrl.parse(database.url().replaceFirst("//[^@]*@", "//" + role + "@")));

      assertThatThrownBy(() -> new Migrations(weak, SchemaFolder.at(folder)).migrate())
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("20260101000000_notes.sql")
          .hasMessageContaining("42501")
          .hasMessageContaining("Grant the right to the migrating user, or migrate as the owner.");
    } finally {
      database.execute("drop owned by %1$s; drop role %1$s".formatted(role));
    }
  }

  @Test
  void aDatabaseThatDoesNotExistIsTold() {
    Database missing =
        new Database(
            DatabaseUrl.parse(database.url().replace(database.name(), "no_such_database")));

    assertThatThrownBy(() -> new Migrations(missing, SchemaFolder.at(folder)).migrate())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no database of that name");
  }

  @Test
  void theProductsMigrationsBuildWhatItsSchemaDeclares() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();
    String migrated = Catalogs.described(database);
    try (TestDatabase declared = TestDatabase.create()) {
      SchemaFolder.packaged().declared().forEach(file -> declared.execute(file.text()));

      assertThat(Catalogs.described(declared)).isEqualTo(migrated);
    }
  }

  @Test
  void seedingTwiceChangesNothing() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();
    Seeds seeds = new Seeds(database(), SchemaFolder.packaged());
    seeds.load(EnvironmentName.DEVELOPMENT);
    String once = Catalogs.contents(database);

    seeds.load(EnvironmentName.DEVELOPMENT);

    assertThat(Catalogs.contents(database)).isEqualTo(once);
    assertThat(database.query("select count(*) from users")).isEqualTo("10");
    assertThat(
            database.query(
                """
                select string_agg(total || ' ' || status, ', ' order by total)
                from orders where user_id = (select id from users where email = 'alice@example.com')
                """))
        .isEqualTo("29.99 completed, 49.99 pending");
    assertThat(database.query("select string_agg(name, ', ' order by name) from roles"))
        .isEqualTo("admin, editor, viewer");
    assertThat(database.query("select string_agg(key, ', ' order by key) from settings"))
        .isEqualTo("maintenance_mode, site_name");
  }

  @Test
  void productionGetsNoTestUsers() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();

    new Seeds(database(), SchemaFolder.packaged()).load(EnvironmentName.PRODUCTION);

    assertThat(database.query("select count(*) from users")).isEqualTo("0");
    assertThat(database.query("select count(*) from roles")).isEqualTo("3");
  }

  @Test
  void productionBeginsWithThreeRolesAndTwoSettings() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();
    new Seeds(database(), SchemaFolder.packaged()).load(EnvironmentName.PRODUCTION);

    assertThat(
            database.query(
                "select string_agg(name || ' ' || permissions::text, '; ' order by name) from roles"))
        .isEqualTo(
            "admin [\"read\", \"write\", \"delete\", \"manage_users\", \"manage_settings\"];"
                + " editor [\"read\", \"write\"]; viewer [\"read\"]");
    assertThat(
            database.query(
                "select string_agg(key || ' ' || value::text, '; ' order by key) from settings"))
        .isEqualTo("maintenance_mode false; site_name \"Twinlane\"");
  }

  @Test
  void anIdHasTheLettersOfItsTableAndNoOthers() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();

    String id =
        database.query(
            "insert into users (name, email) values ('Ann', 'ann@example.com') returning id");

    assertThat(id).matches("usr_[a-z][a-z0-9]{15}");
    assertThatThrownBy(() -> database.execute("update users set id = 'org" + id.substring(3) + "'"))
        .hasStackTraceContaining("users_id_check");
  }

  @Test
  void whatAUserOwnsGoesWithTheUser() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();
    new Seeds(database(), SchemaFolder.packaged()).load(EnvironmentName.DEVELOPMENT);
    String owned =
        """
        select count(*) from (
          select user_id from orders union all select user_id from sessions
          union all select user_id from identities union all select user_id from members
          union all select user_id from daily_logs union all select user_id from weekly_reflections
        ) o where user_id = 'usr_alice00000000000'
        """;
    assertThat(database.query(owned)).isNotEqualTo("0");
    String others = database.query(owned.replace("o where user_id =", "o where user_id <>"));

    database.execute("delete from users where id = 'usr_alice00000000000'");

    assertThat(database.query(owned)).isEqualTo("0");
    assertThat(database.query(owned.replace("o where user_id =", "o where user_id <>")))
        .isEqualTo(others);
  }

  @Test
  void everyForeignKeyHasAnIndex() {
    new Migrations(database(), SchemaFolder.packaged()).migrate();

    assertThat(
            database.query(
                """
                select string_agg(conrelid::regclass || '.' || a.attname, ', ')
                from pg_constraint c
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.contype = 'f' and not exists (
                  select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                """))
        .isNull();
  }

  private Database database() {
    return new Database(DatabaseUrl.parse(database.url()));
  }

  private Migrations migrations() {
    return new Migrations(database(), SchemaFolder.at(folder));
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(folder.resolve("migrations").resolve(name), sql);
  }
}
