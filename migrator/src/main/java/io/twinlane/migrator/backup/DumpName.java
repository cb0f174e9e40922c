package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Contents;
import io.twinlane.migrator.backup.Manifest.Origin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How dumps are called: {@code prod-app-full-20260101T103000Z.dump}. */
final class DumpName {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int TABLES_LENGTH_MAX = 60;

  private DumpName() {}

  /** The name without its ending, and without what tells it from another of the same second. */
  static String of(Origin origin, Contents contents) {
    return beginning(origin)
        + contents.kind().word()
        + tables(contents)
        + "-"
        + TIME.format(Instant.parse(origin.time()));
  }

  /** What the names of all dumps of a database begin with; others may begin so too. */
  static String beginning(Origin origin) {
    return origin.environment() + "-" + plain(origin.database()) + "-";
  }

  private static String tables(Contents contents) {
    if (contents.tables().isEmpty()) {
      return "";
    }
    String names =
        plain(String.join("+", contents.tables()).replace("public.", "").replace("\"", ""));
    return "-" + names.substring(0, Math.min(names.length(), TABLES_LENGTH_MAX));
  }

  /** File systems, shells and patterns take these letters as they are. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_.+]", "_");
  }
}
