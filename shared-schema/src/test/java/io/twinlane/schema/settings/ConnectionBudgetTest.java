package io.twinlane.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionBudgetTest {

  @ParameterizedTest
  @CsvSource({"20, 24, 3, true", "20, 23, 3, false", "96, 100, 3, true", "97, 100, 3, false"})
  void theLanesAndTheMigratorMustFit(int lanes, int max, int reserved, boolean fits) {
    ConnectionBudget budget = new ConnectionBudget(lanes, max, reserved);

    assertThat(budget.fits()).isEqualTo(fits);
    assertThat(budget.text().contains("lower POOL_MAX")).isNotEqualTo(fits);
  }

  @Test
  void whatTheUrlSaysOfAPoolCounts() {
    Environment env =
        Environment.of(
            Map.of(
                "DATABASE_URL", "postgres://me@h/app?connection_limit=4",
                "WRITE_DATABASE_URL", "postgres://me@h/app",
                "WRITE_POOL_MAX", "7"));

    assertThat(ConnectionBudget.wanted(env)).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUERY_DATABASE_URL", "WRITE_DATABASE_URL"})
  void aProcessOfOneLaneNeedNotKnowTheDatabaseOfTheOther(String variable) {
    Environment env = Environment.of(Map.of(variable, "postgres://me@h/app?connection_limit=4"));

    assertThat(env.check(() -> ConnectionBudget.wanted(env))).isEqualTo(4);
    assertThat(env.check(() -> "no mistakes")).isEqualTo("no mistakes");
  }
}
