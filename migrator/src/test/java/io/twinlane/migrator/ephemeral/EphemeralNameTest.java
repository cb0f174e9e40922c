package io.twinlane.migrator.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.console.CommandException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EphemeralNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pr-123                          | twinlane_pr_123",
        "PR 123                          | twinlane_pr_123",
        "feature/login--page             | twinlane_feature_login_page",
        "x\"; drop database postgres; -- | twinlane_x_drop_database_postgres",
        "--Ünder__                       | twinlane_nder",
        "postgres                        | twinlane_postgres"
      })
  void aNameBecomesOneThatNeedsNoQuotes(String asked, String database) {
    assertThat(EphemeralName.of(asked).database()).isEqualTo(database);
  }

  @Test
  void longNamesAreShortenedAndStayApart() {
    String start = "a".repeat(80);

    String one = EphemeralName.of(start + "1").database();
    String other = EphemeralName.of(start + "2").database();

    assertThat(one).hasSize(63).isNotEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--", "日本", "scratch-1", "Scratch_2"})
  void whatNamesNothingIsRefused(String asked) {
    assertThatThrownBy(() -> EphemeralName.of(asked)).isInstanceOf(CommandException.class);
  }

  @Test
  void aMarkIsReadAsItWasWritten() {
    Mark mark = Mark.of("odd; name\n'x'", Duration.ofHours(1));

    assertThat(Mark.parse(mark.text())).contains(mark);
    assertThat(Mark.parse("somebody's database")).isEmpty();
    assertThat(Mark.parse("twinlane ephemeral; expires soon; made now; name x")).isEmpty();
  }

  @Test
  void aMarkIsExtendedAndNeverShortened() {
    Mark mark = Mark.of("x", Duration.ofHours(2));

    assertThat(mark.extended(Duration.ofHours(1))).isEqualTo(mark);
    assertThat(mark.extended(Duration.ofHours(3)).expires()).isAfter(mark.expires());
    assertThat(mark.expired(Instant.now())).isFalse();
    assertThat(mark.expired(mark.expires())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"90m, PT1H30M", "24h, PT24H", "7d, PT168H", "366d, PT8784H"})
  void aLifetimeIsANumberAndAUnit(String text, Duration duration) {
    assertThat(new Lifetime().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "24", "0h", "-1h", "1w", "367d", "999999d", "1h30m"})
  void whatIsNoLifetimeIsRefused(String text) {
    assertThatThrownBy(() -> new Lifetime().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }
}
