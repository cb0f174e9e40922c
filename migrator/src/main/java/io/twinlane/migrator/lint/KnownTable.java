package io.twinlane.migrator.lint;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A table as the migrations so far have made it. Belongs to its {@link Known}. */
final class KnownTable {

  /**
   * A column of it.
   *
   * @param birth number of the file that made it
   */
  record KnownColumn(SqlType type, boolean notNull, int birth) {}

  final Name name;
  final int birth;
  final List<String> partitionKey;
  final Map<String, KnownColumn> columns = new LinkedHashMap<>();
  final Map<String, Constraint> constraints = new HashMap<>();

  /** Whether each restricts, by name. */
  final Map<String, Boolean> policies = new HashMap<>();

  boolean rowSecurity;
  boolean defaultPartition;

  KnownTable(Name name, int birth, List<String> partitionKey) {
    this.name = name;
    this.birth = birth;
    this.partitionKey = List.copyOf(partitionKey);
  }

  void add(Column column, int file, KnownIndexes indexes) {
    boolean required =
        column.has(Constraint.Kind.NOT_NULL) || column.has(Constraint.Kind.PRIMARY_KEY);
    columns.put(
        column.name(), new KnownColumn(column.type(), required || column.type().serial(), file));
    column.constraints().forEach(constraint -> add(constraint, indexes));
  }

  void add(Constraint constraint, KnownIndexes indexes) {
    keep(indexes.add(name, constraint));
  }

  private void keep(Constraint constraint) {
    constraints.put(constraint.plainName(name), constraint);
    boolean requires =
        constraint.kind() == Constraint.Kind.PRIMARY_KEY
            || (constraint.kind() == Constraint.Kind.NOT_NULL && !constraint.notValid());
    if (requires) {
      constraint.columns().forEach(column -> require(column, true));
    }
  }

  void validate(String constraint) {
    Constraint old = constraints.get(constraint);
    if (old != null) {
      Constraint.Detail detail = old.detail();
      keep(
          new Constraint(
              constraint,
              old.kind(),
              old.columns(),
              new Constraint.Detail(false, detail.index(), detail.references(), detail.text())));
    }
  }

  void require(String column, boolean required) {
    columns.computeIfPresent(
        column, (_, old) -> new KnownColumn(old.type(), required, old.birth()));
  }

  void retype(String column, SqlType type) {
    columns.computeIfPresent(column, (_, old) -> new KnownColumn(type, old.notNull(), old.birth()));
  }

  void rename(String column, String other) {
    KnownColumn old = columns.remove(column);
    if (old != null) {
      columns.put(other, old);
    }
  }

  Optional<KnownColumn> column(String column) {
    return Optional.ofNullable(columns.get(column));
  }

  /** Whether something validated says that the column holds no null. */
  boolean provenNotNull(String column) {
    return column(column).map(KnownColumn::notNull).orElse(false)
        || constraints.values().stream()
            .anyMatch(constraint -> !constraint.notValid() && saysNotNull(constraint, column));
  }

  private static boolean saysNotNull(Constraint constraint, String column) {
    String text = constraint.detail().text().toLowerCase(Locale.ROOT).replace("\"", "");
    return switch (constraint.kind()) {
      case NOT_NULL, PRIMARY_KEY -> constraint.columns().contains(column);
      case CHECK ->
          !text.contains(" or ")
              && text.replaceAll("\\s+", " ")
                  .matches(
                      ".*[( ]" + Pattern.quote(column.toLowerCase(Locale.ROOT)) + " is not null.*");
      case UNIQUE, EXCLUDE, FOREIGN_KEY -> false;
    };
  }

  /** Takes over what an {@code ALTER TABLE} in a file does. */
  void apply(TableAction action, int file, KnownIndexes indexes) {
    switch (action) {
      case TableAction.AddColumn add -> {
        if (!add.ifNotExists() || column(add.column().name()).isEmpty()) {
          add(add.column(), file, indexes);
        }
      }
      case TableAction.DropColumn drop -> {
        columns.remove(drop.column());
        constraints.values().removeIf(each -> each.columns().contains(drop.column()));
      }
      case TableAction.RenameColumn rename -> rename(rename.from(), rename.to());
      case TableAction.SetType set -> retype(set.column(), set.type());
      case TableAction.SetNotNull set -> require(set.column(), true);
      case TableAction.DropNotNull drop -> require(drop.column(), false);
      case TableAction.AddConstraint add -> add(add.constraint(), indexes);
      case TableAction.ValidateConstraint validate -> validate(validate.name());
      case TableAction.DropConstraint drop -> {
        constraints.remove(drop.name());
        indexes.drop(name.sibling(drop.name()));
      }
      case TableAction.RowSecurity security -> {
        switch (security.to()) {
          case ENABLE -> rowSecurity = true;
          case DISABLE -> rowSecurity = false;
          case FORCE, NO_FORCE -> {}
        }
      }
      case TableAction.Attach attach -> defaultPartition |= attach.standard();
      case TableAction.SetDefault _,
          TableAction.DropDefault _,
          TableAction.SetExpression _,
          TableAction.DisableTrigger _,
          TableAction.SetLogged _,
          TableAction.SetTablespace _,
          TableAction.SetAccessMethod _,
          TableAction.RestartIdentity _,
          TableAction.Detach _,
          TableAction.Other _ -> {}
    }
  }
}
