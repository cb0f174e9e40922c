package io.twinlane.migrator.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which comment excuses what. */
class AllowsTest {

  record Case(String sql, List<String> rules) {}

  static Stream<Case> cases() {
    return Stream.of(
        of("-- allow: drop-table: never used\nDROP TABLE a;"),
        of("/* allow: drop-table: never used */ DROP TABLE a;"),
        of("-- allow: drop-table: never used\n-- the old table\n\nDROP TABLE a;"),
        of("-- allow: drop-table: a\n-- allow: drop-cascade: b\nDROP TABLE a CASCADE;"),
        of("-- allow: drop-table: a\nDROP TABLE a CASCADE;", "drop-cascade"),
        of("-- allow: drop-table: a\nDROP TABLE a, b;"),
        of("-- allow: drop-table: a\nDROP TABLE a; DROP TABLE b;", "drop-table"),
        of("-- allow: drop-table\nDROP TABLE a;", "drop-table", "allow-without-reason"),
        of("-- allow: drop-table:  \nDROP TABLE a;", "drop-table", "allow-without-reason"),
        of("-- allow: drop-everything: why\nDROP TABLE a;", "drop-table", "allow-without-reason"),
        of("-- allow: drop-column: why\nDROP TABLE a;", "drop-table", "unused-allow"),
        of("DROP TABLE a; -- allow: drop-table: why", "drop-table", "unused-allow"),
        of(
            "DROP TABLE a; -- allow: drop-table: why\nDROP TABLE b;",
            "drop-table",
            "drop-table",
            "unused-allow"),
        of("DROP /* allow: drop-table: why */ TABLE a;", "drop-table", "unused-allow"),
        of("SELECT '-- allow: drop-table: why';\nDROP TABLE a;", "drop-table"),
        of("-- allow: drop-table: why\nDO $$ BEGIN DROP TABLE a; END $$;"),
        of("-- deferred\nDROP TABLE a;"),
        of("-- deferred: after 4.2\nALTER TABLE a DROP COLUMN b;"),
        of("-- deferred\nDROP TABLE a CASCADE;", "drop-cascade"),
        of("-- deferred\nTRUNCATE a;", "truncate"),
        of("\n-- deferred\nDROP TABLE a;", "drop-table"));
  }

  private static Case of(String sql, String... rules) {
    return new Case(sql, List.of(rules));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCommentExcusesTheStatementBehindItFromOneRule(Case each) {
    List<Finding> found = Lint.check(List.of(new SqlFile("a.sql", each.sql())));

    assertThat(found)
        .extracting(finding -> finding.rule().id())
        .containsExactlyInAnyOrderElementsOf(each.rules());
  }
}
