package io.twinlane.migrator.types;

import io.twinlane.migrator.types.Schema.Column;
import io.twinlane.migrator.types.Schema.Relation;
import io.twinlane.migrator.types.Schema.Relationship;
import io.twinlane.migrator.types.ViewOrigins.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which relations refer to which: tables by their foreign keys, and views that show all columns of
 * one end of a key as that end. A view that shows a column twice stands with the first of the two.
 */
final class Relationships {

  private static final Comparator<Relationship> ORDER =
      Comparator.comparing(Relationship::constraint)
          .thenComparing(Relationship::referencedSchema)
          .thenComparing(Relationship::referenced)
          .thenComparing(way -> way.columns().toString());

  /** For each relation, the name under which it shows a column of a table. */
  private final Map<Long, Map<Place, String>> shown = new HashMap<>();

  /** The relations that show anything of a table. */
  private final Map<Long, List<Relation>> showing = new HashMap<>();

  Relationships(List<Relation> relations, ViewOrigins views) {
    for (Relation relation : relations) {
      Map<Place, String> names = new HashMap<>();
      for (Column column : relation.columns()) {
        views
            .origin(new Place(relation.id(), column.number()))
            .ifPresent(place -> names.putIfAbsent(place, column.name()));
      }
      shown.put(relation.id(), names);
      names.keySet().stream()
          .map(Place::relation)
          .distinct()
          .forEach(table -> showing.computeIfAbsent(table, _ -> new ArrayList<>()).add(relation));
    }
  }

  /** A foreign key by the numbers of its tables and columns. */
  record ForeignKey(
      String name,
      long table,
      List<Integer> columns,
      long referenced,
      List<Integer> referencedColumns,
      boolean one) {}

  private record End(Relation relation, List<String> columns) {}

  /** The relations with their relationships, in a fixed order. */
  List<Relation> joined(List<Relation> relations, List<ForeignKey> keys) {
    Map<Long, List<Relationship>> found = new HashMap<>();
    for (ForeignKey key : keys) {
      List<End> referenced = ends(key.referenced(), key.referencedColumns());
      for (End from : ends(key.table(), key.columns())) {
        for (End to : referenced) {
          found
              .computeIfAbsent(from.relation().id(), _ -> new ArrayList<>())
              .add(relationship(key, from, to));
        }
      }
    }
    return relations.stream()
        .map(relation ->
            relation.with(
                found.getOrDefault(relation.id(), List.of()).stream().sorted(ORDER).toList()))
        .toList();
  }

  private static Relationship relationship(ForeignKey key, End from, End to) {
    return new Relationship(
        key.name(),
        from.columns(),
        key.one(),
        to.relation().schema(),
        to.relation().name(),
        to.columns());
  }

  private List<End> ends(long table, List<Integer> columns) {
    List<End> ends = new ArrayList<>();
    for (Relation relation : showing.getOrDefault(table, List.of())) {
      Map<Place, String> names = shown.getOrDefault(relation.id(), Map.of());
      List<Place> places = columns.stream().map(number -> new Place(table, number)).toList();
      if (names.keySet().containsAll(places)) {
        ends.add(
            new End(
                relation, places.stream().map(place -> names.getOrDefault(place, "")).toList()));
      }
    }
    return ends;
  }
}
