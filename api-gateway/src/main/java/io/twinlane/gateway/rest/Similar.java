package io.twinlane.gateway.rest;

import java.util.List;
import java.util.Optional;

/** Finds the name that a client probably meant, by the number of letters that differ. */
final class Similar {

  /** Names that share less than this part of their letters are different words. */
  static final double ALIKE = 0.6;

  /** For names of tables and functions, of which there may be many. */
  static final double VERY = 0.75;

  /** For names of which there are few. */
  static final double REMOTELY = 0.33;

  /** PostgreSQL's own names are no longer than 63 bytes. */
  private static final int LENGTH_MAX = 128;

  private Similar() {}

  static Optional<String> to(String wanted, List<String> names, double likenessMin) {
    String best = null;
    double likeness = likenessMin;
    for (String name : names) {
      int longer = Math.max(wanted.length(), name.length());
      int shorter = Math.min(wanted.length(), name.length());
      if (longer > LENGTH_MAX || shorter < likenessMin * longer) {
        continue; // too different in length to be alike, and not worth the time to count
      }
      double alike = longer == 0 ? 0 : 1 - (double) distance(wanted, name) / longer;
      if (alike >= likeness) {
        best = name;
        likeness = alike;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
