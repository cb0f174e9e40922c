package io.twinlane.query;

import io.twinlane.query.ViewColumns.Origin;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Relationship.Cardinality;
import io.twinlane.schema.catalog.Relationship.Junction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Works out which relations belong together: by foreign keys, through views that show their
 * columns, and through tables that join two others.
 *
 * @param relations the exposed relations, by their number in the catalog
 * @param views the origins of each view's columns, by the view's number
 * @param keyColumns the columns of all keys of tables
 * @param names the names of the exposed relations' columns
 */
record Keys(
    Map<Long, Relation> relations,
    Map<Long, Map<Integer, Origin>> views,
    Map<Origin, KeyColumn> keyColumns,
    Map<Origin, String> names) {

  /** More ways of one foreign key through views than anybody can tell apart. */
  private static final int WAYS_MAX = 64;

  /** A column of a key. */
  record KeyColumn(String name, boolean inPrimary) {}

  /** A foreign key as PostgreSQL has it. */
  record ForeignKey(
      String name,
      long relation,
      List<Integer> columns,
      long foreign,
      List<Integer> foreignColumns,
      boolean one) {}

  /** One end of a relationship: an exposed relation, and its columns there. */
  private record End(Relation relation, List<String> columns, boolean view) {}

  /** The ways that begin at each relation, by its {@code schema.name}. */
  Map<String, List<Relationship>> relationships(List<ForeignKey> foreignKeys) {
    Map<Origin, List<Shown>> shown = shown();
    List<Relationship> owned = new ArrayList<>();
    for (ForeignKey key : foreignKeys) {
      List<End> from = ends(key.relation(), key.columns(), shown);
      List<End> to = ends(key.foreign(), key.foreignColumns(), shown);
      from.stream()
          .limit(WAYS_MAX)
          .forEach(
              end -> to.stream().limit(WAYS_MAX).forEach(other -> owned.add(way(key, end, other))));
    }
    List<Relationship> all = new ArrayList<>(owned);
    Set<String> viewNames =
        views.keySet().stream()
            .map(relations::get)
            .filter(Objects::nonNull)
            .map(view -> view.schema() + "." + view.name())
            .collect(Collectors.toSet());
    owned.forEach(
        way -> all.add(reversed(way, viewNames.contains(way.schema() + "." + way.table()))));
    all.addAll(throughJunctions(owned));
    Map<String, List<Relationship>> byRelation = new HashMap<>();
    all.forEach(way ->
        byRelation
            .computeIfAbsent(way.schema() + "." + way.table(), _ -> new ArrayList<>())
            .add(way));
    return byRelation;
  }

  /** The primary key of a view, as it shows its table's; empty if it shows none, or not all. */
  List<String> primaryKey(long view, Map<Long, List<String>> primaryKeys) {
    Map<Long, List<String>> found = new LinkedHashMap<>();
    for (Integer number : views.getOrDefault(view, Map.of()).keySet().stream().sorted().toList()) {
      String name = names.get(new Origin(view, number));
      Origin origin = origin(new Origin(view, number));
      KeyColumn column = origin == null ? null : keyColumns.get(origin);
      if (name != null && origin != null && column != null && column.inPrimary()) {
        found.computeIfAbsent(origin.relation(), _ -> new ArrayList<>()).add(name);
      }
    }
    return found.entrySet().stream()
        .filter(entry ->
            primaryKeys.getOrDefault(entry.getKey(), List.of()).size() == entry.getValue().size())
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  private record Shown(long view, String column) {}

  /** The columns of exposed views that show each column of a table. */
  private Map<Origin, List<Shown>> shown() {
    Map<Origin, List<Shown>> shown = new HashMap<>();
    for (Map.Entry<Long, Map<Integer, Origin>> view : views.entrySet()) {
      for (Integer number : view.getValue().keySet()) {
        String name = names.get(new Origin(view.getKey(), number));
        Origin origin = origin(new Origin(view.getKey(), number));
        if (origin != null && name != null) {
          shown.computeIfAbsent(origin, _ -> new ArrayList<>()).add(new Shown(view.getKey(), name));
        }
      }
    }
    return shown;
  }

  /** The column of a table that a column of a view shows, through any number of views. */
  private @Nullable Origin origin(Origin start) {
    Origin at = start;
    Set<Origin> seen = new HashSet<>();
    while (views.containsKey(at.relation()) && seen.add(at)) {
      Origin below = views.get(at.relation()).get(at.number());
      if (below == null) {
        return null;
      }
      at = below;
    }
    return at;
  }

  private List<End> ends(long table, List<Integer> columns, Map<Origin, List<Shown>> shown) {
    List<End> ends = new ArrayList<>();
    Relation itself = relations.get(table);
    List<String> own =
        columns.stream()
            .map(number -> names.getOrDefault(new Origin(table, number), ""))
            .filter(name -> !name.isEmpty())
            .toList();
    if (itself != null && own.size() == columns.size()) {
      ends.add(new End(itself, own, false));
    }
    Map<Long, List<List<String>>> byView = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Map<Long, List<String>> candidates = new HashMap<>();
      for (Shown one : shown.getOrDefault(new Origin(table, columns.get(i)), List.of())) {
        candidates.computeIfAbsent(one.view(), _ -> new ArrayList<>()).add(one.column());
      }
      int place = i;
      candidates.forEach((view, names) -> extend(byView, view, place, names));
    }
    byView.forEach((view, lists) -> {
      Relation relation = relations.get(view);
      if (relation != null) {
        lists.stream()
            .filter(list -> list.size() == columns.size())
            .forEach(list -> ends.add(new End(relation, list, true)));
      }
    });
    return ends;
  }

  private static void extend(
      Map<Long, List<List<String>>> byView, long view, int place, List<String> names) {
    List<List<String>> longer = new ArrayList<>();
    List<List<String>> before =
        place == 0 ? List.of(List.of()) : byView.getOrDefault(view, List.of());
    for (List<String> list : before) {
      for (String name : names) {
        if (list.size() == place && longer.size() < WAYS_MAX) {
          List<String> next = new ArrayList<>(list);
          next.add(name);
          longer.add(next);
        }
      }
    }
    byView.put(view, longer);
  }

  private static Relationship way(ForeignKey key, End from, End to) {
    return new Relationship(
        from.relation().schema(),
        from.relation().name(),
        to.relation().schema(),
        to.relation().name(),
        key.one() ? Cardinality.ONE_TO_ONE : Cardinality.MANY_TO_ONE,
        key.name(),
        from.columns(),
        to.columns(),
        null,
        to.view());
  }

  private static Relationship reversed(Relationship way, boolean toView) {
    return new Relationship(
        way.foreignSchema(),
        way.foreignTable(),
        way.schema(),
        way.table(),
        way.cardinality() == Cardinality.ONE_TO_ONE
            ? Cardinality.ONE_FROM_ONE
            : Cardinality.ONE_TO_MANY,
        way.constraint(),
        way.foreignColumns(),
        way.columns(),
        null,
        toView);
  }

  /** A junction's primary key holds the columns of both of its foreign keys. */
  private List<Relationship> throughJunctions(List<Relationship> owned) {
    Map<String, List<Relationship>> byJunction = new HashMap<>();
    Map<String, Set<String>> primary = new HashMap<>();
    relations
        .values()
        .forEach(relation ->
            primary.put(
                relation.schema() + "." + relation.name(), new HashSet<>(relation.primaryKey())));
    for (Relationship way : owned) {
      String name = way.schema() + "." + way.table();
      if (primary.getOrDefault(name, Set.of()).containsAll(way.columns())) {
        byJunction.computeIfAbsent(name, _ -> new ArrayList<>()).add(way);
      }
    }
    List<Relationship> found = new ArrayList<>();
    for (List<Relationship> ways : byJunction.values()) {
      for (Relationship from : ways) {
        for (Relationship to : ways) {
          if (!from.constraint().equals(to.constraint()) && found.size() < 1_000_000) {
            found.add(joined(from, to));
          }
        }
      }
    }
    return found;
  }

  private static Relationship joined(Relationship from, Relationship to) {
    return new Relationship(
        from.foreignSchema(),
        from.foreignTable(),
        to.foreignSchema(),
        to.foreignTable(),
        Cardinality.MANY_TO_MANY,
        from.constraint(),
        from.foreignColumns(),
        from.columns(),
        new Junction(
            from.schema(), from.table(), to.constraint(), to.columns(), to.foreignColumns()),
        to.foreignView());
  }
}
