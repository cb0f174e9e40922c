package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.KnownTable.KnownColumn;
import io.twinlane.migrator.lint.Statement.ObjectKind;

/** Rules for what gets another name or place. */
final class RenameRules {

  private RenameRules() {}

  static void look(Sight sight, Statement.Rename rename) {
    NameRules.look(sight, rename.to());
    Name from = rename.from();
    if (!rename.kind().equals(ObjectKind.TABLE) && sight.known().fresh(rename.kind(), from)) {
      return;
    }
    switch (rename.kind()) {
      case TABLE -> table(sight, from, rename.to());
      case SCHEMA ->
          sight.tell(
              Rule.RENAME_SCHEMA,
              "All that names something in %s fails until it says %s."
                  .formatted(from.quoted(), rename.to()),
              "CREATE SCHEMA %s;\n-- then a view, or a copy that is filled in batches, for each table"
                  .formatted(Name.quoted(rename.to())));
      case VIEW, MATERIALIZED_VIEW, SEQUENCE, TYPE, DOMAIN, ROUTINE, DATABASE -> {
        if (!sight.file().makes(rename.kind(), from)) {
          sight.tell(
              Rule.RENAME_OBJECT,
              "Code that still says %s fails at once.".formatted(from.quoted()),
              "-- make it anew as %s, and drop %s a release later, in a file whose first line is -- deferred"
                  .formatted(Name.quoted(rename.to()), from.quoted()));
        }
      }
      case INDEX, EXTENSION, TRIGGER, POLICY, OWNED, OTHER -> {}
    }
  }

  private static void table(Sight sight, Name from, String to) {
    if (!sight.existing(from) || sight.file().makes(ObjectKind.VIEW, from)) {
      return;
    }
    sight.tell(
        Rule.RENAME_TABLE,
        "Code that still says %s fails at once, and code that says %s failed before."
            .formatted(from.quoted(), to),
        """
        -- both names in one file: the old one as a view that reads and writes as the table does
        ALTER TABLE %1$s RENAME TO %2$s;
        CREATE VIEW %1$s WITH (security_invoker = true) AS SELECT * FROM %3$s;
        -- a release later, in a file whose first line is -- deferred: DROP VIEW %1$s;\
        """
            .formatted(from.quoted(), Name.quoted(to), from.sibling(to).quoted()));
  }

  static void column(Sight sight, Name table, TableAction.RenameColumn rename) {
    NameRules.look(sight, rename.to());
    boolean fresh =
        sight
                .known()
                .table(table)
                .flatMap(known -> known.column(rename.from()))
                .map(KnownColumn::birth)
                .map(sight.known()::fresh)
                .orElse(false)
            || sight.known().fresh(ObjectKind.VIEW, table);
    if (fresh) {
      return;
    }
    String type =
        sight
            .known()
            .table(table)
            .flatMap(known -> known.column(rename.from()))
            .map(column -> column.type().text())
            .orElse("some_type");
    sight.tell(
        Rule.RENAME_COLUMN,
        "Code that still says %s fails at once, and code that says %s failed before."
            .formatted(rename.from(), rename.to()),
        """
        ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
        -- a trigger that keeps both alike, a backfill of the old rows; code then uses %2$s
        -- a release later, in a file whose first line is -- deferred:
        -- ALTER TABLE %1$s DROP COLUMN %4$s;\
        """
            .formatted(table.quoted(), Name.quoted(rename.to()), type, Name.quoted(rename.from())));
  }

  static void look(Sight sight, Statement.Move move) {
    boolean fresh =
        move.kind() == ObjectKind.TABLE
            ? !sight.existing(move.name())
            : sight.known().fresh(move.kind(), move.name());
    if (fresh
        || sight.file().makes(ObjectKind.VIEW, move.name())
        || move.kind() == ObjectKind.EXTENSION) {
      return;
    }
    Name to = new Name(move.schema(), move.name().name());
    sight.tell(
        Rule.MOVE_SCHEMA,
        "Code that finds %s where it was fails at once.".formatted(move.name().quoted()),
        move.kind() == ObjectKind.TABLE
            ? "%s;\nCREATE VIEW %s WITH (security_invoker = true) AS SELECT * FROM %s;"
                .formatted(sight.sql(), move.name().quoted(), to.quoted())
            : "-- make it anew as %s, and drop this one a release later".formatted(to.quoted()));
  }

  static void look(Sight sight, Statement.RenameEnumValue rename) {
    if (sight.known().fresh(ObjectKind.TYPE, rename.type())) {
      return;
    }
    sight.tell(
        Rule.RENAME_ENUM_VALUE,
        "Code that still writes or compares %s fails at once."
            .formatted(Name.literal(rename.from())),
        """
        ALTER TYPE %s ADD VALUE %s;
        -- code bears both; then a backfill of the rows that have the old one\
        """
            .formatted(rename.type().quoted(), Name.literal(rename.to())));
  }
}
