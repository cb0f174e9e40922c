package io.twinlane.schema.settings;

import java.util.Locale;
import java.util.Optional;

/** Which of the four environments this process runs in; each has a short and a long spelling. */
public enum EnvironmentName {
  DEVELOPMENT("dev", "development"),
  TEST("test", "testing"),
  STAGING("staging", "preview"),
  PRODUCTION("prod", "production");

  private final String shortName;
  private final String longName;

  EnvironmentName(String shortName, String longName) {
    this.shortName = shortName;
    this.longName = longName;
  }

  static Optional<EnvironmentName> parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (EnvironmentName name : values()) {
      if (name.shortName.equals(wanted) || name.longName.equals(wanted)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The name as files and messages spell it, {@code dev} for development. */
  public String shortName() {
    return shortName;
  }

  String longName() {
    return longName;
  }
}
