package io.twinlane.migrator.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that meet somebody who has what they need. */
class LocksIT {

  private static final Duration HELD = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void start() {
    bench = new Workbench(folder);
    bench.database.execute("create table a (id int); create table b (id int)");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void aFileMakesWayAndIsAppliedOnceItsLockIsFree() throws Exception {
    bench.write("20260101000000_a.sql", "create table c (); alter table a add column t text");
    CompletableFuture<Void> blocker = hold("a");

    Migrations.Applied applied = bench.migrations(MigrationTerms.USUAL).migrate();

    assertThat(blocker).isDone();
    assertThat(applied.files()).hasSize(1);
    assertThat(bench.database.query("select count(t) from a")).isEqualTo("0");
  }

  /** Else readers of the one table would wait as long as the other one is held. */
  @Test
  void whoHasLocksOfOthersGivesThemBackWhileWaiting() throws Exception {
    bench.write(
        "20260101000000_ab.sql",
        "alter table b add column t text; alter table a add column t text");
    CompletableFuture<Void> blocker = hold("a");
    CompletableFuture<Migrations.Applied> migrating =
        CompletableFuture.supplyAsync(() -> bench.migrations(MigrationTerms.USUAL).migrate());

    int reads = 0;
    long longest = 0;
    while (!blocker.isDone()) {
      long begin = System.nanoTime();
      bench.database.query("select count(*) from b");
      bench.database.query("select count(*) from a");
      longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
      reads++;
    }

    System.out.printf(
        "readers behind a waiting file: %d reads, the longest %d ms%n", reads, longest);
    assertThat(migrating.get().files()).hasSize(1);
    // with the locks kept, one read would have taken all the time that the blocker has
    assertThat(longest).isLessThan(HELD.toMillis() - 500);
    assertThat(bench.database.query("select count(t) from b")).isEqualTo("0");
  }

  @Test
  void whoHoldsTheLockIsNamedWhenTheTimeIsOver() throws Exception {
    bench.write("20260101000000_a.sql", "alter table a add column t text");
    CompletableFuture<Void> blocker = hold("a");
    MigrationTerms impatient =
        new MigrationTerms(
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(10), "");

    assertThatThrownBy(() -> bench.migrations(impatient).migrate())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20260101000000_a.sql failed at line 1")
        .hasMessageContaining("SQLSTATE:  55P03")
        .hasMessageContaining("the lock was held all the time, last by pid ");

    blocker.get();
    assertThat(bench.migrations(impatient).migrate().files()).hasSize(1);
  }

  @Test
  void anIndexWaitsForOthersWithoutMakingThemWait() throws Exception {
    bench.write("20260101000000_index.sql", "create index concurrently a_id on a (id)");
    CompletableFuture<Void> blocker = hold("a");

    bench.migrations(MigrationTerms.USUAL).migrate();

    assertThat(blocker).isDone();
    assertThat(
            bench.database.query(
                "select indisvalid from pg_index where indexrelid = 'a_id'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void whatAFileSetsIsNothingToTheNext() {
    bench.database.execute(
        "do $$ begin create role locks_it_owner; exception when duplicate_object then null; end $$");
    bench.write(
        "20260101000000_sets.sql",
        "set role locks_it_owner; set lock_timeout = '5s'; select set_config('search_path', '', false)");
    bench.write(
        "20260102000000_after.sql",
        "create table after_sets as select current_user::text as me, current_setting('lock_timeout') as waits");

    bench.migrations(MigrationTerms.USUAL).migrate();

    assertThat(
            bench.database.query(
                "select me = session_user and waits = '200ms' from public.after_sets"))
        .isEqualTo("t");
    bench.database.execute("drop role locks_it_owner");
  }

  @Test
  void whatRewritesATableMakesWayAlsoOutsideOfATransaction() throws Exception {
    bench.write("20260101000000_full.sql", "vacuum full a");
    CompletableFuture<Void> blocker = hold("a");
    CompletableFuture<Migrations.Applied> migrating =
        CompletableFuture.supplyAsync(() -> bench.migrations(MigrationTerms.USUAL).migrate());

    long longest = 0;
    while (!blocker.isDone()) {
      long begin = System.nanoTime();
      bench.database.query("select count(*) from a");
      longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
    }

    assertThat(migrating.get().files()).hasSize(1);
    assertThat(longest).isLessThan(HELD.toMillis() - 500);
  }

  @Test
  void aTemporaryTableIsNothingToTheNextFile() {
    bench.write("20260101000000_temp.sql", "create temp table b as select 1 as x");
    bench.write("20260102000000_b.sql", "alter table b add column y int");

    bench.migrations(MigrationTerms.USUAL).migrate();

    assertThat(bench.database.query("select count(y) from public.b")).isEqualTo("0");
  }

  @Test
  void anIndexThatWasNeverFinishedIsBuiltAnew() {
    bench.database.execute(
        "insert into a values (1), (2); create index a_id on a (id); update pg_index set indisvalid = false where indexrelid = 'a_id'::regclass");
    bench.write(
        "20260101000000_index.sql", "create index concurrently if not exists a_id on a (id)");

    bench.migrations(MigrationTerms.USUAL).migrate();

    assertThat(
            bench.database.query(
                "select indisvalid from pg_index where indexrelid = 'a_id'::regclass"))
        .isEqualTo("t");
  }

  /** Holds a table as a long report does, from now on. */
  private CompletableFuture<Void> hold(String table) throws SQLException {
    Connection connection = bench.database.connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute("select * from " + table);
    return CompletableFuture.runAsync(() -> {
      try (connection) {
        connection.createStatement().execute("select pg_sleep(%d)".formatted(HELD.toSeconds()));
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
