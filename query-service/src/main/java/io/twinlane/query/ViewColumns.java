package io.twinlane.query;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads, in the tree that PostgreSQL keeps of a view's query, which column of which relation each
 * column of the view shows unchanged.
 *
 * <p>The tree is PostgreSQL's own text form of it (nodeToString); a column's origin stands in its
 * target entry, and is zero where the column is computed.
 */
final class ViewColumns {

  private static final String TARGETS = ":targetList (";
  private static final Pattern ORIGIN =
      Pattern.compile(
          " :resno (\\d+) :resname .*? :ressortgroupref \\d+ :resorigtbl (\\d+) :resorigcol (\\d+)"
              + " :resjunk (\\w+)\\}$",
          Pattern.DOTALL);

  private ViewColumns() {}

  /** A column by its relation and its number. */
  record Origin(long relation, int number) {}

  /** The origins by the number of the view's column; none for those that are computed. */
  static Map<Integer, Origin> of(String tree) {
    Map<Integer, Origin> origins = new HashMap<>();
    int at = ofQuery(tree);
    int depth = 0;
    int begin = at;
    for (; at >= 0 && at < tree.length(); at++) {
      switch (tree.charAt(at)) {
        case '\\' -> at++;
        case '{', '(' -> {
          if (depth++ == 0) {
            begin = at;
          }
        }
        case '}' -> {
          if (--depth == 0) {
            add(origins, tree.substring(begin, at + 1));
          }
        }
        case ')' -> {
          if (--depth < 0) {
            return origins;
          }
        }
        default -> {
          // part of a value or a name
        }
      }
    }
    return origins;
  }

  /** Where the entries of the outermost query begin; those of the queries inside stand deeper. */
  private static int ofQuery(String tree) {
    int depth = 0;
    for (int at = 0; at < tree.length(); at++) {
      switch (tree.charAt(at)) {
        case '\\' -> at++;
        case '{' -> depth++;
        case '}' -> depth--;
        case ':' -> {
          if (depth == 1 && tree.startsWith(TARGETS, at)) {
            return at + TARGETS.length();
          }
        }
        default -> {
          // of no interest
        }
      }
    }
    return -1;
  }

  private static void add(Map<Integer, Origin> origins, String entry) {
    // the entry's own words stand at its end, behind its expression
    int from = entry.lastIndexOf(" :resno ");
    Matcher matcher = ORIGIN.matcher(from < 0 ? "" : entry.substring(from));
    if (matcher.find() && matcher.group(4).equals("false") && !matcher.group(2).equals("0")) {
      origins.put(
          Integer.valueOf(matcher.group(1)),
          new Origin(Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(3))));
    }
  }
}
