package io.twinlane.migrator.lint;

import java.nio.charset.StandardCharsets;

/** The rule for names. */
final class NameRules {

  private NameRules() {}

  static void look(Sight sight, Name name) {
    look(sight, name.name());
  }

  static void look(Sight sight, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Name.BYTES_MAX) {
      sight.tell(
          Rule.IDENTIFIER_TOO_LONG,
          "PostgreSQL cuts %s after %d bytes: a name that differs only behind them collides."
              .formatted(name, Name.BYTES_MAX),
          "-- at most %d bytes, such as\n-- %s"
              .formatted(Name.BYTES_MAX, Name.of(name).derived("")));
    }
  }
}
