package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.generate.Generation.Left;
import io.twinlane.migrator.generate.Generation.Proven;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerateIT {

  private static TestDatabase beside;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    beside = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    beside.close();
  }

  @ParameterizedTest
  @MethodSource("io.twinlane.migrator.generate.Changes#all")
  void theDraftLeavesNothingButWhatItNames(Changes.Change change) throws Exception {
    Proven proven = draft(change.before(), change.after());

    assertThat(proven.failure()).isEmpty();
    assertThat(proven.left())
        .map(Left::toString)
        .containsExactlyInAnyOrderElementsOf(change.left());
    assertThat(change.words()).allMatch(DraftFolder.text(proven)::contains);
  }

  @Test
  void whatTheProofFindsIsWhatDiffersWhenTheFilesAreApplied() throws Exception {
    Proven proven =
        draft(
            "create table t (id int primary key, n int, s text); create type e as enum ('a')",
            """
            create type e as enum ('a', 'b');
            create table t (
              id int primary key, first int not null, n int not null unique, e e default 'b');
            create index t_n on t (n) where n > 3;
            create view v as select n from t;
            create publication p for table t\
            """);

    files().write(proven);

    assertThat(proven.failure()).isEmpty();
    assertThat(proven.left())
        .map(Left::toString)
        .containsExactlyInAnyOrder("column not null public.t.first", "column order public.t");
    assertThat(files().differences())
        .containsExactlyInAnyOrder("column not null public.t.first", "column order public.t");
  }

  @Test
  void ofEqualSchemasNothingIsDrafted() throws Exception {
    Proven proven = draft("create table t (id int)", "create table t (id int)");

    assertThat(proven.files()).isEmpty();
    assertThat(proven.complete()).isTrue();
  }

  @Test
  void theUserWhoDraftsIsNotNamedInTheDraft() throws Exception {
    Proven proven =
        draft(
            "", "create table t (id int); grant select on t to public; create view v as select 1");

    assertThat(DraftFolder.text(proven))
        .contains("GRANT")
        .doesNotContain("OWNER", "postgres", "search_path");
  }

  @Test
  void aDeclaredFileMayNeedALaterOne() throws Exception {
    files().declare("10_first.sql", "create view v as select id from t");

    Proven proven = draft("", "create table t (id int)");

    assertThat(proven.complete()).isTrue();
    assertThat(DraftFolder.text(proven)).contains("CREATE VIEW public.v");
  }

  @Test
  void aDeclaredFileThatDoesNotRunIsNamed() throws Exception {
    assertThatThrownBy(() -> draft("", "create table t (id nonsense)"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("20_all.sql failed at line 1");
  }

  @Test
  void noScratchDatabaseStaysBehind() throws Exception {
    draft("create table t (id int)", "create table t (id int, n int)");

    assertThat(
            beside.query(
                "select count(*) from pg_database where datname like 'twinlane_scratch_%'"
                    + " and pg_stat_get_db_numbackends(oid) > 0"))
        .isEqualTo("0");
  }

  private Proven draft(String before, String after) throws IOException {
    return files().draft(before, after);
  }

  private DraftFolder files() {
    return new DraftFolder(folder, beside);
  }
}
