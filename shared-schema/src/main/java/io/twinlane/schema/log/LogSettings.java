package io.twinlane.schema.log;

import io.twinlane.schema.settings.Environment;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and in what form.
 *
 * @param format of a line
 * @param level from which on Twinlane itself is heard
 * @param libraries the same of what it is built on; null where each has its own
 */
public record LogSettings(Format format, String level, @Nullable String libraries) {

  private static final List<String> LEVELS =
      List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  /** The form of a line. */
  public enum Format {
    /** For people. */
    PRETTY,
    /** One object of JSON. */
    JSON
  }

  /** Notes its mistakes, which are told with those of the others. */
  public static LogSettings from(Environment env) {
    return new LogSettings(
        env.oneOf("LOG_FORMAT", Format.class, Format.PRETTY),
        level(env, "LOG_LEVEL", "INFO"),
        env.text("LOG_LEVEL_LIBRARIES").isPresent()
            ? level(env, "LOG_LEVEL_LIBRARIES", "WARN")
            : null);
  }

  private static String level(Environment env, String variable, String otherwise) {
    String text = env.text(variable, otherwise);
    String level = text.toUpperCase(Locale.ROOT);
    if (LEVELS.contains(level)) {
      return level;
    }
    env.mistake(variable + " must be one of " + String.join(", ", LEVELS) + ", not '" + text + "'");
    return otherwise;
  }
}
