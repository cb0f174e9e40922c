package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStatementsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from t where id = $1            | select * from t where id = $1",
        "  /* tag='x' */ SELECT 1 -- end          | SELECT 1",
        "((select 1) union (select 2))            | ((select 1) union (select 2))",
        "with a as (select 1) delete from t       | with a as (select 1) delete from t",
        "<insufficient privilege>                 | <insufficient privilege>",
        "create role x password 'SECRET'          | create role …",
        "ALTER ROLE x PASSWORD 'SECRET'           | ALTER ROLE …",
        "/* select */ set app.key = 'SECRET'      | set app.key …",
        "explain select 'SECRET'                  | explain select …",
        "selected 'SECRET' x                      | selected 'SECRET' …",
        "commit                                   | commit …"
      })
  void whereValuesMayBeOnlyTheFirstWordsAreShown(String query, String shown) {
    assertThat(SlowStatements.withoutValues(query)).isEqualTo(shown);
  }

  @Test
  void whoHasNothingYetIsToldEachStep() {
    StatementsExtension extension = new StatementsExtension("", false, false, "auto_explain");

    assertThat(extension.steps())
        .hasSize(5)
        .anyMatch(step -> step.contains("contrib"))
        .anyMatch(
            step -> step.contains("shared_preload_libraries = 'auto_explain, pg_stat_statements'"))
        .anyMatch(step -> step.contains("restart"))
        .last()
        .isEqualTo("in this database: CREATE EXTENSION pg_stat_statements");
  }

  @Test
  void whoMustOnlyMakeTheExtensionIsToldNoMore() {
    StatementsExtension extension = new StatementsExtension("", true, true, "");

    assertThat(extension.steps()).hasSize(2).last().asString().contains("CREATE EXTENSION");
  }

  @Test
  void whoMustOnlyLoadItIsToldNoMore() {
    StatementsExtension extension = new StatementsExtension("public", false, true, "");

    assertThat(extension.steps())
        .hasSize(3)
        .anyMatch(step -> step.contains("'pg_stat_statements'"))
        .last()
        .isEqualTo("restart the server");
  }
}
