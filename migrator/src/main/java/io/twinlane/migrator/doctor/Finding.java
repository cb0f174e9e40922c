package io.twinlane.migrator.doctor;

import java.util.Locale;
import java.util.Map;

/**
 * One thing that doctor looked at.
 *
 * @param verdict how it is
 * @param subject what was looked at
 * @param text what was seen, and what to do where that is not well
 */
record Finding(Verdict verdict, String subject, String text) {

  /** How a thing is. */
  enum Verdict {
    OK,
    WARN,
    FAIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What programs get of it. */
  Map<String, String> fields() {
    return Map.of("verdict", verdict.word(), "subject", subject, "text", text);
  }

  static Finding ok(String subject, String text) {
    return new Finding(Verdict.OK, subject, text);
  }

  static Finding warn(String subject, String text) {
    return new Finding(Verdict.WARN, subject, text);
  }

  static Finding fail(String subject, String text) {
    return new Finding(Verdict.FAIL, subject, text);
  }

  /** {@code ok} if it holds, and a warning if it does not. */
  static Finding unless(boolean worrying, String subject, String text) {
    return worrying ? warn(subject, text) : ok(subject, text);
  }
}
