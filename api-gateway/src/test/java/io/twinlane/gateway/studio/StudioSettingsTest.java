package io.twinlane.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudioSettingsTest {

  private static StudioSettings settings(Map<String, String> values) {
    Environment env = Environment.of(values);
    StudioSettings settings = StudioSettings.from(env);
    return env.check(() -> settings);
  }

  @ParameterizedTest
  @CsvSource({
    "dev,     true,  false",
    "test,    true,  false",
    "staging, false, false",
    "preview, false, false",
    "prod,    false, true"
  })
  void theEnvironmentDecidesUnlessSomebodyDoes(String name, boolean enabled, boolean readOnly) {
    StudioSettings usual = settings(Map.of("ENVIRONMENT", name));
    StudioSettings told =
        settings(
            Map.of("ENVIRONMENT", name, "STUDIO_ENABLED", "true", "STUDIO_READ_ONLY", "false"));

    assertThat(usual.enabled()).isEqualTo(enabled);
    assertThat(usual.readOnly()).isEqualTo(readOnly);
    assertThat(usual.password()).isNull();
    assertThat(usual.idle()).isEqualTo(Duration.ofHours(1));
    assertThat(usual.hosts()).isEmpty();
    assertThat(told.enabled()).isTrue();
    assertThat(told.readOnly()).isFalse();
  }

  @Test
  void aPasswordIsNoShorterThanTwelveCharacters() {
    assertThat(settings(Map.of("STUDIO_PASSWORD", "twelve chars")).toString())
        .contains("***")
        .doesNotContain("twelve");
    assertThatThrownBy(() -> settings(Map.of("STUDIO_PASSWORD", "eleven char")))
        .hasMessageContaining("STUDIO_PASSWORD must have at least 12 characters")
        .hasMessageNotContaining("eleven");
  }
}
