package io.twinlane.schema.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSettingsTest {

  @Test
  void theDefaultsAreForPeople() {
    LogSettings settings = LogSettings.from(Environment.of(Map.of()));

    assertThat(settings).isEqualTo(new LogSettings(LogSettings.Format.PRETTY, "INFO", null));
  }

  @Test
  void levelsMayBeWrittenInAnyCase() {
    Environment env =
        Environment.of(
            Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "debug", "LOG_LEVEL_LIBRARIES", "Error"));

    assertThat(LogSettings.from(env))
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, "DEBUG", "ERROR"));
  }

  @Test
  void eachEnvironmentMayHaveItsOwnLevel(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve(".env.production.local"), "LOG_LEVEL=ERROR\n");

    assertThat(LogSettings.from(Environment.of(Map.of("ENVIRONMENT", "prod"), home)).level())
        .isEqualTo("ERROR");
    assertThat(LogSettings.from(Environment.of(Map.of("ENVIRONMENT", "dev"), home)).level())
        .isEqualTo("INFO");
  }

  @Test
  void everyMistakeIsTold() {
    Environment env =
        Environment.of(
            Map.of("LOG_FORMAT", "xml", "LOG_LEVEL", "loud", "LOG_LEVEL_LIBRARIES", "quiet"));

    LogSettings settings = LogSettings.from(env);

    assertThatThrownBy(() -> env.check(() -> settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("LOG_FORMAT must be one of pretty, json, not 'xml'")
        .hasMessageContaining("LOG_LEVEL must be one of OFF, ERROR, WARN, INFO, DEBUG, TRACE, not")
        .hasMessageContaining("LOG_LEVEL_LIBRARIES must be one of");
  }
}
