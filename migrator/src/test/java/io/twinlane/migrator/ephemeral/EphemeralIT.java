package io.twinlane.migrator.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.ephemeral.Ephemerals.Ready;
import io.twinlane.migrator.ephemeral.Ephemerals.Swept;
import io.twinlane.migrator.ephemeral.Ephemerals.Wish;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EphemeralIT {

  private static final Wish EMPTY = new Wish(Optional.empty(), Duration.ofHours(1), true);

  @TempDir private Path folder;
  private TestDatabase database;
  private Ephemerals ephemerals;

  /** Names of this test's own, on a server that may be anybody's. */
  private String prefix;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    prefix = "t" + database.name().substring(5, 15) + "-";
    Files.createDirectories(folder.resolve("migrations"));
    Files.createDirectories(folder.resolve("seeds/development"));
    write("migrations/20260101000000_first.sql", "create table a (id int primary key)");
    write("seeds/development/a.sql", "insert into a values (1) on conflict do nothing");
    ephemerals = new Ephemerals(settings(Map.of()));
  }

  @AfterEach
  void stop() {
    ephemerals.list().stream()
        .filter(one -> one.name().startsWith(prefix))
        .forEach(one -> ephemerals.down(one.name()));
    database.close();
  }

  @Test
  void aDatabaseIsMigratedAndSeeded() {
    Ready ready = ephemerals.up(prefix + "one", EMPTY);

    assertThat(ready.made()).isTrue();
    assertThat(ready.applied()).containsExactly("20260101000000_first.sql");
    assertThat(ready.took()).isPositive();
    assertThat(query(ready, "select count(*) from a")).isEqualTo("1");
    assertThat(ephemerals.list())
        .filteredOn(one -> one.name().equals(prefix + "one"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.expires()).isEqualTo(ready.database().expires());
          assertThat(one.bytes()).isGreaterThan(1_000_000);
        });
  }

  @Test
  void seedsAreLoadedOnlyIfTheyAreWanted() {
    Ready ready =
        ephemerals.up(prefix + "one", new Wish(Optional.empty(), Duration.ofHours(1), false));

    assertThat(ready.seeds()).isEmpty();
    assertThat(query(ready, "select count(*) from a")).isEqualTo("0");
  }

  @Test
  void aTemplateIsCopiedAndWhatItLacksIsMigrated() {
    try (TestDatabase template = TestDatabase.create()) {
      template.execute("create table \"Odd\" as select generate_series(1, 7)");

      Ready ready =
          ephemerals.up(
              prefix + "copy", new Wish(Optional.of(template.name()), Duration.ofHours(1), true));

      assertThat(query(ready, "select count(*) from \"Odd\"")).isEqualTo("7");
      assertThat(query(ready, "select count(*) from a")).isEqualTo("1");
    }
  }

  @Test
  void aTemplateThatIsMissingIsToldAndLeavesNothing() {
    assertThatThrownBy(() ->
            ephemerals.up(
                prefix + "x", new Wish(Optional.of("no\"such'one"), Duration.ofHours(1), true)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no\"such'one");

    assertThat(ephemerals.down(prefix + "x")).isFalse();
  }

  @Test
  void againBringsItUpToDateAndLetsItLiveLonger() throws IOException {
    Ready first = ephemerals.up(prefix + "one", EMPTY);
    database(first).execute("insert into a values (2)");
    write("migrations/20260102000000_second.sql", "create table b ()");
    Ephemerals later = new Ephemerals(settings(Map.of()));

    Ready again = later.up(prefix + "one", new Wish(Optional.empty(), Duration.ofHours(2), true));

    assertThat(again.made()).isFalse();
    assertThat(again.applied()).containsExactly("20260102000000_second.sql");
    assertThat(again.database().expires())
        .isAfterOrEqualTo(first.database().expires().plusSeconds(3500));
    assertThat(query(again, "select count(*) from a")).isEqualTo("2");
  }

  @Test
  void downDropsItWhoeverIsConnectedAndOnlyOnce() throws Exception {
    Ready ready = ephemerals.up(prefix + "one", EMPTY);
    try (var connection = database(ready).connect()) {
      assertThat(ephemerals.down(prefix + "one")).isTrue();
      assertThat(connection.isValid(5)).isFalse();
    }

    assertThat(ephemerals.down(prefix + "one")).isFalse();
    assertThat(exists(ready.database().database())).isFalse();
  }

  @Test
  void aDatabaseOfSomebodyElseIsLeftAlone() {
    String foreign = EphemeralName.of(prefix + "one").database();
    database.execute("create database " + foreign);
    try {
      database.execute("comment on database %s is 'twinlane ephemeral, nearly'".formatted(foreign));

      assertThatThrownBy(() -> ephemerals.up(prefix + "one", EMPTY))
          .hasMessageContaining("was not made by ephemeral up");
      assertThatThrownBy(() -> ephemerals.down(prefix + "one"))
          .hasMessageContaining("was not made by ephemeral up");
      assertThat(ephemerals.sweep().dropped()).doesNotContain(foreign);
      assertThat(ephemerals.list()).noneMatch(one -> one.database().equals(foreign));
      assertThat(exists(foreign)).isTrue();
    } finally {
      database.execute("drop database " + foreign);
    }
  }

  @Test
  void twoNamesForOneDatabaseAreToldApart() {
    ephemerals.up(prefix + "one", EMPTY);

    assertThatThrownBy(() -> ephemerals.up(prefix + "ONE", EMPTY))
        .hasMessageContaining("was made for '%sone'".formatted(prefix));
    assertThatThrownBy(() -> ephemerals.down(prefix + "One"))
        .hasMessageContaining("was made for '%sone'".formatted(prefix));
  }

  @Test
  void anOddNameIsOnlyAName() {
    String odd = prefix + "'); drop database \"postgres\" --\n%I";

    Ready ready = ephemerals.up(odd, EMPTY);

    assertThat(ephemerals.list()).anyMatch(one -> one.name().equals(odd));
    assertThat(query(ready, "select count(*) from a")).isEqualTo("1");
    assertThat(ephemerals.down(odd)).isTrue();
  }

  @Test
  void sweepDropsWhatHasExpiredAndNothingElse() {
    Ready old = ephemerals.up(prefix + "old", EMPTY);
    Ready young = ephemerals.up(prefix + "young", EMPTY);
    Mark expired = Mark.of(prefix + "old", Duration.ofSeconds(-5));
    database.execute(
        "comment on database %s is '%s'".formatted(old.database().database(), expired.text()));
    try (Scratch scratch = Scratch.beside(settings(Map.of()).database())) {

      Swept swept = ephemerals.sweep();

      assertThat(swept.dropped())
          .contains(old.database().database())
          .doesNotContain(young.database().database(), scratch.database().url().database());
      assertThat(swept.kept()).isEmpty();
      assertThat(exists(scratch.database().url().database())).isTrue();
    }
    assertThat(exists(old.database().database())).isFalse();
    assertThat(exists(young.database().database())).isTrue();
  }

  @Test
  void fourAtOnceMakeOneDatabase() throws InterruptedException, ExecutionException {
    List<Future<Ready>> runs;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      runs = executor.invokeAll(Collections.nCopies(4, () -> ephemerals.up(prefix + "one", EMPTY)));
    }

    int made = 0;
    for (Future<Ready> run : runs) {
      made += run.get().made() ? 1 : 0;
    }
    assertThat(made).isEqualTo(1);
  }

  @Test
  void aFailedMigrationLeavesADatabaseThatTheNextOneMends() throws IOException {
    write("migrations/20260102000000_second.sql", "create table a ()");
    Ephemerals failing = new Ephemerals(settings(Map.of()));
    assertThatThrownBy(() -> failing.up(prefix + "one", EMPTY)).hasMessageContaining("42P07");
    write("migrations/20260102000000_second.sql", "create table b ()");

    Ready mended = new Ephemerals(settings(Map.of())).up(prefix + "one", EMPTY);

    assertThat(mended.made()).isFalse();
    assertThat(mended.applied()).containsExactly("20260102000000_second.sql");
  }

  @Test
  void productionIsRefused() {
    MigratorSettings production = settings(Map.of("ENVIRONMENT", "prod"));

    assertThatThrownBy(() -> new Ephemerals(production)).isInstanceOf(SettingsException.class);
  }

  @Test
  void theUrlHidesThePasswordUnlessItIsAskedFor() {
    Ephemerals secret =
        new Ephemerals(settings(Map.of("DATABASE_URL", "postgres://me:S3CRET@db.test/app")));

    assertThat(secret.url("twinlane_x", false))
        .startsWith("postgresql://me@db.test:5432/twinlane_x")
        .doesNotContain("S3CRET");
    assertThat(DatabaseUrl.parse(secret.url("twinlane_x", true)).password())
        .hasValueSatisfying(password -> assertThat(password.value()).isEqualTo("S3CRET"));
  }

  private MigratorSettings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("DATABASE_URL", database.url());
    values.put("SCHEMA_DIR", folder.toString());
    values.putAll(more);
    return MigratorSettings.from(Environment.of(values));
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(folder.resolve(name), sql);
  }

  private boolean exists(String name) {
    return database
        .query("select count(*) from pg_database where datname = '%s'".formatted(name))
        .equals("1");
  }

  private TestDatabase database(Ready ready) {
    return TestDatabase.existing(
        DatabaseUrl.parse(database.url()).withDatabase(ready.database().database()));
  }

  private String query(Ready ready, String sql) {
    return database(ready).query(sql);
  }
}
