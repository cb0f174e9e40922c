package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Column.Source;
import io.twinlane.migrator.lint.Constraint.Kind;
import java.util.List;
import java.util.regex.Matcher;

/** Rules for columns of a table that has rows. */
final class ColumnRules {

  private ColumnRules() {}

  static void add(Sight sight, Name table, Column column) {
    NameRules.look(sight, column.name());
    filled(sight, table, column);
    for (Constraint constraint : column.constraints()) {
      switch (constraint.kind()) {
        case NOT_NULL -> {}
        case FOREIGN_KEY -> reference(sight, table, column, constraint);
        case PRIMARY_KEY, UNIQUE, EXCLUDE, CHECK ->
            ConstraintRules.add(sight, table, constraint, column.added(table));
      }
    }
    if (column.has(Kind.NOT_NULL) && column.empty()) {
      sight.tell(
          Rule.ADD_REQUIRED_COLUMN,
          "Fails if %s has rows, because they have no %s; and code that does not know the column cannot insert any more."
              .formatted(table.quoted(), column.name()),
          "-- with a default that the old rows take without being written anew:\nALTER TABLE %1$s ADD COLUMN %2$s %3$s NOT NULL DEFAULT 'a value';\n-- or nullable first, filled by a backfill, then:\n%4$s"
              .formatted(
                  table.quoted(),
                  Name.quoted(column.name()),
                  column.type().text(),
                  require(table, column.name())));
    }
  }

  private static void filled(Sight sight, Name table, Column column) {
    if (column.filling().source() == Source.GENERATED_STORED) {
      generated(sight, table, column.name());
    } else if (column.filling().source() == Source.IDENTITY || column.type().serial()) {
      serial(sight, table, column);
    } else if (sight.known().constrainedDomain(column.type()).isPresent()) {
      domain(sight, table, column);
    } else if (column.filling().source() == Source.DEFAULT) {
      standard(sight, table, column);
    }
  }

  /** Where all values are null PostgreSQL looks nothing up. */
  private static void reference(Sight sight, Name table, Column column, Constraint constraint) {
    if (!column.empty()) {
      ConstraintRules.add(sight, table, constraint, column.added(table));
      return;
    }
    String other = constraint.detail().references().map(Name::quoted).orElse("");
    sight.tell(
        Rule.FOREIGN_KEY_IN_NEW_COLUMN,
        "No row is looked up, but %s is locked as well as %s: writes to it wait behind its longest transaction."
            .formatted(other, table.quoted()),
        "ALTER TABLE %1$s ADD COLUMN %2$s %3$s;\n-- in a file of its own\nALTER TABLE %1$s ADD CONSTRAINT %4$s FOREIGN KEY (%2$s) %5$s NOT VALID;"
            .formatted(
                table.quoted(),
                Name.quoted(column.name()),
                column.type().text(),
                constraint.nameIn(table),
                constraint.detail().text()));
  }

  private static void standard(Sight sight, Name table, Column column) {
    List<Name> functions = column.filling().expression().volatileFunctions(sight.known());
    if (functions.isEmpty()) {
      return;
    }
    sight.tell(
        Rule.VOLATILE_DEFAULT,
        "%s() may differ from row to row, so every row of %s is written anew under ACCESS EXCLUSIVE: no reads or writes until then."
            .formatted(functions.getFirst().quoted(), table.quoted()),
        """
        ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
        ALTER TABLE %1$s ALTER COLUMN %2$s SET DEFAULT %4$s;
        -- then a backfill of the rows that have none\
        """
                .formatted(
                    table.quoted(),
                    Name.quoted(column.name()),
                    column.type().text(),
                    column.filling().expression().text())
            + (column.has(Kind.NOT_NULL)
                ? ", and after it:\n" + require(table, column.name())
                : ""));
  }

