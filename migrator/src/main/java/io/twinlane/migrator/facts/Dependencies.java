package io.twinlane.migrator.facts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Facts of which some can only be made after others, because their statements name them. Where
 * facts need each other in a circle, one of them is early.
 */
final class Dependencies {

  /** What a statement can name. */
  private static final Set<Kind> NAMED =
      EnumSet.of(
          Kind.COLLATION,
          Kind.BASE_TYPE,
          Kind.ENUM,
          Kind.COMPOSITE_TYPE,
          Kind.DOMAIN,
          Kind.RANGE,
          Kind.SEQUENCE,
          Kind.FUNCTION,
          Kind.PROCEDURE,
          Kind.AGGREGATE,
          Kind.TEXT_SEARCH_DICTIONARY,
          Kind.TEXT_SEARCH_CONFIGURATION,
          Kind.TABLE,
          Kind.VIEW,
          Kind.MATERIALIZED_VIEW);

  private final List<Fact> facts;
  private final Map<String, List<Fact>> named = new HashMap<>();

  /** Of facts in an order that is to be kept where nothing is against it. */
  Dependencies(List<Fact> facts) {
    this.facts = List.copyOf(facts);
    for (Fact fact : facts) {
      if (NAMED.contains(Kind.of(fact.kind()))) {
        named.computeIfAbsent(name(fact), _ -> new ArrayList<>()).add(fact);
      }
    }
  }

  private static String name(Fact fact) {
    return Names.in(fact.identity()).iterator().next();
  }

  /** Each fact after those that its statement names. */
  List<Fact> inOrder() {
    Set<Fact> order = new LinkedHashSet<>();
    Set<Fact> begun = new LinkedHashSet<>();
    facts.forEach(fact -> add(fact, begun, order));
    return List.copyOf(order);
  }

  private void add(Fact fact, Set<Fact> begun, Set<Fact> order) {
    if (begun.add(fact)) {
      for (String name : Names.andHolders(fact.mend())) {
        named.getOrDefault(name, List.of()).forEach(other -> add(other, begun, order));
      }
      order.add(fact);
    }
  }
}
