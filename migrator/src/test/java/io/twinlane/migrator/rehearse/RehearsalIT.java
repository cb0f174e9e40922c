package io.twinlane.migrator.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.rehearse.Rehearsed.Ending;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What statements do to a table of 50,000 rows with two indexes, which a rewrite scans as well.
 * Each case has a copy of its own.
 */
class RehearsalIT {

  private static final int ROWS = 50_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static TestDatabase template;
  private static Database origin;

  @BeforeAll
  static void start() {
    template = TestDatabase.create();
    template.execute(
        """
        create table small (id int primary key);
        insert into small select generate_series(1, 10);
        create table big (
          id int primary key, word varchar(20), small_id int, done boolean default false);
        insert into big select i, 'word', 1 + i % 10, false from generate_series(1, 50000) i;
        create index big_small on big (small_id);
        create table "Odd ""Table" (id int);
        insert into "Odd ""Table" select generate_series(1, 50000);
        -- what locks are sampled of takes long enough to be seen also on a busy machine
        create function slowly(int) returns int immutable language plpgsql
          as 'begin perform pg_sleep(0.05); return $1; end';
        create table slow as select generate_series(1, 10) as id;
        create index on slow (slowly(id));
        create view ids as select o.id from "Odd ""Table" o, big limit 1;
        analyze;
        """);
    origin = new Database(DatabaseUrl.parse(template.url())).sibling("postgres");
  }

