package io.twinlane.migrator.lint;

/** A finding as a workflow of GitHub reads it from its output, and shows it at the line. */
final class Annotation {

  private Annotation() {}

  static String of(Finding finding) {
    String kind =
        switch (finding.rule().level()) {
          case DANGER -> "error";
          case ADVICE -> "warning";
        };
    return "::%s file=%s,line=%d,title=%s::%s"
        .formatted(
            kind,
            property(finding.at().file()),
            finding.at().line(),
            property(finding.rule().id()),
            message(finding.danger() + "\n" + finding.safe()));
  }

  private static String message(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return message(text).replace(":", "%3A").replace(",", "%2C");
  }
}
