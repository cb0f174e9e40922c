package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Statement.RoutineFlag;
import io.twinlane.migrator.lint.Statement.TableFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the statements read so far have made: tables with their columns, and what else rules ask
 * for. One thread reads files into it, in order.
 */
final class Known {

  private record Thing(ObjectKind kind, Name name) {}

  private final Map<Name, KnownTable> tables = new HashMap<>();
  private final KnownIndexes indexes = new KnownIndexes();
  private final Map<Thing, Integer> births = new HashMap<>();
  private final Map<Name, Statement.CreateRoutine> routines = new HashMap<>();
  private final Map<Name, Statement.CreateDomain> domains = new HashMap<>();
  private int file;
  private int release;
  private boolean utc;

  /**
   * Another file begins.
   *
   * @param number of it, from 0
   * @param first number of the first file that is applied together with it
   */
  void begin(int number, int first) {
    file = number;
    release = first;
    utc = false;
  }

  /** Whether the session writes times as UTC has them. */
  boolean utc() {
    return utc;
  }

  Optional<KnownTable> table(Name name) {
    return Optional.ofNullable(tables.get(name.key()));
  }

  List<KnownTable> tables() {
    return List.copyOf(tables.values());
  }

  /** Whether nobody can have used the table yet. */
  boolean fresh(Name table) {
    return table.schema().equals("pg_temp")
        || table(table).map(known -> fresh(known.birth)).orElse(false)
        || fresh(ObjectKind.MATERIALIZED_VIEW, table)
        || fresh(ObjectKind.VIEW, table)
        || fresh(ObjectKind.TYPE, table);
  }

  boolean fresh(ObjectKind kind, Name name) {
    return fresh(births.getOrDefault(new Thing(kind, name.key()), -1));
  }

  boolean fresh(int birth) {
    return birth >= release;
  }

  boolean partitioned(Name table) {
    return table(table).map(known -> !known.partitionKey.isEmpty()).orElse(false);
  }

  KnownIndexes indexes() {
    return indexes;
  }

  Optional<Statement.CreateRoutine> routine(Name routine) {
    return Optional.ofNullable(routines.get(routine.key()));
  }

  /** The domain that a type is, if its values are not all taken. */
  Optional<Statement.CreateDomain> constrainedDomain(SqlType type) {
    return Optional.ofNullable(domains.get(type.userName().key()))
        .filter(domain -> !domain.checks().isEmpty());
  }

  /** Whether a function gives one answer for all rows of a statement. */
  boolean steady(Name function) {
    return routine(function)
        .map(known -> known.has(RoutineFlag.STEADY))
        .orElseGet(() -> Expression.steadyInPostgres(function));
  }

  /** Takes over what a statement does. */
  void apply(Statement statement) {
    switch (statement) {
      case Statement.CreateTable create -> create(create);
      case Statement.AlterTable alter ->
          alter.actions().forEach(each -> seen(alter.table()).apply(each, file, indexes));
      case Statement.CreateIndex create ->
          births.put(new Thing(ObjectKind.INDEX, indexes.add(create).key()), file);
      case Statement.Drop drop -> drop.names().forEach(name -> drop(drop.kind(), name));
      case Statement.DropOn drop -> {
        if (drop.kind() == ObjectKind.POLICY) {
          seen(drop.table()).policies.remove(drop.name());
        }
      }
      case Statement.Rename rename -> rename(rename);
      case Statement.Move move -> {
        if (move.kind() == ObjectKind.TABLE) {
          moveTable(move.name(), new Name(move.schema(), move.name().name()));
        }
      }
      case Statement.Create create ->
          births.putIfAbsent(new Thing(create.kind(), create.name().key()), file);
      case Statement.CreateDomain create -> {
        births.put(new Thing(ObjectKind.DOMAIN, create.domain().key()), file);
        domains.put(create.domain().key(), create);
      }
      case Statement.ConstrainDomain constrain -> constrain(constrain);
      case Statement.CreateView create ->
          births.putIfAbsent(new Thing(create.kind(), create.view().key()), file);
      case Statement.CreatePolicy policy ->
          seen(policy.table())
              .policies
              .put(policy.policy(), policy.kind() == Statement.PolicyKind.RESTRICTIVE);
      case Statement.CreateRoutine create -> {
        births.putIfAbsent(new Thing(ObjectKind.ROUTINE, create.routine().key()), file);
        routines.put(create.routine().key(), create);
      }
      case Statement.Setting setting -> {
        if (setting.name().equals("timezone")) {
          utc = setting.value().matches("utc|gmt|etc/utc");
        }
      }
      case Statement.MoveFiles _,
          Statement.Change _,
          Statement.Truncate _,
          Statement.LockTable _,
          Statement.Vacuum _,
          Statement.Cluster _,
          Statement.Refresh _,
          Statement.Reindex _,
          Statement.AddEnumValue _,
          Statement.RenameEnumValue _,
          Statement.CreateTrigger _,
          Statement.AlterRoutine _,
          Statement.Restart _,
          Statement.Grant _,
          Statement.Revoke _,
          Statement.GrantRole _,
          Statement.Role _,
          Statement.Secret _,
          Statement.TransactionControl _,
          Statement.Call _,
          Statement.Dynamic _,
          Statement.Unread _,
          Statement.Other _ -> {}
    }
  }

