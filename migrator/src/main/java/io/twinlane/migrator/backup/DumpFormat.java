package io.twinlane.migrator.backup;

import java.util.Locale;

/** How a dump is written. */
enum DumpFormat {
  /** PostgreSQL's own compressed one, for pg_restore. */
  CUSTOM("dump"),
  /** SQL, for psql. */
  PLAIN("sql");

  private final String ending;

  DumpFormat(String ending) {
    this.ending = ending;
  }

  /** What names of such files end with. */
  String ending() {
    return ending;
  }

  /** As pg_dump and the command line call it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