  static void generated(Sight sight, Name table, String column) {
    sight.tell(
        Rule.GENERATED_STORED_COLUMN,
        "Every row of %s is written anew under ACCESS EXCLUSIVE to store %s: no reads or writes until then."
            .formatted(table.quoted(), column),
        """
        -- PostgreSQL 18: computed when it is read, and free to add
        -- ALTER TABLE %1$s ADD COLUMN %2$s some_type GENERATED ALWAYS AS (expression) VIRTUAL;
        -- before: a plain column, kept by a trigger and filled by a backfill
        ALTER TABLE %1$s ADD COLUMN %2$s some_type;\
        """
            .formatted(table.quoted(), Name.quoted(column)));
  }

  private static void serial(Sight sight, Name table, Column column) {
    String type = column.type().stored().text();
    String sequence = table.beside(column.name(), "seq");
    sight.tell(
        Rule.SERIAL_COLUMN,
        "Every row of %s is written anew under ACCESS EXCLUSIVE to number it: no reads or writes until then."
            .formatted(table.quoted()),
        """
        ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
        CREATE SEQUENCE %4$s OWNED BY %1$s.%2$s;
        ALTER TABLE %1$s ALTER COLUMN %2$s SET DEFAULT nextval(%5$s);
        -- then a backfill of the rows that have none\
        """
            .formatted(
                table.quoted(),
                Name.quoted(column.name()),
                type,
                sequence,
                Name.literal(sequence)));
  }

  private static void domain(Sight sight, Name table, Column column) {
    Statement.CreateDomain domain = sight.known().constrainedDomain(column.type()).orElseThrow();
    sight.tell(
        Rule.CONSTRAINED_DOMAIN_COLUMN,
        "The domain %s has a constraint, so every row of %s is written anew under ACCESS EXCLUSIVE: no reads or writes until then."
            .formatted(column.type().text(), table.quoted()),
        """
        -- the domain's own type, with its constraint at the table
        ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
        ALTER TABLE %1$s ADD CONSTRAINT %4$s CHECK (%5$s) NOT VALID;\
        """
            .formatted(
                table.quoted(),
                Name.quoted(column.name()),
                domain.type(),
                table.derived(column.name(), "check"),
                String.join(" AND ", domain.checks())
                    .replaceAll(
                        "(?i)\\bvalue\\b", Matcher.quoteReplacement(Name.quoted(column.name())))));
  }

  static void notNull(Sight sight, Name table, String column) {
    if (sight.known().table(table).map(known -> known.provenNotNull(column)).orElse(false)) {
      return;
    }
    sight.tell(
        Rule.SET_NOT_NULL,
        "%s is read from end to end under ACCESS EXCLUSIVE to look for nulls in %s: no reads or writes until then."
            .formatted(table.quoted(), column),
        require(table, column));
  }

  /** How a column becomes NOT NULL without a scan under a strong lock. */
  static String require(Name table, String column) {
    return """
    ALTER TABLE %1$s ADD CONSTRAINT %2$s CHECK (%3$s IS NOT NULL) NOT VALID;
    -- in a file of its own
    ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s;
    -- in a file after that: PostgreSQL takes the check's word
    ALTER TABLE %1$s ALTER COLUMN %3$s SET NOT NULL;
    ALTER TABLE %1$s DROP CONSTRAINT %2$s;\
    """
        .formatted(table.quoted(), table.derived(column, "not_null"), Name.quoted(column));
  }

  static void nullable(Sight sight, Name table, String column) {
    sight.tell(
        Rule.DROP_NOT_NULL,
        "Code that reads %s.%s may meet a null for the first time."
            .formatted(table.quoted(), column),
        "-- after all that read %s know what a null means".formatted(column));
  }

  static void noDefault(Sight sight, Name table, String column) {
    boolean required =
        sight
            .known()
            .table(table)
            .flatMap(known -> known.column(column))
            .map(KnownTable.KnownColumn::notNull)
            .orElse(false);
    if (required) {
      sight.tell(
          Rule.DROP_DEFAULT,
          "Code that inserts into %s without %s fails from now on."
              .formatted(table.quoted(), column),
          "-- after all that insert into %s give %s a value".formatted(table.quoted(), column));
    }
  }
}
