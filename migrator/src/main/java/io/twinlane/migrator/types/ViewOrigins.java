package io.twinlane.migrator.types;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which column of which table a column of a view shows unchanged, as PostgreSQL keeps it in the
 * tree of the view's query.
 */
final class ViewOrigins {

  /** The words at the end of an entry of the list of targets, or what opens and closes a node. */
  private static final Pattern WORD =
      Pattern.compile(
          "\\\\.|[{}]| :resno (\\d+) :resname (?:\\\\.|[^ ])* :ressortgroupref \\d+ :resorigtbl"
              + " (\\d+) :resorigcol (\\d+) :resjunk false",
          Pattern.DOTALL);

  /** Entries of the outermost query stand in the query's braces and their own. */
  private static final int OUTERMOST = 2;

  private final Map<Long, Map<Integer, Place>> views = new HashMap<>();

  /** A column by its relation and its number there. */
  record Place(long relation, int number) {}

  /** Adds a view by the text of its query's tree. */
  void add(long view, String tree) {
    Map<Integer, Place> origins = new HashMap<>();
    Matcher word = WORD.matcher(tree);
    int depth = 0;
    while (word.find()) {
      switch (tree.charAt(word.start())) {
        case '{' -> depth++;
        case '}' -> depth--;
        case ' ' -> {
          if (depth == OUTERMOST && !word.group(2).equals("0")) {
            origins.put(
                Integer.valueOf(word.group(1)),
                new Place(Long.parseLong(word.group(2)), Integer.parseInt(word.group(3))));
          }
        }
        default -> {
          // a character of a name that would open or close something elsewhere
        }
      }
    }
    views.put(view, origins);
  }

  /** Where a column of a relation comes from in the end: itself, if the relation is a table. */
  Optional<Place> origin(Place start) {
    Set<Place> seen = new HashSet<>();
    Place at = start;
    while (views.containsKey(at.relation()) && seen.add(at)) {
      Place below = views.get(at.relation()).get(at.number());
      if (below == null) {
        return Optional.empty();
      }
      at = below;
    }
    return Optional.of(at);
  }
}
