package io.twinlane.migrator.generate;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What belongs to the migrator itself in a live database: schema {@code twinlane}. A declared
 * function there may be made or replaced; nothing there is dropped or changed otherwise.
 */
final class Reserved {

  private static final String MADE = "CREATE SCHEMA twinlane";

  private static final Pattern FUNCTION =
      Pattern.compile(
          "(CREATE (OR REPLACE )?|COMMENT ON )(FUNCTION|PROCEDURE) twinlane\\..*", Pattern.DOTALL);

  /** What a statement changes stands behind its keywords, which are in upper case. */
  private static final Pattern WITHIN =
      Pattern.compile(
          ("((CREATE|ALTER|DROP|COMMENT ON)(\\s+[A-Z]+)+(\\s+PART\\s+([A-Z]+\\s+)*?ON(\\s+ONLY)?)?"
                  + "|(GRANT|REVOKE)\\s[^']*?\\sON(\\s+[A-Z]+)*)\\s+twinlane(\\W.*)?")
              .replace("PART", Name.PART),
          Pattern.DOTALL);

  private Reserved() {}

  /** The statements that leave it alone; it is made only where one of them needs it. */
  static List<String> spared(List<String> statements) {
    List<String> spared =
        statements.stream()
            .filter(sql ->
                sql.equals(MADE)
                    || FUNCTION.matcher(sql).matches()
                    || !WITHIN.matcher(sql).matches())
            .toList();
    boolean needed = spared.stream().anyMatch(sql -> sql.contains("twinlane."));
    return spared.stream()
        .filter(sql -> needed || !sql.equals(MADE))
        .map(sql -> sql.equals(MADE) ? "CREATE SCHEMA IF NOT EXISTS twinlane" : sql)
        .toList();
  }
}
