package io.twinlane.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StudioSessionsTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final StudioSessions sessions = new StudioSessions(() -> now, Duration.ofMinutes(60));

  @Test
  void aSessionLastsWhileItIsUsed() {
    StudioSession session = sessions.begin();
    now = now.plus(Duration.ofMinutes(59));
    assertThat(sessions.of(session.cookie())).contains(session);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(sessions.of(session.cookie())).contains(session);

    now = now.plus(Duration.ofMinutes(60));

    assertThat(sessions.of(session.cookie())).isEmpty();
  }

  @Test
  void noSessionLastsLongerThanHalfADay() {
    StudioSession session = sessions.begin();
    for (int i = 0; i < 23; i++) {
      now = now.plus(Duration.ofMinutes(30));
      assertThat(sessions.of(session.cookie())).isPresent();
    }
    now = now.plus(Duration.ofMinutes(30));

    assertThat(sessions.of(session.cookie())).isEmpty();
  }

  @Test
  void whereThereAreTooManyTheOneGoesThatWasNotUsedForLongest() {
    StudioSession first = sessions.begin();
    now = now.plusSeconds(1);
    StudioSession second = sessions.begin();
    now = now.plusSeconds(1);
    assertThat(sessions.of(first.cookie())).isPresent();
    for (int i = 0; i < 99; i++) {
      StudioSession _ = sessions.begin();
    }

    assertThat(sessions.of(second.cookie())).isEmpty();
    assertThat(sessions.of(first.cookie())).isPresent();
    assertThat(sessions.of("guessed")).isEmpty();
    assertThat(sessions.of(null)).isEmpty();
  }

  @Test
  void aTokenLetsInOnceAndNotForLong() {
    OneTimeTokens tokens = new OneTimeTokens(() -> now);
    assertThat(tokens.spend("")).isFalse();
    assertThat(tokens.made()).isNotEqualTo(tokens.made());
    assertThat(tokens.pauseSeconds()).isEmpty();
    String first = tokens.renewed();
    assertThat(first).hasSizeGreaterThanOrEqualTo(22);
    assertThat(tokens.pauseSeconds()).hasValue(11);
    now = now.plusSeconds(10);
    assertThat(tokens.pauseSeconds()).isEmpty();
    assertThat(tokens.spend("x")).isFalse();
    assertThat(tokens.spend(first)).isTrue();
    assertThat(tokens.spend(first)).isFalse();
  }

  @Test
  void fourTokensAreGoodEachForItsOwnTime() {
    OneTimeTokens tokens = new OneTimeTokens(() -> now);
    String voided = tokens.renewed();
    String old = tokens.renewed();
    now = now.plus(Duration.ofMinutes(1));
    String used = tokens.renewed();
    String newer = tokens.renewed();
    String newest = tokens.renewed();

    assertThat(tokens.spend(voided)).isFalse();
    assertThat(tokens.spend(used)).isTrue();
    now = now.plus(Duration.ofMinutes(14));
    assertThat(tokens.spend(old)).isFalse();
    assertThat(tokens.spend(newer)).isTrue();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(tokens.spend(newest)).isFalse();
  }

  @Test
  void afterFiveWrongOnesInAMinuteEverybodyWaits() {
    WrongOnes wrong = new WrongOnes(() -> now);
    for (int i = 0; i < 4; i++) {
      wrong.add();
      now = now.plusSeconds(10);
    }
    assertThat(wrong.waitSeconds()).isEmpty();
    wrong.add();
    assertThat(wrong.waitSeconds()).hasValue(21);
    now = now.plusSeconds(20);

    assertThat(wrong.waitSeconds()).isEmpty();
  }
}
