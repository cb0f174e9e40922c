package io.twinlane.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgres://u:p@h/d u p h d",
        "postgresql://u:p@h:5432/d?sslmode=require u p h d",
        "postgres://u%40x:p%3A%2F%25@h.example.com/d%20b u@x p:/% h.example.com 'd b'",
        "postgres://u:a+b@h/d+1 u a+b h d+1",
        "postgres://u:a^b|c{d}@h/d u a^b|c{d} h d",
        "postgres://u:p@q@h/d u p@q h d",
        "postgres://u:p:q@h/d u p:q h d",
        "postgres://u:%zz@127.0.0.1:1/d u %zz 127.0.0.1 d",
        "postgres://u:p@[::1]:5432/d u p ::1 d",
        "postgres://u:p@h u p h u",
        "postgres://u:p@h/d/more#part u p h d",
      })
  void itIsTakenApart(String text, String user, String password, String host, String database) {
    ConnectionString read = ConnectionString.parse(text);

    assertThat(read.user()).isEqualTo(user);
    assertThat(read.password()).isEqualTo(password);
    assertThat(read.host()).isEqualTo(host);
    assertThat(read.database()).isEqualTo(database);
    assertThat(read.toString()).doesNotContain(":" + password + "@");
  }

  @Test
  void aBlankMayComeAsAPlusInTheQuery() {
    ConnectionString read =
        ConnectionString.parse(
            "postgresql://u:p@h/d?application_name=pkg%3Anpm%2Fx%401+y&channel_binding=require"
                + "&options=-c+search_path%3Da%2Cb+-c%20work_mem=4MB+--lock-timeout=5+-c+x.y=one%5C+two+endpoint%3Dz");

    assertThat(read.settings())
        .isEqualTo(
            Map.of(
                "application_name", "pkg:npm/x@1 y",
                "search_path", "a,b",
                "work_mem", "4MB",
                "lock_timeout", "5",
                "x.y", "one two"));
  }

  @ParameterizedTest
  @CsvSource({
    "cached.example.com, CACHED",
    "CACHED.localhost, CACHED",
    "direct.localhost, DIRECT",
    "direct, DIRECT",
    "ep-cool.example.com, EITHER",
    "127.0.0.1, EITHER"
  })
  void theHostChoosesTheLane(String host, LaneChoice lane) {
    assertThat(LaneChoice.of(ConnectionString.parse("postgres://u:p@" + host + "/d")))
        .isEqualTo(lane);
  }
}
