package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.IndexFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The indexes that the statements so far have made. Belong to their {@link Known}. */
final class KnownIndexes {

  private final Map<Name, KnownIndex> indexes = new HashMap<>();

  /** An index, also one that a constraint keeps. */
  record KnownIndex(Name table, List<String> columns, boolean partial, boolean unique) {

    KnownIndex on(Name other) {
      return new KnownIndex(other, columns, partial, unique);
    }
  }

  Optional<KnownIndex> of(Name index) {
    return Optional.ofNullable(indexes.get(index.key()));
  }

  private Stream<KnownIndex> on(Name table) {
    return indexes.values().stream().filter(index -> index.table().equals(table.key()));
  }

  /** Whether an index of the table begins with the columns, in whatever order. */
  boolean begin(Name table, List<String> columns) {
    return on(table)
        .filter(index -> !index.partial() && index.columns().size() >= columns.size())
        .anyMatch(index -> columns.containsAll(index.columns().subList(0, columns.size())));
  }

  /** Whether an index of the table may hold the column, also inside an expression. */
  boolean mention(Name table, String column) {
    return on(table)
        .flatMap(index -> index.columns().stream())
        .anyMatch(each -> each.contains(column));
  }

  /** Whether an index keeps the column's values apart, alone or together with others. */
  boolean keepApart(Name table, String column) {
    return on(table).anyMatch(index -> index.unique() && index.columns().contains(column));
  }

  /** Adds an index and answers its name. */
  Name add(Statement.CreateIndex create) {
    Name name =
        create.index().name().isEmpty()
            ? create
                .table()
                .sibling(create.table().name() + "_" + String.join("_", create.columns()) + "_idx")
            : create.index();
    indexes.put(
        name.key(),
        new KnownIndex(
            create.table().key(),
            create.columns(),
            create.has(IndexFlag.PARTIAL),
            create.has(IndexFlag.UNIQUE)));
    return name;
  }

  /** Adds the index of a constraint, if it has one; answers the constraint with its columns. */
  Constraint add(Name table, Constraint constraint) {
    Optional<KnownIndex> taken = constraint.detail().index().flatMap(this::of);
    if (taken.isPresent()) {
      return new Constraint(
          constraint.name(), constraint.kind(), taken.get().columns(), constraint.detail());
    }
    if (constraint.indexed()) {
      indexes.put(
          table.sibling(constraint.plainName(table)).key(),
          new KnownIndex(table.key(), constraint.columns(), false, true));
    }
    return constraint;
  }

  void drop(Name index) {
    indexes.remove(index.key());
  }

  void dropAllOf(Name table) {
    indexes.values().removeIf(index -> index.table().equals(table.key()));
  }

  void rename(Name from, Name to) {
    KnownIndex index = indexes.remove(from.key());
    if (index != null) {
      indexes.put(to.key(), index);
    }
  }

  void moveAllOf(Name from, Name to) {
    indexes.replaceAll((_, index) -> index.table().equals(from.key()) ? index.on(to.key()) : index);
  }
}
