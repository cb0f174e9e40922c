package io.twinlane.migrator.data;

import io.twinlane.schema.settings.EnvironmentName;
import java.util.List;
import java.util.Locale;

/** A folder of {@code seeds/}. */
enum SeedSet {
  /** What the application cannot run without, everywhere. */
  PRODUCTION,
  /** What testers find in staging. */
  STAGING,
  /** Invented people and things, for development and tests. */
  DEVELOPMENT;

  /** What an environment gets, in order. */
  static List<SeedSet> of(EnvironmentName environment) {
    return switch (environment) {
      case DEVELOPMENT, TEST -> List.of(PRODUCTION, DEVELOPMENT);
      case STAGING -> List.of(PRODUCTION, STAGING);
      case PRODUCTION -> List.of(PRODUCTION);
    };
  }

  /** Whether it may be loaded there at all, whatever the flags. */
  boolean allowedIn(EnvironmentName environment) {
    return switch (this) {
      case PRODUCTION -> true;
      case STAGING -> environment != EnvironmentName.PRODUCTION;
      case DEVELOPMENT ->
          environment == EnvironmentName.DEVELOPMENT || environment == EnvironmentName.TEST;
    };
  }

  /** Whether its files may remove or change what is there: only where nobody would miss it. */
  boolean mayDestroy() {
    return this == DEVELOPMENT;
  }

  /** As the folder is called. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
