package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuickStatementsTest {

  private static final String SQL = "select 1";

  private final QuickStatements quick = new QuickStatements();

  @Test
  void nothingIsSaidOfWhatWasNeverRunOrByAnotherRoleOnly() {
    took(0.1);

    assertThat(quick.knows("other", SQL)).isFalse();
    assertThat(quick.expects("other", SQL)).isFalse();
    assertThat(quick.knows(null, SQL)).isTrue();
  }

  @Test
  void oneSlowAnswerEndsItAndAFewQuickOnesBringItBack() {
    took(0.1);
    took(10);
    assertThat(quick.knows(null, SQL)).isFalse();

    took(0.1);
    assertThat(quick.knows(null, SQL)).isFalse();
    took(0.1);
    took(0.1);
    assertThat(quick.knows(null, SQL)).isTrue();
  }

  @Test
  void whatWasQuickBeforeAllWasSlowIsExpectedToBeQuick() {
    took(0.1);
    for (int i = 0; i < 10; i++) {
      took(5);
    }

    assertThat(quick.knows(null, SQL)).isFalse();
    assertThat(quick.expects(null, SQL)).isTrue();
  }

  @Test
  void whatTakesItsTimeIsNot() {
    took(0.1);
    for (int i = 0; i < 100; i++) {
      took(5);
    }
    assertThat(quick.expects(null, SQL)).as("for long").isFalse();

    took(0.1);
    assertThat(quick.expects(null, SQL)).isTrue();
    took(30);
    assertThat(quick.expects(null, SQL)).as("very much of it").isFalse();
  }

  private void took(double millis) {
    quick.took(null, SQL, (long) (millis * Duration.ofMillis(1).toNanos()));
  }
}
