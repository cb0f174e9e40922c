package io.twinlane.migrator.facts;

import java.util.regex.Pattern;

/**
 * What PostgreSQL lets nobody change of a function or view by replacing it.
 *
 * @param text what a function takes and returns, with no word of what its defaults are, or the
 *     columns of a view
 * @param view whether it is a view's
 */
record Shape(String text, boolean view) {

  private static final Pattern DEFAULT = Pattern.compile(" DEFAULT .*?(?=, |\\)\n)");

  static Shape of(Fact fact) {
    boolean view = Kind.of(fact.kind()) == Kind.VIEW;
    return view
        ? new Shape(fact.value().split("\\) ", 2)[0], true)
        : new Shape(
            DEFAULT.matcher(fact.value().split("\n LANGUAGE ", 2)[0]).replaceAll(" DEFAULT"),
            false);
  }

  /** Whether something of this shape can replace something of another one. */
  boolean replaces(Shape other) {
    return text.equals(other.text) || (view && text.startsWith(other.text + ", "));
  }
}
