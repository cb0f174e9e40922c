package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.migrator.lint.Written.Comment;
import io.twinlane.migrator.lint.Written.Part;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

  @Test
  void statementsStandAtTheLineOfTheirFirstWord() {
    List<Written> read = Grammar.read("-- a\n\nSELECT 1;\n/* b\n*/ SELECT\n 2;SELECT 3");

    assertThat(read).extracting(Written::line).containsExactly(3, 5, 6);
    assertThat(read).extracting(Written::sql).containsExactly("SELECT 1", "SELECT\n 2", "SELECT 3");
  }

  @Test
  void aStatementThatCannotBeReadDoesNotHideTheNext() {
    List<Written> read = Grammar.read("DROP TABLE ${x};\nDROP TABLE y;");

    assertThat(read.get(0).parts().getFirst().statement()).isInstanceOf(Statement.Unread.class);
    assertThat(read.get(1).parts().getFirst().statement()).isInstanceOf(Statement.Drop.class);
  }

  @Test
  void namesAreReadAsPostgresReadsThem() {
    Statement read = only("ALTER TABLE \"My Shop\".Items DROP COLUMN \"a\"\"b\"");

    assertThat(read)
        .isEqualTo(
            new Statement.AlterTable(
                new Name("My Shop", "items"), List.of(new TableAction.DropColumn("a\"b", false))));
  }

  @Test
  void backslashesInAStringDoNotHideWhatFollows() {
    List<Written> read = Grammar.read("SELECT E'it\\'s -- \\\\'; DROP TABLE x;");

    assertThat(read).hasSize(2);
    assertThat(read.get(1).parts().getFirst().statement()).isInstanceOf(Statement.Drop.class);
  }

  @Test
  void commentsInsideEachOtherAreOne() {
    List<Written> read = Grammar.read("/* /* ; */ DROP TABLE x; */ SELECT 1;");

    assertThat(read).extracting(Written::sql).containsExactly("SELECT 1");
  }

  @Test
  void aFunctionInStandardSqlIsOneStatement() {
    List<Written> read =
        Grammar.read(
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3;");

    assertThat(read).hasSize(2);
  }

  @Test
  void aBlockIsReadStatementByStatement() {
    List<Part> read =
        Grammar.read("DO $$\nBEGIN\n  IF true THEN\n    DROP TABLE a;\n  END IF;\nEND $$;")
            .getFirst()
            .parts();

    assertThat(read).extracting(Part::line).containsExactly(4);
    assertThat(read.getFirst().statement()).isInstanceOf(Statement.Drop.class);
  }

  @Test
  void whatABlockPutsTogetherIsReadAsFarAsItIsThere() {
    List<Part> read =
        Grammar.read(
                """
                DO $$ BEGIN
                  EXECUTE format('ALTER TABLE %I DROP COLUMN a', t);
                  EXECUTE 'DROP ' || 'TABLE ' || quote_ident(t);
                  EXECUTE q;
                END $$
                """)
            .getFirst()
            .parts();

    assertThat(read)
        .extracting(part -> part.statement().getClass().getSimpleName())
        .containsExactly("AlterTable", "Drop", "Dynamic");
  }

  @Test
  void whatAVariableMayHoldIsReadWhereItStands() {
    List<Part> read =
        Grammar.read("DO $$ DECLARE q text := 'DROP TABLE a'; BEGIN EXECUTE q; END $$;")
            .getFirst()
            .parts();

    assertThat(read).extracting(Part::statement).hasExactlyElementsOfTypes(Statement.Drop.class);
  }

  @Test
  void commentsInFrontOfAStatementAreItsOwn() {
    Written read =
        Grammar.read("SELECT 1; -- behind\n-- before\n/* and\n * this */\nSELECT /* in */ 2;")
            .get(1);

    assertThat(read.comments().before())
        .extracting(Comment::text)
        .containsExactly("before", "and", "this");
    assertThat(read.comments().elsewhere())
        .extracting(Comment::text)
        .containsExactly("behind", "in");
  }

  @Test
  void anIndexTellsHowItIsBuilt() {
    Statement read =
        only("CREATE UNIQUE INDEX CONCURRENTLY i ON s.t USING btree (a, lower(b) DESC) WHERE c");

    assertThat(read)
        .isEqualTo(
            new Statement.CreateIndex(
                new Name("s", "i"),
                new Name("s", "t"),
                Set.of(
                    Statement.IndexFlag.UNIQUE,
                    Statement.IndexFlag.CONCURRENTLY,
                    Statement.IndexFlag.PARTIAL),
                List.of("a", "lower(b)")));
  }

  /** What PostgreSQL takes and the grammar does not; each is told, none is passed over. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER SYSTEM SET work_mem = '8MB'",
        "CREATE SCHEMA s CREATE TABLE t (a int)",
        "ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED",
        "DROP FUNCTION f(int), g(int)"
      })
  void whatTheGrammarLacksIsTold(String sql) {
    assertThat(only(sql)).isInstanceOf(Statement.Unread.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP ROUTINE f(int)",
        "ALTER ROUTINE f(int) SET SCHEMA s",
        "ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID",
        "ALTER TABLE t ADD COLUMN a int GENERATED ALWAYS AS (1) VIRTUAL",
        "ALTER TABLE t ADD FOREIGN KEY (a, PERIOD b) REFERENCES u (a, PERIOD b)",
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES u NOT ENFORCED)",
        "MERGE INTO t USING u ON t.id = u.id WHEN NOT MATCHED BY SOURCE THEN DELETE",
        "SELECT JSON_ARRAYAGG(a) FROM t",
        "REINDEX (CONCURRENTLY, TABLESPACE x) INDEX i"
      })
  void whatIsNewOrSeldomIsRead(String sql) {
    assertThat(only(sql)).isNotInstanceOf(Statement.Unread.class);
  }

  private static Statement only(String sql) {
    return Grammar.read(sql).getFirst().parts().getFirst().statement();
  }
}
