package io.twinlane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.measure.CpuTime.Usage;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

  @Test
  void ownTimeAndThatOfChildrenThatHaveEndedAreAddedUp() {
    String stat =
        "4242 (postgres) S 17 4242 4242 0 -1 4194560 2451 10332 0 5 100 20 3 4 20 0 1 0 99 0 0\n";

    Usage usage = Usage.parse(stat);

    assertThat(usage).isEqualTo(new Usage(17, 127));
  }

  @Test
  void aNameMayHoldWhatSeparatesFields() {
    String stat = "1 (a) S 9 (b)) R 17 0 0 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 99 0 0\n";

    Usage usage = Usage.parse(stat);

    assertThat(usage).isEqualTo(new Usage(17, 10));
  }
}
