package io.twinlane.migrator.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a table in a row, as a fact lists them. */
final class ColumnOrder {

  private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")+\"|[^\", ]+");

  private ColumnOrder() {}

  /**
   * Whether columns that came and went explain a change, so that those that stayed are in order.
   */
  static boolean explained(Difference.Changed change) {
    List<String> expected = names(change.expected().value());
    List<String> actual = names(change.actual().value());
    List<String> stayed = new ArrayList<>(expected);
    stayed.retainAll(actual);
    actual.retainAll(expected);
    return stayed.equals(actual);
  }

  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(list);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