  private void create(Statement.CreateTable create) {
    Name key = create.table().key();
    if (create.flags().contains(TableFlag.IF_NOT_EXISTS) && tables.containsKey(key)) {
      return;
    }
    KnownTable table = new KnownTable(key, file, create.body().partitionKey());
    tables.put(key, table);
    create.body().columns().forEach(column -> table.add(column, file, indexes));
    create.body().constraints().forEach(constraint -> table.add(constraint, indexes));
    create
        .parent()
        .flatMap(this::table)
        .ifPresent(parent -> {
          table.columns.putAll(parent.columns);
          parent.defaultPartition |= create.flags().contains(TableFlag.DEFAULT_PARTITION);
        });
  }

  private void constrain(Statement.ConstrainDomain constrain) {
    domains.compute(
        constrain.domain().key(),
        (key, old) -> {
          List<String> checks = new ArrayList<>(old == null ? List.of() : old.checks());
          checks.add(constrain.check().replaceFirst("(?is)^CHECK \\((.*)\\)$", "$1"));
          return new Statement.CreateDomain(key, old == null ? "the_type" : old.type(), checks);
        });
  }

  private void drop(ObjectKind kind, Name name) {
    births.remove(new Thing(kind, name.key()));
    switch (kind) {
      case TABLE -> {
        tables.remove(name.key());
        indexes.dropAllOf(name);
      }
      case INDEX -> indexes.drop(name);
      case ROUTINE -> routines.remove(name.key());
      case DOMAIN -> domains.remove(name.key());
      case SCHEMA -> tables.keySet().removeIf(table -> table.schema().equals(name.name()));
      default -> {}
    }
  }

  private void rename(Statement.Rename rename) {
    Name to = rename.from().sibling(rename.to());
    if (rename.kind() == ObjectKind.TABLE) {
      moveTable(rename.from(), to);
    }
    if (rename.kind() == ObjectKind.INDEX) {
      indexes.rename(rename.from(), to);
    }
    Integer birth = births.remove(new Thing(rename.kind(), rename.from().key()));
    if (birth != null) {
      births.put(new Thing(rename.kind(), to.key()), birth);
    }
  }

  private void moveTable(Name from, Name to) {
    KnownTable table = tables.remove(from.key());
    if (table == null) {
      return;
    }
    KnownTable moved = new KnownTable(to.key(), table.birth, table.partitionKey);
    moved.columns.putAll(table.columns);
    moved.constraints.putAll(table.constraints);
    moved.policies.putAll(table.policies);
    moved.defaultPartition = table.defaultPartition;
    moved.rowSecurity = table.rowSecurity;
    tables.put(to.key(), moved);
    indexes.moveAllOf(from, to);
  }

  /** The table, which is older than all files if none of them has made it. */
  private KnownTable seen(Name name) {
    return tables.computeIfAbsent(name.key(), key -> new KnownTable(key, -1, List.of()));
  }
}
