package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.KnownTable.KnownColumn;
import io.twinlane.migrator.lint.Statement.ObjectKind;
import java.util.Locale;

/** Rules for what goes. */
final class DropRules {

  private DropRules() {}

  static void look(Sight sight, Statement.Drop drop) {
    for (Name name : drop.names()) {
      if (!fresh(sight, drop.kind(), name) && !replaced(sight, drop.kind(), name)) {
        look(sight, drop.kind(), name);
      }
    }
    boolean temporary = drop.names().stream().allMatch(name -> fresh(sight, drop.kind(), name));
    if (drop.cascade() && !temporary) {
      cascade(sight, "views, foreign keys, columns or functions that depend on it");
    }
  }

  /**
   * Whether another takes its place at once; what held rows or a position has lost them even so.
   */
  private static boolean replaced(Sight sight, ObjectKind kind, Name name) {
    return switch (kind) {
      case VIEW, MATERIALIZED_VIEW, ROUTINE, TYPE, DOMAIN -> sight.file().makes(kind, name);
      case TABLE, INDEX, SEQUENCE, SCHEMA, EXTENSION, DATABASE, TRIGGER, POLICY, OWNED, OTHER ->
          false;
    };
  }

  private static boolean fresh(Sight sight, ObjectKind kind, Name name) {
    return kind == ObjectKind.TABLE ? !sight.existing(name) : sight.known().fresh(kind, name);
  }

  private static void look(Sight sight, ObjectKind kind, Name name) {
    switch (kind) {
      case TABLE ->
          sight.tell(
              Rule.DROP_TABLE,
              "%s goes with its rows, for good, and code that still runs fails at once."
                  .formatted(name.quoted()),
              deferred("DROP TABLE " + name.quoted()));
      case VIEW, MATERIALIZED_VIEW -> used(sight, Rule.DROP_VIEW, kind, name);
      case ROUTINE -> used(sight, Rule.DROP_ROUTINE, kind, name);
      case TYPE, DOMAIN -> used(sight, Rule.DROP_TYPE, kind, name);
      case SEQUENCE -> used(sight, Rule.DROP_SEQUENCE, kind, name);
      case SCHEMA -> used(sight, Rule.DROP_SCHEMA, kind, name);
      case EXTENSION -> used(sight, Rule.DROP_EXTENSION, kind, name);
      case DATABASE ->
          sight.tell(
              Rule.DROP_DATABASE,
              "%s goes with all that is in it, for good; no migration has to do that."
                  .formatted(name.quoted()),
              "-- by hand, after a backup that was restored once");
      case OWNED ->
          sight.tell(
              Rule.DROP_OWNED,
              "All that %s owns in this database goes, tables with their rows among it."
                  .formatted(name.quoted()),
              "REASSIGN OWNED BY %s TO another_role;".formatted(name.quoted()));
      case OTHER -> used(sight, Rule.DROP_OBJECT, kind, name);
      case INDEX, TRIGGER, POLICY -> {}
    }
  }

  private static void used(Sight sight, Rule rule, ObjectKind kind, Name name) {
    sight.tell(
        rule,
        "Code that still uses the %s %s fails at once.".formatted(kind.word(), name.quoted()),
        deferred(
            kind == ObjectKind.OTHER
                ? sight.sql()
                : "DROP " + kind.word().toUpperCase(Locale.ROOT) + " " + name.quoted()));
  }

  static String deferred(String sql) {
    return """
    -- deferred
    -- (the first line of a file of its own: it waits until a release has run that uses nothing of it)
    %s;\
    """
        .formatted(sql);
  }

  static void cascade(Sight sight, String what) {
    sight.tell(
        Rule.DROP_CASCADE,
        "CASCADE takes with it what the file does not name: %s.".formatted(what),
        "-- without CASCADE, after a statement for each thing that depends on it\n%s;"
            .formatted(sight.sql().replaceFirst("(?i)\\s+CASCADE\\b", "")));
  }

  static void column(Sight sight, Name table, TableAction.DropColumn drop) {
    boolean fresh =
        sight
            .known()
            .table(table)
            .flatMap(known -> known.column(drop.column()))
            .map(KnownColumn::birth)
            .map(sight.known()::fresh)
            .orElse(false);
    if (fresh) {
      return;
    }
    sight.tell(
        Rule.DROP_COLUMN,
        "%s.%s goes with its values, for good, and code that still names it fails at once."
            .formatted(table.quoted(), drop.column()),
        deferred("ALTER TABLE " + table.quoted() + " DROP COLUMN " + Name.quoted(drop.column())));
    if (drop.cascade()) {
      cascade(sight, "views, keys and constraints that use " + drop.column());
    }
  }

  static void look(Sight sight, Statement.DropOn drop) {
    if (drop.kind() == ObjectKind.TRIGGER) {
      trigger(sight, drop);
      return;
    }
    if (!sight.existing(drop.table()) || sight.file().makes(ObjectKind.POLICY, drop.table())) {
      return;
    }
    boolean restrictive =
        sight
            .known()
            .table(drop.table())
            .map(known -> known.policies.getOrDefault(drop.name(), false))
            .orElse(false);
    sight.tell(
        restrictive ? Rule.DROP_RESTRICTIVE_POLICY : Rule.DROP_POLICY,
        restrictive
            ? "The other policies of %s show rows that %s kept back."
                .formatted(drop.table().quoted(), drop.name())
            : "Who read rows of %s by %s reads none.".formatted(drop.table().quoted(), drop.name()),
        "-- make the policy that takes its place in the same file");
  }

  private static void trigger(Sight sight, Statement.DropOn drop) {
    boolean replaced =
        sight
            .file()
            .parts()
            .anyMatch(statement ->
                statement instanceof Statement.CreateTrigger create
                    && create.table().key().equals(drop.table().key()));
    if (sight.existing(drop.table()) && !replaced) {
      sight.tell(
          Rule.DROP_TRIGGER,
          "What %s did at each write to %s is done no longer."
              .formatted(drop.name(), drop.table().quoted()),
          "-- once nothing relies on it");
    }
  }
}
