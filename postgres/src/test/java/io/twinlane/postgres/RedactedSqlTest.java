package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedSqlTest {

  private static final String VALUE = "CaNaRy";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select 'CaNaRy'                      | select ?",
        "select 'it''s', 'x' from t           | select ?, ? from t",
        "select E'it\\'s CaNaRy', a           | select ?, a",
        "select e'\\\\', b'01', X'ff', n'x'   | select ?, ?, ?, ?",
        "select U&'d\\0061t', U&\"d\\0061t\"  | select ?, U&\"d\\0061t\"",
        "select $$CaNaRy$$, $a$x$$y$a$, $1    | select ?, ?, $1",
        "select a$b$c, t1.x2 from t1          | select a$b$c, t1.x2 from t1",
        "where a=1 and b=-2.5e-3 or c=.5      | where a=? and b=-? or c=?",
        "select 0x1F, 1_000, 1.e5, a[1:2]     | select ?, ?, ?, a[?:?]",
        "select \"CoL 1\"\"x\", Ünï1 from t   | select \"CoL 1\"\"x\", Ünï1 from t",
        "select 1 -- CaNaRy                   | select ?",
        "select /* CaNaRy /* it */ CaNaRy */ 1 | select ?",
        "select a::int, b->>'x', c @> $2      | select a::int, b->>?, c @> $2",
        "insert into t values (1,'a'),(2,'b') | insert into t values (?,?),(?,?)",
        "select * from t where a = ANY('{1}') | select * from t where a = ANY(?)"
      })
  void namesStayAndValuesGo(String sql, String redacted) {
    assertThat(RedactedSql.of(sql, 200)).isEqualTo(redacted);
  }

  /** What a reader that is wrong about the end of a string would take for a name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a\\'CaNaRy', 'b'",
        "select 'a\\' || CaNaRy || 'b'",
        "select 'unfinished CaNaRy",
        "select $x$unfinished CaNaRy",
        "select \"unfinished CaNaRy",
        "select /* unfinished CaNaRy",
        "select E'a'\n'\\'CaNaRy'",
        "select E'\\",
        "select 12CaNaRy",
        "select $$a$ CaNaRy $$",
        "select /*/ CaNaRy */ 1",
        "--CaNaRy",
        "select '''CaNaRy'",
      })
  void whatIsInDoubtGoes(String sql) {
    assertThat(RedactedSql.of(sql, 200)).doesNotContain(VALUE);
  }

  @Test
  void aLongTextIsCut() {
    String redacted = RedactedSql.of("select " + "column_name, ".repeat(100), 200);

    assertThat(redacted).hasSize(201).endsWith("…");
  }

  @Test
  void blanksAndLinesBecomeOne() {
    assertThat(RedactedSql.of("  select\n\t a ,\r\n  b  ", 200)).isEqualTo("select a , b");
  }
}
