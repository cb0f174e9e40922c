package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "dev, , true",
    "test, , true",
    "staging, , false",
    "prod, , false",
    "dev, false, false",
    "prod, true, true"
  })
  void itIsOnInDevelopmentAndWhereItIsSwitchedOn(String environment, String set, boolean on) {
    Environment env =
        Environment.of(
            set == null
                ? Map.of("ENVIRONMENT", environment)
                : Map.of("ENVIRONMENT", environment, "CACHE_ENABLED", set));

    assertThat(CacheSettings.from(env).enabled()).isEqualTo(on);
  }

  @Test
  void theDefaultsAreThoseOfThePage() {
    CacheSettings settings = CacheSettings.from(Environment.of(Map.of()));

    assertThat(settings)
        .isEqualTo(
            new CacheSettings(
                true,
                64 << 20,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ZERO));
  }

  @Test
  void anHourIsTheLongest() {
    Environment env = Environment.of(Map.of("CACHE_MAX_AGE", "3601"));
    CacheSettings.from(env);

    assertThatThrownBy(() -> env.check(() -> env))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CACHE_MAX_AGE");
  }
}
