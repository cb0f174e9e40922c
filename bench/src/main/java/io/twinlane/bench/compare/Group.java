package io.twinlane.bench.compare;

import java.util.Locale;

/** Works that belong together, and may be run alone. */
enum Group {
  READS,
  REST,
  WRITES,
  SQL;

  /** As the command line has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
