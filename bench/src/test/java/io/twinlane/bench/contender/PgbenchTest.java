package io.twinlane.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.measure.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgbenchTest {

  @Test
  void theThirdFieldOfItsLogIsATimeInMicrosecondsUnlessItSaysThatItFailed() {
    Times times = new Times();
    List<String> log =
        List.of(
            "0 1 250 0 1786000000 123456 20", "3 1 failed 0 1786000000 123999 20", "1 2 750 0 1 2");

    Pgbench.read(log, times);

    assertThat(times.count()).isEqualTo(2);
    assertThat(times.percentiles().p50()).isBetween(249.0, 251.0);
    assertThat(times.percentiles().max()).isBetween(749.0, 751.0);
  }
}
