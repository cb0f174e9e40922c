package io.twinlane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void ofAnOddNumberTheMedianIsOneOfThem() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void ofAnEvenNumberItIsBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void ofNothingNothingIsTold() {
    assertThat(Spread.of(List.of()).text("%.1f")).isEmpty();
    assertThat(Spread.of(List.of(1.0, Double.NaN)).text("%.1f")).isEmpty();
  }

  @Test
  void theTextHasMedianAndRange() {
    assertThat(Spread.of(List.of(1.26, 2.0, 1.0)).text("%.1f")).isEqualTo("1.3 (1.0–2.0)");
  }
}
