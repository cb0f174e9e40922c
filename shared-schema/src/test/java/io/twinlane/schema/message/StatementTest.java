package io.twinlane.schema.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

  @Test
  void aTextIsFoundByItsHash() {
    String sql = "select 1";

    assertThat(Statement.called(Statement.hash(sql))).accepts(sql).rejects("select 2");
    assertThat(Statement.called(Statement.hash(""))).accepts("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "+0000000", "nothing", "000000000"})
  void whatIsNoHashFindsNothing(String hash) {
    assertThat(Statement.called(hash)).rejects("", "select 1");
  }
}
