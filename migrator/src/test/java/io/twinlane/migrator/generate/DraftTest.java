package io.twinlane.migrator.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.generate.Present.Column;
import io.twinlane.migrator.generate.Present.Relation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {

  private static final Present PRESENT =
      new Present(
          Map.of(
              new Name("public", "t"), Relation.HEAP,
              new Name("public", "p"), Relation.PARTITIONED,
              new Name("public", "t_n"), Relation.INDEX,
              new Name("public", "p_n"), Relation.PARTITIONED_INDEX),
          Map.of(
              new Name("public", "t"),
              Map.of("n", new Column("integer", false), "g", new Column("integer", true))),
          "me");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON ONLY public.p USING btree (n)",
        "CREATE INDEX i ON public.p USING btree (n)",
        "CREATE INDEX i ON public.unknown USING btree (n)",
        "DROP INDEX public.p_n",
        "ALTER TABLE public.t DROP CONSTRAINT c",
        "ALTER TABLE public.t ADD COLUMN x integer DEFAULT 3 NOT NULL",
        "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((n > 0)) NOT VALID",
        "ALTER TABLE public.new ALTER COLUMN n SET NOT NULL",
        "ALTER TABLE public.t ALTER COLUMN n TYPE bigint USING n::bigint",
        "ALTER TABLE public.t DROP COLUMN g",
        "COMMENT ON TABLE public.t IS 'DROP TABLE t'",
      })
  void whatIsSafeStaysAsItIs(String sql) {
    assertThat(texts(sql)).containsExactly(sql + ";\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE public.t",
        "DROP TABLE IF EXISTS public.t CASCADE",
        "ALTER TABLE ONLY public.t DROP COLUMN n",
        "ALTER TABLE public.t DROP COLUMN IF EXISTS n",
        "ALTER TABLE public.t\n\tALTER COLUMN n TYPE smallint USING n::smallint",
        "ALTER TABLE public.t ALTER COLUMN unknown TYPE date",
        "DROP SCHEMA s",
        "DROP TYPE public.mood",
        "DROP DOMAIN public.d",
        "DROP SEQUENCE public.s",
        "DROP EXTENSION citext",
        "DROP VIEW public.v CASCADE",
        "TRUNCATE public.t",
        "DELETE FROM public.t",
      })
  void whatCanLoseDataSaysSo(String sql) {
    String text = String.join("", texts(sql));

    assertThat(text).startsWith("-- LOSES DATA: ").endsWith("\n" + sql + ";\n");
  }

  @Test
  void aCheckOfAPartitionedTableIsValidatedLater() {
    assertThat(texts("ALTER TABLE public.p ADD CONSTRAINT c CHECK ((n > 0))"))
        .containsExactly(
            "ALTER TABLE public.p ADD CONSTRAINT c CHECK ((n > 0)) NOT VALID;\n",
            "ALTER TABLE public.p VALIDATE CONSTRAINT c;\n");
  }

  @Test
  void aForeignKeyOfAPartitionedTableSaysThatItLocks() {
    assertThat(
            texts("ALTER TABLE public.p ADD CONSTRAINT c FOREIGN KEY (n) REFERENCES public.t(n)"))
        .singleElement()
        .asString()
        .startsWith("-- Holds a lock on public.p");
  }

  @Test
  void aKeyWaitsForItsColumnsToBeNotNull() {
    assertThat(
            texts(
                "ALTER TABLE public.t ALTER COLUMN n SET NOT NULL",
                "ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (n)"))
        .containsExactly(
            "ALTER TABLE public.t ADD CONSTRAINT \"n_is_not_null\" CHECK (n IS NOT NULL) NOT"
                + " VALID;\n",
            "ALTER TABLE public.t VALIDATE CONSTRAINT \"n_is_not_null\";\n",
            """
            ALTER TABLE public.t ALTER COLUMN n SET NOT NULL;

            ALTER TABLE public.t DROP CONSTRAINT "n_is_not_null";
            """,
            "CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (n);\n",
            "ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;\n");
  }

  @Test
  void aTableThatIsMadeAnewIsNotTreatedAsOneThatIsThere() {
    assertThat(
            texts(
                "DROP TABLE public.t",
                "CREATE TABLE public.t (n integer)",
                "CREATE INDEX t_n ON public.t USING btree (n)"))
        .singleElement()
        .asString()
        .contains("LOSES DATA", "CREATE INDEX t_n");
  }

  @Test
  void aNewIdentityIsFilledAsItIsAdded() {
    assertThat(
            texts(
                "ALTER TABLE public.t\n\tADD COLUMN i bigint NOT NULL",
                "ALTER TABLE public.t\n"
                    + "\tALTER COLUMN i ADD GENERATED ALWAYS AS IDENTITY (CACHE 1)"))
        .containsExactly(
            """
            -- Writes the whole table anew, while nobody can read it.
            ALTER TABLE public.t ADD COLUMN i bigint GENERATED ALWAYS AS IDENTITY (CACHE 1);
            """);
  }

  private static List<String> texts(String... statements) {
    return Draft.of(List.of(statements), PRESENT, Draft.Drops.LAST).files().stream()
        .map(DraftFile::text)
        .toList();
  }
}
