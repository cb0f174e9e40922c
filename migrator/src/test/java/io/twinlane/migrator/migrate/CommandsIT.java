package io.twinlane.migrator.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.migrator.migrate.Workbench.Outcome;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.PgBouncer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around the history, as somebody runs them. */
class CommandsIT {

  private static final String FIRST = "20260101000000_first.sql";
  private static final String SECOND = "20260102000000_second.sql";
  private static final String THIRD = "20260103000000_third.sql";

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void start() {
    bench = new Workbench(folder);
    bench.write(FIRST, "-- the first\ncreate table a (id int);\ncreate table a2 (id int);\n");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void fourAtOnceAllEndWell() {
    bench.write(SECOND, "create table b (); select pg_sleep(0.3)");
    List<Process> runs = Stream.generate(() -> bench.start("migrate")).limit(4).toList();

    List<Outcome> outcomes = runs.stream().map(Workbench::outcome).toList();

    assertThat(outcomes).extracting(Outcome::status).containsOnly(0);
    String all = String.join("", outcomes.stream().map(Outcome::output).toList());
    assertThat(all).containsOnlyOnce("applied " + FIRST).containsOnlyOnce("applied " + SECOND);
  }

  @Test
  void aPlanPrintsWhatWouldRunAndTouchesNothing() {
    Outcome plan = bench.run("migrate", "--plan");

    assertThat(plan.status()).isEqualTo(3);
    assertThat(plan.output())
        .contains(FIRST + ": one transaction")
        .contains("  create table a (id int);");
    assertThat(bench.database.query("select to_regnamespace('twinlane')")).isNull();
    assertThat(bench.database.query("select to_regclass('a')")).isNull();
  }

  @Test
  void programsGetOneObjectALine() {
    Outcome migrate = bench.run("migrate", "--json");

    assertThat(migrate.output().lines())
        .allSatisfy(line -> assertThat(line).startsWith("{\"event\":\"").endsWith("}"))
        .anySatisfy(line -> assertThat(line).contains("\"applied\"").contains(FIRST));
  }

  @Test
  void aTargetIsWhereItEnds() {
    bench.write(SECOND, "create table b ()");
    bench.write(THIRD, "create table c ()");

    assertThat(bench.run("migrate", "--target", "20260102000000").status()).isZero();

    assertThat(bench.database.query("select to_regclass('b')")).isEqualTo("b");
    assertThat(bench.run("status").output()).contains("pending  " + THIRD);
    assertThat(bench.run("migrate", "--target", "20260102000001").status()).isEqualTo(1);
  }

  /** Line ends are no part of a CRC over lines: the second statement would have gone unseen. */
  @Test
  void aStatementThatBecameACommentIsAnEdit() throws Exception {
    bench.run("migrate");
    Files.delete(bench.path("migrations/migrations.lock"));
    bench.write(FIRST, "-- the firstcreate table a (id int);\ncreate table a2 (id int);\n");

    Outcome again = bench.run("migrate");

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.output()).contains(FIRST + " was edited after it was applied");
  }

