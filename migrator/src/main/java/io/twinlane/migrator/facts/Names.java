package io.twinlane.migrator.facts;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names, whole with their schemas, that are in a text. Words that are no names are among them.
 */
final class Names {

  private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + ")*");
  private static final Pattern LAST = Pattern.compile("\\." + PART + "$");

  private Names() {}

  /** In the order in which they come. */
  static Set<String> in(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  /** Those, and what each of them is a part of: the table of a column. */
  static Set<String> andHolders(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : in(text)) {
      String holder = name;
      while (names.add(holder) && LAST.matcher(holder).find()) {
        holder = LAST.matcher(holder).replaceFirst("");
      }
    }
    return names;
  }
}
