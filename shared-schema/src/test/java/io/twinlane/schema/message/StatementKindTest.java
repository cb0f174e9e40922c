package io.twinlane.schema.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementKindTest {

  @Test
  void commentsAreNoWords() {
    assertThat(StatementKind.of("  -- insert\n /* a /* b */ delete */ select 1"))
        .isEqualTo(StatementKind.READ);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select 1                              | READ",
        "SELECT*from t                         | READ",
        "(select 1) union (select 2)           | READ",
        "with x as (select 1) select * from x  | READ",
        "values (1)                            | READ",
        "table t                               | READ",
        "explain analyze delete from t         | READ",
        "show timezone                         | READ",
        ";select 1                             | READ",
        "insert into t values (1)              | WRITE",
        "MERGE into t using s                  | WRITE",
        "truncate t                            | WRITE",
        "set a = 1                             | SESSION",
        "begin                                 | SESSION",
        "start transaction                     | SESSION",
        "prepare x as select 1                 | SESSION",
        "vacuum t                              | SESSION",
        "rollback to a                         | SESSION",
        "ROLLBACK WORK TO SAVEPOINT a          | SESSION",
        "rollback transaction/**/to savepoint a | SESSION",
        "commit                                | END",
        "end work                              | END",
        "rollback                              | END",
        "rollback work                         | END",
        "rollback and chain                    | END",
        "abort                                 | END",
        "/* to */ commit prepared 'x'          | OTHER",
        "prepare transaction 'x'               | END",
        "rollback prepared 'x'                 | OTHER",
        "declare c cursor with hold for select f() | OTHER",
        "do $$ begin end $$                    | OTHER",
        "call p()                              | OTHER",
        "create table t (a int)                | OTHER",
        "copy t to stdout                      | OTHER",
        "execute x                             | OTHER",
        "selectx                               | OTHER",
        "select_1                              | OTHER",
        "$1                                    | OTHER",
        "~~                                    | SESSION",
        "~-- nothing~                          | SESSION",
        "~/* open~                             | SESSION",
      })
  void theFirstWordTells(String sql, StatementKind kind) {
    assertThat(StatementKind.of(sql)).isEqualTo(kind);
  }
}