  @Test
  void theLockFileTellsAnEditBeforeAnyDatabaseIsAsked() {
    bench.run("migrate");
    assertThat(bench.read("migrations/migrations.lock")).matches("[0-9a-f]{64}  " + FIRST + "\n");
    bench.append("migrations/" + FIRST, "-- more\n");

    Outcome again = bench.run("migrate");

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.output()).contains(FIRST + " was edited").contains("migrations.lock");
  }

  @Test
  void outsideOfDevelopmentNoFileIsWritten() {
    assertThat(bench.runIn("staging", "migrate").status()).isZero();

    assertThat(bench.path("migrations/migrations.lock")).doesNotExist();
  }

  @Test
  void whatIsDeferredWaitsForTheNextRelease() {
    bench.run("migrate");
    bench.write(SECOND, "-- deferred\ndrop table a2;\n");
    bench.write(THIRD, "create table c ()");

    Outcome first = bench.run("migrate");
    Outcome again = bench.run("migrate");
    Outcome status = bench.run("status");

    assertThat(first.output()).contains("held back until the next release: " + SECOND);
    assertThat(again.output()).contains("held back until the next release: " + SECOND);
    assertThat(status.status()).isZero();
    assertThat(bench.database.query("select to_regclass('a2') || ' ' || to_regclass('c')"))
        .isEqualTo("a2 c");

    bench.write("20260104000000_fourth.sql", "create table d ()");
    Outcome next = bench.run("migrate");

    assertThat(next.status()).as(next.output()).isZero();
    assertThat(next.output()).contains("applied " + SECOND);
    assertThat(bench.database.query("select to_regclass('a2')")).isNull();
  }

  /** Else a file that counts on the drop would fail in each new environment. */
  @Test
  void inANewDatabaseOnlyTheLastReleaseHoldsBack() {
    bench.write(SECOND, "-- deferred\ndrop table a2;\n");
    bench.write(THIRD, "create table a2 (other int)");
    bench.write("20260104000000_fourth.sql", "-- deferred: the next release\ndrop table a;\n");

    Outcome migrate = bench.run("migrate");

    assertThat(migrate.status()).as(migrate.output()).isZero();
    assertThat(migrate.output()).contains("applied " + SECOND).contains("held back");
    assertThat(bench.database.query("select to_regclass('a')")).isEqualTo("a");
  }

  @Test
  void aCommentThatOnlyBeginsLikeTheMarkIsNone() {
    bench.write(SECOND, "-- Deferred foreign keys between a and a2\ncreate table b ();\n");

    assertThat(bench.run("migrate").output()).contains("applied " + SECOND);
  }

  @Test
  void whatWasOnceProductionIsNotResetAfterARunAsDevelopment() {
    bench.runIn("production", "migrate", "--yes");
    bench.run("migrate");

    assertThat(bench.run("reset").status()).isEqualTo(2);
    assertThat(bench.database.query("select to_regclass('a')")).isEqualTo("a");
  }

  /**
   * What is half done is our own, and no drift; and what the file sets holds for the rest of it.
   */
  @Test
  void aFailedFileGoesOnWithItsSettings() {
    bench.run("migrate");
    bench.database.execute(
        "create schema app; create table app.a (id int); insert into app.a values (1), (1)");
    bench.write(
        SECOND,
        "set search_path to app;\nalter table a add column z int;\ncreate unique index concurrently a_id on a (id);\n");
    bench.run("migrate", "--no-drift-check");
    bench.database.execute("delete from app.a where ctid = (select max(ctid) from app.a)");

    Outcome again = bench.run("migrate");

    assertThat(again.status()).as(again.output()).isZero();
    assertThat(
            bench.database.query(
                "select indrelid::regclass from pg_index where indexrelid = 'app.a_id'::regclass"))
        .isEqualTo("app.a");
  }

  @Test
  void checkChangesNothingOnTheServer() {
    String role = "from_check_of_" + bench.database.name();
    bench.write(
        SECOND,
        "do $$ begin create role %s; end $$;\nrevoke connect on database %s from public;\n"
            .formatted(role, bench.database.name()));
    bench.writeTo("schema/all.sql", "create table a (id int); create table a2 (id int)");

    Outcome check = bench.run("check", "--no-database");

    assertThat(check.status()).as(check.output()).isZero();
    assertThat(
            bench.database.query(
                "select count(*) from pg_roles where rolname = '%s'".formatted(role)))
        .isEqualTo("0");
    assertThat(
            bench.database.query(
                "select datacl from pg_database where datname = current_database()"))
        .isNull();
  }

  @Test
  void aNameWithADotInItIsOneName() {
    bench.run("migrate");
    bench.database.execute(
        "create index \"a.b\" on a (id); update pg_index set indisvalid = false where indexrelid = '\"a.b\"'::regclass");
    bench.write(SECOND, "create index concurrently if not exists \"a.b\" on a (id)");

    assertThat(bench.run("migrate", "--no-drift-check").status()).isZero();

    assertThat(
            bench.database.query(
                "select indisvalid from pg_index where indexrelid = '\"a.b\"'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void aConstraintThatIsPutOffFailsWithItsFile() {
    bench.write(
        SECOND,
        "create table c (id int primary key, c_id int references c deferrable initially deferred);\ninsert into c values (1, 2);\n");

    Outcome failed = bench.run("migrate", "--json");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output().lines())
        .allSatisfy(line -> assertThat(line).startsWith("{\"event\":"))
        .noneSatisfy(line -> assertThat(line).contains("\"applied\"").contains(SECOND))
        .anySatisfy(line -> assertThat(line).contains("\"error\"").contains(SECOND + " failed"));
  }

  @Test
  void whatIsRolledBackByHandIsAppliedAgainAlsoIfItIsNotTheNewest() {
    bench.write(SECOND, "create table b ()");
    bench.run("migrate");
    bench.database.execute("drop table a; drop table a2");
    bench.run("resolve", "--rolled-back", FIRST, "--reason", "dropped");

    Outcome migrate = bench.run("migrate", "--no-drift-check");

    assertThat(migrate.status()).as(migrate.output()).isZero();
    assertThat(migrate.output()).contains("applied " + FIRST);
  }

  /** Who owns a database is seldom a superuser. */
  @Test
  void anOwnerWithoutOtherRightsCanDoAllOfIt() {
    String owner = "owner_of_" + bench.database.name();
    bench.database.execute("create role %s login createdb password 'secret'".formatted(owner));
    bench.database.execute("alter database %s owner to %s".formatted(bench.database.name(), owner));
    try {
      DatabaseUrl url = DatabaseUrl.parse(bench.database.url());
      String asOwner =
          "postgres://%s:secret@%s:%d/%s".formatted(owner, url.host(), url.port(), url.database());
      bench.write(SECOND, "create index concurrently a_id on a (id);\nvacuum a;\n");
      bench.writeTo(
          "schema/all.sql",
          "create table a (id int); create table a2 (id int); create index a_id on a (id)");

      Outcome migrate = bench.runAt(asOwner, "migrate");
      Outcome check = bench.runAt(asOwner, "check");
      Outcome reset = bench.runAt(asOwner, "reset");

      assertThat(migrate.status()).as(migrate.output()).isZero();
      assertThat(check.status()).as(check.output()).isZero();
      assertThat(reset.status()).as(reset.output()).isZero();
    } finally {
      bench.database.execute(
          "reassign owned by %1$s to current_user; drop owned by %1$s; drop role %1$s"
              .formatted(owner));
    }
  }

  @Test
  void whatServesProductionIsNotChangedByWhoForgetsToSaySo() {
    bench.runIn("production", "migrate", "--yes");
    bench.write(SECOND, "create table b ()");

    Outcome forgotten = bench.run("migrate");

    assertThat(forgotten.status()).isEqualTo(2);
    assertThat(forgotten.output()).contains("was migrated as production");
    assertThat(bench.runIn("production", "migrate", "--yes").status()).isZero();
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : List.of("migrate", "baseline", "ephemeral", "report", "types")) {
      Outcome help = bench.run(command, "--help");

      assertThat(help.status()).isZero();
      assertThat(help.output()).contains("Usage: ");
    }
  }

  @Test
  void whatSomebodyHasSeenToIsResolvedWithAReason() {
    bench.run("migrate");
    bench.write(SECOND, "create table b ()");
    bench.database.execute("create table b ()");

    Outcome withoutReason = bench.run("resolve", "--applied", SECOND);
    Outcome applied = bench.run("resolve", "--applied", SECOND, "--reason", "made by hand");

    assertThat(withoutReason.status()).isEqualTo(2);
    assertThat(applied.status()).as(applied.output()).isZero();
    assertThat(bench.run("status").status()).isZero();
    assertThat(bench.run("migrate", "--no-drift-check").status()).isZero();
    assertThat(
            bench.database.query(
                "select detail from twinlane.migration_journal where event = 'resolved_applied'"))
        .isEqualTo("made by hand");

    bench.database.execute("drop table b");
    bench.run("resolve", "--rolled-back", SECOND, "--reason", "dropped again");

    assertThat(bench.run("status").output()).contains("pending  " + SECOND);
    assertThat(bench.run("migrate", "--no-drift-check").output()).contains("applied " + SECOND);
  }

  @Test
  void aFileThatFailedOutsideOfATransactionGoesOnWhereItWas() {
    bench.write(
        SECOND,
        "insert into a values (1), (1);\ncreate unique index concurrently a_id on a (id);\n");

    Outcome failed = bench.run("migrate");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output()).contains(SECOND + " failed at line 2").contains("SQLSTATE:  23505");
    assertThat(bench.run("status").output()).contains("was begun");

    bench.database.execute("delete from a where ctid = (select max(ctid) from a)");
    Outcome again = bench.run("migrate");

    assertThat(again.status()).as(again.output()).isZero();
    assertThat(bench.database.query("select count(*) from a")).isEqualTo("1");
  }

  @Test
  void aDatabaseThatIsThereAlreadyGetsAHistory() {
    bench.write(SECOND, "create table b ()");
    bench.database.execute("create table a (id int); create table a2 (id int)");

    Outcome baseline = bench.run("baseline", "--version", "20260101000000");
    Outcome migrate = bench.run("migrate");
    Outcome twice = bench.run("baseline");

    assertThat(baseline.status()).as(baseline.output()).isZero();
    assertThat(migrate.output()).contains("applied " + SECOND).doesNotContain("applied " + FIRST);
    assertThat(twice.status()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatIsAnotherGetsNoHistory() {
    bench.database.execute("create table a (id bigint)");

    Outcome baseline = bench.run("baseline");

    assertThat(baseline.status()).isEqualTo(3);
    assertThat(baseline.output()).contains("public.a.id").contains("public.a2");
    assertThat(bench.run("status").output()).contains("pending  " + FIRST);
  }

  @Test
  void resetIsForDevelopmentAndTestOnly() {
    bench.run("migrate");
    bench.database.execute("insert into a values (7); create table by_hand ()");

    assertThat(bench.runIn("staging", "reset").status()).isEqualTo(2);
    assertThat(bench.runIn("production", "reset", "--yes").status()).isEqualTo(2);
    assertThat(bench.database.query("select id from a")).isEqualTo("7");

    Outcome reset = bench.run("reset");

    assertThat(reset.status()).as(reset.output()).isZero();
    assertThat(bench.database.query("select count(*) from a")).isEqualTo("0");
    assertThat(bench.database.query("select to_regclass('by_hand')")).isNull();
  }

  @Test
  void whatWasEverProductionIsNotReset() {
    bench.runIn("production", "migrate", "--yes");

    Outcome reset = bench.run("reset");

    assertThat(reset.status()).isEqualTo(2);
    assertThat(reset.output()).contains("was migrated as prod");
  }

  @Test
  void aPoolerInTransactionModeIsRefused() {
    assumeTrue(PgBouncer.installed());
    DatabaseUrl url = DatabaseUrl.parse(bench.database.url());
    try (PgBouncer pooler = PgBouncer.start(url, folder)) {
      Outcome refused = bench.runAt(pooler.urlUnmarked(url), "migrate");

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.output())
          .contains("is a pooler in transaction mode")
          .contains("DIRECT_DATABASE_URL");
    }
  }

  @Test
  void driftStopsAChangeAndIsNamed() {
    bench.run("migrate");
    bench.database.execute("alter table a alter id type bigint");
    bench.write(SECOND, "create table b ()");

    Outcome stopped = bench.run("migrate");
    Outcome skipped = bench.run("migrate", "--no-drift-check");

    assertThat(stopped.status()).isEqualTo(3);
    assertThat(stopped.output()).contains("public.a.id").contains("mend: ").doesNotContain("reset");
    assertThat(skipped.status()).as(skipped.output()).isZero();
  }

  @Test
  void driftDoesNotStopServicesWhereNothingIsPending() {
    bench.run("migrate");
    bench.database.execute("create index by_hand on a (id)");

    Outcome migrate = bench.run("migrate");

    assertThat(migrate.status()).isZero();
    assertThat(migrate.output()).contains("warning: the schema was changed by hand");
  }

  @Test
  void checkComparesDeclaredFilesAndDatabase() {
    bench.writeTo("schema/all.sql", "create table a2 (id int); create table a (id int)");
    bench.run("migrate");
    bench.write(SECOND, "create table pending ()");
    bench.append("schema/all.sql", "; create table pending ()");

    Outcome same = bench.run("check");
    bench.database.execute("create index by_hand on a (id)");
    bench.append("schema/all.sql", "; create table declared_only ()");
    Outcome other = bench.run("check");
    bench.writeTo(
        "drift.allow",
        "index: by_* on public.a  # the report of the night\ntable: public.declared_only\n");
    Outcome allowed = bench.run("check", "--no-declared");

    assertThat(same.status()).as(same.output()).isZero();
    assertThat(other.status()).isEqualTo(3);
    assertThat(other.output()).contains("public.by_hand").contains("public.declared_only");
    assertThat(allowed.status()).as(allowed.output()).isZero();
  }

  @Test
  void aRoleThatWasChangedByHandIsNamed() {
    String role = "role_of_" + bench.database.name();
    bench.database.execute("create role " + role);
    try {
      bench.run("migrate");
      bench.database.execute("alter role %s createdb".formatted(role));

      Outcome check = bench.run("check");

      assertThat(check.status()).isEqualTo(3);
      assertThat(check.output()).contains(role);
    } finally {
      bench.database.execute("drop role " + role);
    }
  }
}
