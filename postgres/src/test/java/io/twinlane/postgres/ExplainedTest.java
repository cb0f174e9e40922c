package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1|select 1",
        "explain select 1|select 1",
        "EXPLAIN ANALYZE VERBOSE select 1|select 1",
        "explain(select 1)|(select 1)",
        "explain (analyze, buffers off, format json) select 1|select 1",
        "explain (costs)(select 1)|(select 1)",
        "explain verbose analyze select 1|analyze select 1",
        "explain explain select 1|explain select 1",
        "explain analyzed select 1|analyzed select 1",
        "explained select 1|explained select 1",
        "explain (select set_config('role', 'none', true)) select 1|(select set_config('role', 'none', true)) select 1",
        "explain /* a */ (analyze) select 1|/* a */ (analyze) select 1",
        "explain (format 'json') select 1|(format 'json') select 1"
      })
  void theStatementIsWhatWouldRun(String sql, String explained) {
    assertThat(Explained.statement(sql)).isEqualTo(explained);
  }

  @Test
  void manyOptionsAreNoDeepStack() {
    String options = "costs, ".repeat(200_000) + "costs";

    assertThat(Explained.statement("explain (" + options + ") select 1")).isEqualTo("select 1");
  }
}
