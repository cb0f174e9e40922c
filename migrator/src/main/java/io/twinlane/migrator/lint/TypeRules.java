package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.KnownTable.KnownColumn;
import java.util.Locale;
import java.util.Optional;

/** The rule for another type of a column of a table that has rows. */
final class TypeRules {

  private TypeRules() {}

  static void look(Sight sight, Name table, TableAction.SetType set) {
    Optional<KnownColumn> column =
        sight.known().table(table).flatMap(known -> known.column(set.column()));
    TypeChange change =
        plain(set)
            ? TypeChange.of(column.map(KnownColumn::type), set.type(), sight.known().utc())
            : TypeChange.REWRITE;
    String old = column.map(known -> known.type().text()).orElse("a type that no file tells");
    switch (change) {
      case FREE, REINDEX -> {
        boolean ordered = change == TypeChange.REINDEX || set.collated();
        if (checked(sight, table, set.column())
            || (ordered && sight.known().indexes().mention(table, set.column()))) {
          tell(
              sight,
              table,
              set,
              "The rows of %s are read again under ACCESS EXCLUSIVE, for a check or an index that uses %s: no reads or writes until then."
                  .formatted(table.quoted(), set.column()));
        }
      }
      case REWRITE ->
          tell(
              sight,
              table,
              set,
              "From %s to %s every row of %s is written anew, and its indexes too, under ACCESS EXCLUSIVE: no reads or writes until then."
                  .formatted(old, set.type().text(), table.quoted()));
      case UNKNOWN ->
          tell(
              sight,
              table,
              set,
              "If %s is not stored as %s is, every row of %s is written anew under ACCESS EXCLUSIVE: no reads or writes until then."
                  .formatted(old, set.type().text(), table.quoted()));
    }
  }

  /** Whether values become those of the new type by a mere cast. */
  private static boolean plain(TableAction.SetType set) {
    if (set.using().isEmpty()) {
      return true;
    }
    String using = set.using().get().toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
    String column = set.column().toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    String type = set.type().text().toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
    return using.equals(column)
        || using.equals(column + "::" + type)
        || using.equals("cast(" + column + "as" + type + ")");
  }

  private static boolean checked(Sight sight, Name table, String column) {
    return sight.known().table(table).stream()
        .flatMap(known -> known.constraints.values().stream())
        .anyMatch(constraint ->
            constraint.kind() == Constraint.Kind.CHECK && constraint.columns().contains(column));
  }

  private static void tell(Sight sight, Name table, TableAction.SetType set, String danger) {
    String other = Name.quoted(set.column() + "_new");
    sight.tell(
        Rule.CHANGE_COLUMN_TYPE,
        danger,
        """
        -- 1. a column beside it, which new rows fill by a trigger
        ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
        -- 2. a backfill of the rows that have none: twinlane backfill
        -- 3. code reads %2$s; a release later, in a file whose first line is -- deferred
        -- ALTER TABLE %1$s DROP COLUMN %4$s;\
        """
            .formatted(table.quoted(), other, set.type().text(), Name.quoted(set.column())));
  }
}
