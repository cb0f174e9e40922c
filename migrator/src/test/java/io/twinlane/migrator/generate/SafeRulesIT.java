package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.generate.Generation.Left;
import io.twinlane.migrator.generate.Generation.Proven;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeRulesIT {

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

  @Test
  void anIndexOfATableThatIsThereIsMadeConcurrentlyInAFileOfItsOwn() throws Exception {
    Proven proven =
        draft(
            "create table t (id int, n int)",
            "create table t (id int, n int, m int); create index t_n on t (n)");

    assertThat(proven.files())
        .extracting(DraftFile::text)
        .containsExactly(
            "ALTER TABLE public.t\n\tADD COLUMN m integer;\n",
            "CREATE INDEX CONCURRENTLY t_n ON public.t USING btree (n);\n");
  }

  @Test
  void anIndexOfATableThatIsNewIsMadeWithIt() throws Exception {
    Proven proven = draft("", "create table t (n int); create index t_n on t (n)");

    assertThat(proven.files()).hasSize(1);
    assertThat(DraftFolder.text(proven)).doesNotContain("CONCURRENTLY");
  }

  @Test
  void anIndexIsDroppedConcurrentlyInAFileOfItsOwn() throws Exception {
    Proven proven =
        draft("create table t (n int); create index t_n on t (n)", "create table t (n int)");

    assertThat(proven.files())
        .extracting(DraftFile::text)
        .containsExactly("DROP INDEX CONCURRENTLY public.t_n;\n");
  }

  @Test
  void aForeignKeyIsAddedWithoutLookingAndValidatedInALaterFile() throws Exception {
    Proven proven =
        draft(
            "create table a (id int primary key); create table b (a_id int)",
            "create table a (id int primary key); create table b (a_id int references a)");

    assertThat(proven.files())
        .extracting(DraftFile::text)
        .containsExactly(
            """
            ALTER TABLE public.b
            \tADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID;
            """,
            "ALTER TABLE public.b VALIDATE CONSTRAINT b_a_id_fkey;\n");
  }

  @Test
  void aColumnBecomesNotNullByACheckThatIsValidatedBefore() throws Exception {
    Proven proven = draft("create table t (n int)", "create table t (n int not null)");

    assertThat(proven.files())
        .extracting(DraftFile::text)
        .containsExactly(
            "ALTER TABLE public.t ADD CONSTRAINT \"n_is_not_null\" CHECK (n IS NOT NULL) NOT"
                + " VALID;\n",
            "ALTER TABLE public.t VALIDATE CONSTRAINT \"n_is_not_null\";\n",
            """
            ALTER TABLE public.t ALTER COLUMN n SET NOT NULL;

            ALTER TABLE public.t DROP CONSTRAINT "n_is_not_null";
            """);
  }

  @Test
  void aUniqueConstraintUsesAnIndexThatIsMadeConcurrently() throws Exception {
    Proven proven = draft("create table t (n int)", "create table t (n int unique)");

    assertThat(proven.files())
        .extracting(DraftFile::text)
        .containsExactly(
            "CREATE UNIQUE INDEX CONCURRENTLY t_n_key ON public.t (n);\n",
            "ALTER TABLE public.t ADD CONSTRAINT t_n_key UNIQUE USING INDEX t_n_key;\n");
  }

  @Test
  void aColumnThatMustBeFilledBeginsNullableAndSaysHowItGoesOn() throws Exception {
    Proven proven = draft("create table t (id int)", "create table t (id int, n int not null)");

    assertThat(proven.left()).containsExactly(new Left("column not null", "public.t.n"));
    assertThat(DraftFolder.text(proven))
        .contains("--   UPDATE public.t SET n = … WHERE n IS NULL;")
        .contains("ALTER TABLE public.t ADD COLUMN n integer;");
  }

  @Test
  void theNextDraftTakesUpWhatWasLeft() throws Exception {
    files().write(draft("create table t (id int)", "create table t (id int, n int not null)"));

    Proven next = files().generation().draft();

    assertThat(next.complete()).isTrue();
    assertThat(DraftFolder.text(next))
        .contains("VALIDATE CONSTRAINT", "ALTER COLUMN n SET NOT NULL");
  }

  @Test
  void whatTakesTablesAndColumnsAwayStandsInTheLastFile() throws Exception {
    Proven proven =
        draft(
            "create table t (id int, n int); create table gone (id int)",
            "create table t (id int, m int)");

    assertThat(proven.files()).hasSize(2);
    assertThat(proven.files().getFirst().text()).contains("ADD COLUMN m");
    assertThat(proven.files().getLast().slug()).isEqualTo("contract");
    assertThat(proven.files().getLast().text())
        .contains("-- LOSES DATA: the values of public.t.n", "DROP COLUMN n")
        .contains("-- LOSES DATA: the rows of public.gone", "DROP TABLE public.gone");
  }

  @Test
  void whatSomethingElseDependsOnIsDroppedWhereItMustBe() throws Exception {
    Proven proven =
        draft(
            "create function f() returns int language sql as 'select 1';"
                + " create table t (id int, n int default f())",
            "create table t (id int)");

    assertThat(proven.complete()).isTrue();
    assertThat(DraftFolder.text(proven)).contains("-- LOSES DATA: the values of public.t.n");
  }

  @Test
  void eachNewValueOfAnEnumHasAFileOfItsOwn() throws Exception {
    Proven proven =
        draft("create type mood as enum ('a')", "create type mood as enum ('a', 'b', 'c')");

    assertThat(proven.files()).hasSize(2);
    assertThat(proven.files()).allMatch(file -> file.text().startsWith("ALTER TYPE public.mood"));
  }

  private Proven draft(String before, String after) throws IOException {
    return files().draft(before, after);
  }

  private DraftFolder files() {
    return new DraftFolder(folder, beside);
  }
}
