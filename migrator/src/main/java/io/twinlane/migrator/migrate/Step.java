package io.twinlane.migrator.migrate;

import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.Sha256;
import io.twinlane.migrator.script.Script.Part;
import java.util.regex.Pattern;

/** A statement of a file that runs statement by statement. */
record Step(MigrationFile file, Part part, int number) {

  private static final Pattern OF_THE_SESSION =
      Pattern.compile(
          "^(SET|RESET)\\s+(?!LOCAL\\b|CONSTRAINTS\\b|TRANSACTION\\b)"
              + "|^SELECT\\s+(pg_catalog\\.)?set_config\\s*\\(",
          Pattern.CASE_INSENSITIVE);

  /** Whether it has no transaction that a row could be written in. */
  boolean alone() {
    return part.outside() || commitsByItself();
  }

  private boolean commitsByItself() {
    String first = part.bare().split("\\W", 2)[0];
    return first.equalsIgnoreCase("call") || first.equalsIgnoreCase("do");
  }

  /** Whether it only says how those behind it are to run, so that it is said again on each run. */
  boolean ofTheSession() {
    return OF_THE_SESSION.matcher(part.bare()).find();
  }

  ConcurrentStatement statement() {
    return ConcurrentStatement.of(part.bare());
  }

  String sha256() {
    return Sha256.of(part.bare());
  }

  Entry entry(Event event, String detail) {
    return new Entry(event, file.version(), number, sha256(), detail);
  }
}
