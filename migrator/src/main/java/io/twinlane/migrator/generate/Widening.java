package io.twinlane.migrator.generate;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a column can take another type so that every value fits and stays what it is. */
final class Widening {

  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
  private static final Pattern VARYING = Pattern.compile("character varying(?:\\((\\d+)\\))?");
  private static final Pattern NUMERIC = Pattern.compile("numeric(?:\\((\\d+),(\\d+)\\))?");

  private Widening() {}

  /** Whether values of one type all fit into the other, both as {@code format_type} writes them. */
  static boolean keeps(String from, String to) {
    return from.equals(to)
        || to.equals("text")
        || integers(from, to)
        || (from.equals("real") && to.equals("double precision"))
        || varying(VARYING.matcher(from), VARYING.matcher(to))
        || numeric(NUMERIC.matcher(from), NUMERIC.matcher(to));
  }

  private static boolean integers(String from, String to) {
    int narrow = INTEGERS.indexOf(from);
    return narrow >= 0 && (to.equals("numeric") || INTEGERS.indexOf(to) > narrow);
  }

  private static boolean varying(Matcher from, Matcher to) {
    return from.matches() && to.matches() && atLeast(to.group(1), from.group(1), 0);
  }

  private static boolean numeric(Matcher from, Matcher to) {
    if (!from.matches() || !to.matches() || to.group(1) == null) {
      return from.hasMatch() && to.hasMatch();
    }
    if (from.group(1) == null) {
      return false;
    }
    int fraction = Integer.parseInt(to.group(2)) - Integer.parseInt(from.group(2));
    return fraction >= 0 && atLeast(to.group(1), from.group(1), fraction);
  }

  /** No limit is more than any limit. */
  private static boolean atLeast(@Nullable String wide, @Nullable String narrow, int more) {
    return wide == null
        || (narrow != null && Integer.parseInt(wide) >= Integer.parseInt(narrow) + more);
  }
}
