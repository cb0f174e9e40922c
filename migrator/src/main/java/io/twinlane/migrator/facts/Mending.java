package io.twinlane.migrator.facts;

import io.twinlane.migrator.facts.Difference.Changed;
import io.twinlane.migrator.facts.Difference.Missing;
import io.twinlane.migrator.facts.Difference.Unexpected;
import io.twinlane.migrator.facts.Kind.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements of differences, in an order in which they can run. */
final class Mending {

  private static final Comparator<Fact> BY_KIND =
      Comparator.comparing((Fact fact) -> Kind.of(fact.kind())).thenComparing(Fact::identity);

  /** What takes all with it that is said of it or of its parts. */
  private static final Set<String> HOLDERS =
      Set.of(
          "table",
          "column",
          "view",
          "materialized view",
          "sequence",
          "enum",
          "composite type",
          "domain",
          "range",
          "text search configuration",
          "publication",
          "server");

  /** What holds on to two things, or has a type in its name that it is no part of. */
  private static final Set<Kind> STANDING =
      EnumSet.of(
          Kind.FOREIGN_KEY,
          Kind.INHERITANCE,
          Kind.FUNCTION,
          Kind.PROCEDURE,
          Kind.AGGREGATE,
          Kind.OPERATOR,
          Kind.CAST,
          Kind.TRANSFORM,
          Kind.USER_MAPPING);

  private final List<Difference> differences;
  private final Set<String> missing;
  private final Set<String> unexpected;

  Mending(List<Difference> differences) {
    this.differences = List.copyOf(differences);
    Set<String> moved = places(differences.stream().filter(Mending::moves).toList());
    this.missing = places(differences.stream().filter(Missing.class::isInstance).toList());
    this.unexpected = places(differences.stream().filter(Unexpected.class::isInstance).toList());
    missing.addAll(moved);
    unexpected.addAll(moved);
  }

  /** Whether it takes all functions of an extension to other places. */
  private static boolean moves(Difference difference) {
    return difference instanceof Changed change
        && (Kind.of(change.kind()) == Kind.EXTENSION_SCHEMA
            || Kind.of(change.kind()) == Kind.EXTENSION_VERSION);
  }

  private static Set<String> places(List<Difference> differences) {
    return differences.stream()
        .map(difference -> place(difference.kind(), difference.identity()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String place(String kind, String identity) {
    return kind + " " + identity;
  }

  /** A statement if there is one. */
  static List<String> said(String statement) {
    return statement.isEmpty() ? List.of() : List.of(statement);
  }

  static List<String> ofMissing(Fact expected) {
    return Kind.of(expected.kind()).change() == Change.ALTER_ONLY
        ? List.of()
        : said(expected.mend());
  }

  /** The statements of one change, as if nothing else differed. */
  static List<String> ofChange(Changed change) {
    List<String> statements = new ArrayList<>();
    if (goesFirst(change)) {
      statements.addAll(said(change.actual().remove()));
    }
    if (Kind.of(change.kind()).change() != Change.NONE) {
      statements.addAll(said(change.expected().mend()));
    }
    return statements;
  }

  private static boolean goesFirst(Changed change) {
    if (change.expected().mend().isEmpty()) {
      return false;
    }
    return switch (Kind.of(change.kind()).change()) {
      case REPLACE -> true;
      case RESHAPE -> !Shape.of(change.expected()).replaces(Shape.of(change.actual()));
      case ALTER, ALTER_ONLY, NONE -> false;
    };
  }

  /**
   * All statements: what leans on others goes, then what is missing comes, then what others leaned
   * on goes, such as a type that no column has any more.
   */
  List<String> statements() {
    List<Fact> going = new Dependencies(going()).inOrder().reversed();
    Set<Fact> last = last(going);
    List<String> statements = new ArrayList<>();
    going.stream()
        .filter(fact -> !last.contains(fact))
        .forEach(fact -> statements.add(fact.remove()));
    new Dependencies(coming()).inOrder().forEach(fact -> statements.add(fact.mend()));
    last.forEach(fact -> statements.add(fact.remove()));
    return statements;
  }

  /**
   * What others may lean on until they are changed, and what that itself leans on. What is made
   * again is never among it, for it would go after it has come.
   */
  private Set<Fact> last(List<Fact> going) {
    Set<Fact> last = new LinkedHashSet<>();
    Set<String> held = new HashSet<>();
    for (Fact fact : going) {
      boolean goesForGood = unexpected.contains(place(fact.kind(), fact.identity()));
      if (goesForGood && (leanedOn(fact) || held.contains(fact.identity()))) {
        last.add(fact);
        held.addAll(Names.in(fact.mend()));
      }
    }
    return last;
  }

  private static boolean leanedOn(Fact fact) {
    return Kind.of(fact.kind()).compareTo(Kind.CONVERSION) < 0;
  }

  private List<Fact> going() {
    List<Fact> facts = new ArrayList<>();
    for (Difference difference : differences) {
      switch (difference) {
        case Unexpected(Fact actual) when !goesAlong(actual) && !joins(actual) -> facts.add(actual);
        case Changed change when goesFirst(change) -> facts.add(change.actual());
        case Unexpected _, Changed _, Missing _ -> {}
      }
    }
    return facts.stream().filter(fact -> !fact.remove().isEmpty()).sorted(BY_KIND).toList();
  }

  private List<Fact> coming() {
    List<Fact> facts = new ArrayList<>();
    for (Difference difference : differences) {
      switch (difference) {
        case Missing(Fact expected) when !comesAlong(expected) && !ofMissing(expected).isEmpty() ->
            facts.add(expected);
        case Changed change when Kind.of(change.kind()).change() != Change.NONE ->
            facts.add(change.expected());
        case Missing _, Changed _, Unexpected _ -> {}
      }
    }
    return facts.stream().filter(fact -> !fact.mend().isEmpty()).sorted(BY_KIND).toList();
  }

  /** Whether what is missing comes with something larger. */
  private boolean comesAlong(Fact fact) {
    return heldBy(Kind.of(fact.kind()).parents(), fact, missing);
  }

  /** Whether what is not expected goes with something larger. */
  private boolean goesAlong(Fact fact) {
    Kind kind = Kind.of(fact.kind());
    return heldBy(kind.parents(), fact, unexpected)
        || (!STANDING.contains(kind) && heldBy(HOLDERS, fact, unexpected));
  }

  private static boolean heldBy(Set<String> kinds, Fact fact, Set<String> differing) {
    Set<String> names = Names.andHolders(fact.identity());
    return kinds.stream()
        .filter(kind -> !kind.equals(fact.kind()))
        .anyMatch(kind -> names.stream().anyMatch(name -> differing.contains(place(kind, name))));
  }

  /** Whether a function is only missing in its extension. */
  private boolean joins(Fact fact) {
    String start = place(Kind.EXTENSION_FUNCTION.word(), fact.identity()) + " of ";
    return missing.stream().anyMatch(place -> place.startsWith(start));
  }
}
