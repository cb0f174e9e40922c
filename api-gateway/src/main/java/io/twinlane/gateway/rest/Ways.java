package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Relationship.Cardinality;
import io.twinlane.schema.catalog.Routine;
import java.util.List;
import java.util.Optional;

/**
 * Finds the way from a relation to a related one, by the name that a client gives it: the
 * relation's, a foreign key's, or that of the column that holds it; a hint tells several apart.
 */
final class Ways {

  private final Catalog catalog;

  Ways(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Where a client's name for a related relation leads. */
  sealed interface Target {

    /** A function of the row. */
    record Computed(Routine routine) implements Target {}

    /** A relation, by keys. */
    record Keyed(Relationship way, Relation relation) implements Target {}

    /** Whether there may be several rows. */
    default boolean many() {
      return switch (this) {
        case Computed(var routine) -> routine.returns().set() && !routine.returns().one();
        case Keyed(var way, _) -> !way.cardinality().one();
      };
    }

    default Optional<Relationship> link() {
      return switch (this) {
        case Computed _ -> Optional.empty();
        case Keyed(var way, _) -> Optional.of(way);
      };
    }

    default Rows rows(Catalog catalog) {
      return switch (this) {
        case Computed(var routine) -> Rows.of(routine, catalog);
        case Keyed(_, var relation) -> Rows.of(relation);
      };
    }
  }

  /**
   * Where it leads. A function of the row goes before any foreign key.
   *
   * @throws RestException if that is nowhere, or to more than one place
   */
  Target target(Rows origin, String target, Optional<String> hint) {
    Optional<Routine> computed =
        origin
            .ofRow(target, catalog)
            .filter(routine -> routine.returns().kind() == Routine.Kind.ROW);
    if (computed.isPresent()) {
      return new Target.Computed(computed.get());
    }
    Relationship way = find(origin, target, hint);
    return new Target.Keyed(
        way,
        catalog
            .relation(way.foreignSchema(), way.foreignTable())
            .orElseThrow(() -> new IllegalStateException("a way leads to no relation")));
  }

  private Relationship find(Rows origin, String target, Optional<String> hint) {
    List<Relationship> known =
        origin.ofRelation() ? catalog.relationships(origin.schema(), origin.name()) : List.of();
    List<Relationship> found =
        known.stream()
            .filter(way -> hint.isPresent() ? hinted(way, target, hint.get()) : plain(way, target))
            .toList();
    return switch (found.size()) {
      case 0 -> throw new RestException(Relations.none(origin, target, hint, known, catalog));
      case 1 -> found.getFirst();
      default -> throw new RestException(Relations.several(origin, target, found));
    };
  }

  private static boolean plain(Relationship way, String target) {
    if (way.toItself()) {
      // the many by the relation's name, the one by the name of the column that holds its key
      return (target.equals(way.foreignTable()) && way.cardinality() == Cardinality.ONE_TO_MANY)
          || (way.cardinality().owns() && isColumn(way.columns(), target));
    }
    boolean named = target.equals(way.foreignTable());
    boolean byKey =
        target.equals(way.constraint())
            || (way.cardinality().one() && isColumn(way.columns(), target));
    return named || (byKey && way.junction() == null && !way.foreignView());
  }

  private static boolean hinted(Relationship way, String target, String hint) {
    if (!target.equals(way.foreignTable())) {
      return false;
    }
    Relationship.Junction junction = way.junction();
    if (junction != null) {
      return hint.equals(junction.table());
    }
    if (way.toItself()) {
      return way.cardinality() == Cardinality.ONE_TO_MANY
          && (hint.equals(way.constraint()) || isColumn(way.foreignColumns(), hint));
    }
    return hint.equals(way.constraint())
        || isColumn(way.columns(), hint)
        || isColumn(way.foreignColumns(), hint);
  }

  private static boolean isColumn(List<String> columns, String name) {
    return columns.size() == 1 && columns.getFirst().equals(name);
  }
}
