package io.twinlane.migrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

  @ParameterizedTest
  @CsvSource({"PT0S, false", "PT167H, false", "PT168H, true", "PT9000H, true"})
  void whatIsCountedForAWeekIsTrusted(Duration age, boolean trusted) {
    assertThat(new Statistics("x", age, false, 0).trusted()).isEqualTo(trusted);
  }

  @Test
  void otherServersThatWorkIsDoneOnAreTold() {
    Statistics statistics = new Statistics("2026-01-01T00:00:00Z", Duration.ofDays(8), true, 2);

    assertThat(statistics.notes())
        .containsExactly(
            "counted since 2026-01-01T00:00:00Z, which is 8 days",
            "this is a standby: work on the primary is not counted here",
            "servers that follow this one: 2; work on them is not counted here");
  }
}