  @AfterAll
  static void stop() {
    template.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "alter table big add a timestamptz default now()               | harmless      | ACCESS EXCLUSIVE public.big | - | 0",
        "alter table big add a uuid default gen_random_uuid()          | rewrites      | ACCESS EXCLUSIVE public.big | public.big | 150000",
        "alter table big add a int generated always as (id + 1) stored | rewrites      | ACCESS EXCLUSIVE public.big | public.big | 150000",
        "alter table small alter id type bigint                        | rewrites      | ACCESS EXCLUSIVE public.small | public.small | 20",
        "alter table \"Odd \"\"Table\" alter id set not null           | blocks reads  | ACCESS EXCLUSIVE public.\"Odd \"\"Table\" | - | 50000",
        "alter table big alter small_id set not null                   | blocks reads  | ACCESS EXCLUSIVE public.big | - | 50000",
        "alter table big add check (id > 0) not valid                  | harmless      | ACCESS EXCLUSIVE public.big | - | 0",
        "alter table big add check (id > 0)                            | blocks reads  | ACCESS EXCLUSIVE public.big | - | 50000",
        "create index on big (word)                                    | blocks writes | SHARE public.big | - | 50000",
        "reindex index big_small                                       | rewrites      | ACCESS EXCLUSIVE public.big_small | public.big_small | 50000",
        "truncate big                                                  | rewrites      | ACCESS EXCLUSIVE public.big | public.big | 0",
        "drop table \"Odd \"\"Table\" cascade                          | harmless      | ACCESS EXCLUSIVE public.\"Odd \"\"Table\" | - | 0",
        "create table child (id int references big)                    | harmless      | SHARE ROW EXCLUSIVE public.big | - | 0",
        "create table other (id int)                                   | harmless      | - | - | 0",
        "insert into big values (0, 'a', 1)                            | harmless      | ROW EXCLUSIVE public.big | - | 0",
        "update big set word = 'x'                                     | locks rows    | ROW EXCLUSIVE public.big | - | 50000",
        "update big set word = 'x' where id = 7                        | locks rows    | ROW EXCLUSIVE public.big | - | 0",
        "comment on table big is 'x'                                   | harmless      | SHARE UPDATE EXCLUSIVE public.big | - | 0",
        "create index concurrently on slow (slowly(id))                 | harmless      | SHARE UPDATE EXCLUSIVE public.slow | - | 20",
        "vacuum full slow                                               | rewrites      | ACCESS EXCLUSIVE public.slow | public.slow_slowly_idx | 20",
        "vacuum (analyze) slow                                          | harmless      | SHARE UPDATE EXCLUSIVE public.slow | - | 0",
        "do $$ begin alter table big add a float default random(); end $$ | rewrites   | ACCESS EXCLUSIVE public.big | public.big | 150000"
      })
  void aStatementIsSeenAtWork(
      String sql, String verdict, String lock, String rewritten, long rowsScanned) {
    Measured measured = rehearsed(sql).getFirst();

    assertThat(measured.failure()).isEmpty();
    assertThat(measured.verdict(MINUTE).words()).isEqualTo(verdict);
    assertThat(strongest(measured)).isEqualTo(lock);
    assertThat(firstRewritten(measured)).isEqualTo(rewritten);
    assertThat(measured.effect().rowsScanned()).isEqualTo(rowsScanned);
  }

  @Test
  void aVarcharThatGrowsIsLeftAloneAndOneThatShrinksIsRewritten() {
    List<Measured> statements =
        rehearsed(
            """
            alter table big alter word type varchar(40);
            alter table big alter word type text;
            alter table big alter word type varchar(10)\
            """);

    assertThat(statements.stream().map(RehearsalIT::firstRewritten))
        .containsExactly("-", "-", "public.big");
  }

  @Test
  void aForeignKeyLocksBothTablesAndScansOnlyWhenItIsChecked() {
    List<Measured> statements =
        rehearsed(
            """
            alter table big add constraint f foreign key (small_id) references small not valid;
            alter table big validate constraint f\
            """);

    assertThat(locks(statements.getFirst()))
        .containsSubsequence("SHARE ROW EXCLUSIVE public.big", "SHARE ROW EXCLUSIVE public.small");
    assertThat(statements.getFirst().effect().rowsScanned()).isZero();
    assertThat(statements.getLast().effect().rowsScanned()).isGreaterThanOrEqualTo(ROWS);
  }

  @Test
  void aLockIsHeldUntilTheFileEnds() {
    List<Measured> statements =
        rehearsed("alter table small add a int;\nupdate big set word = 'x';\nselect pg_sleep(0.3)");

    Measured first = statements.getFirst();
    Duration max = Duration.ofMillis(300);
    assertThat(first.times().own()).isLessThan(max);
    assertThat(first.locks().getFirst().held()).isGreaterThan(max);
    assertThat(first.tooLong(max)).isTrue();
    assertThat(first.verdict(max)).isEqualTo(Verdict.BLOCKS_READS);
    assertThat(statements.get(1).locks().getFirst().line()).isEqualTo(1);
    assertThat(statements.get(2).tooLong(max)).isFalse();
    assertThat(statements.get(2).verdict(Duration.ofMillis(200))).isEqualTo(Verdict.BLOCKS_READS);
  }

  @Test
  void whatIsWrittenIsCounted() {
    Measured measured = rehearsed("update big set word = 'x'").getFirst();

    assertThat(measured.effect().rowsChanged()).isEqualTo(ROWS);
    assertThat(measured.effect().walBytes()).isGreaterThan(ROWS * 50L);
  }

  @Test
  void aFailureEndsTheRehearsalAndNothingOfTheFileStays() {
    try (Scratch copy = Scratch.from(origin, template.name())) {
      Rehearsal rehearsal = new Rehearsal(copy.database(), false);

      Rehearsed failed =
          rehearsal.of(file("create table a ();\ncreate table big ();\ncreate table b ()"));

      assertThat(failed.ending()).isEqualTo(Ending.FAILED);
      assertThat(failed.statements()).hasSize(2);
      assertThat(failed.statements().getLast().failure())
          .hasValueSatisfying(text -> assertThat(text).startsWith("42P07"));
      assertThat(rehearsal.of(file("create table a ()")).ending()).isEqualTo(Ending.KEPT);
    }
  }

  @Test
  void whatIsCheckedAtTheEndFailsThere() {
    List<Measured> statements =
        rehearsed(
            """
            alter table big add foreign key (small_id) references small
              deferrable initially deferred;
            insert into big values (0, 'a', 77)\
            """);

    assertThat(statements.getLast().place().sql()).isEqualTo("COMMIT");
    assertThat(statements.getLast().failure())
        .hasValueSatisfying(text -> assertThat(text).startsWith("23503"));
  }

  @Test
  void whatBelongsToTheServerIsNotChanged() {
    String role = "role_" + template.name();
    try (Scratch copy = Scratch.from(origin, template.name())) {
      Rehearsal rehearsal = new Rehearsal(copy.database(), false);

      Rehearsed made = rehearsal.of(file("do $$ begin create role %s; end $$".formatted(role)));
      Rehearsed granted = rehearsal.of(file("grant pg_monitor to pg_read_all_data"));
      Rehearsed alone = rehearsal.of(file("vacuum small;\ncreate role %s".formatted(role)));
      Rehearsed same = rehearsal.of(file("grant select on big to public"));

      assertThat(List.of(made.ending(), granted.ending(), alone.ending(), same.ending()))
          .containsExactly(Ending.UNDONE, Ending.UNDONE, Ending.UNDONE, Ending.KEPT);
    }
    assertThat(template.query("select count(*) from pg_roles where rolname = '%s'".formatted(role)))
        .isEqualTo("0");
  }

  @Test
  void anEmptyTableShowsWhetherItWouldBeScanned() {
    List<Measured> statements =
        rehearsed("truncate big;", "alter table big alter small_id set not null");

    assertThat(statements.getLast().verdict(MINUTE)).isEqualTo(Verdict.BLOCKS_READS);
  }

  private static List<Measured> rehearsed(String... files) {
    try (Scratch copy = Scratch.from(origin, template.name())) {
      Rehearsal rehearsal = new Rehearsal(copy.database(), false);
      return List.of(files).stream()
          .flatMap(sql -> rehearsal.of(file(sql)).statements().stream())
          .toList();
    }
  }

  private static SqlFile file(String sql) {
    return new SqlFile("20260101000000_case.sql", sql);
  }

  private static String strongest(Measured measured) {
    return locks(measured).stream().findFirst().orElse("-");
  }

  private static List<String> locks(Measured measured) {
    return measured.locks().stream()
        .map(lock -> lock.mode().words() + " " + lock.relation())
        .toList();
  }

  private static String firstRewritten(Measured measured) {
    return measured.effect().rewrites().stream()
        .map(Effect.Rewrite::relation)
        .findFirst()
        .orElse("-");
  }
}
