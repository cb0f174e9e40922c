package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Constraint.Kind;
import java.util.List;
import java.util.Optional;

/** Rules for constraints of a table that has rows, and of domains. */
final class ConstraintRules {

  private ConstraintRules() {}

  /**
   * Looks at a constraint that a table gets.
   *
   * @param before SQL that has to run before it in the safe way
   */
  static void add(Sight sight, Name table, Constraint constraint, String before) {
    if (constraint.detail().index().isPresent()) {
      takenOver(sight, table, constraint);
      return;
    }
    if (constraint.notValid()) {
      return;
    }
    switch (constraint.kind()) {
      case FOREIGN_KEY -> foreignKey(sight, table, constraint, before);
      case CHECK -> check(sight, table, constraint, before);
      case NOT_NULL ->
          constraint.columns().forEach(each -> ColumnRules.notNull(sight, table, each));
      case UNIQUE, PRIMARY_KEY -> unique(sight, table, constraint, before);
      case EXCLUDE -> exclude(sight, table);
    }
  }

  /** A key that takes over an index is free, but a primary key's columns must hold no null. */
  private static void takenOver(Sight sight, Name table, Constraint constraint) {
    if (constraint.kind() == Kind.PRIMARY_KEY) {
      constraint
          .detail()
          .index()
          .flatMap(sight.known().indexes()::of)
          .map(KnownIndexes.KnownIndex::columns)
          .orElse(List.of())
          .stream()
          .filter(column ->
              sight.known().table(table).flatMap(known -> known.column(column)).isPresent())
          .forEach(column -> ColumnRules.notNull(sight, table, column));
    }
  }

  private static void foreignKey(Sight sight, Name table, Constraint constraint, String before) {
    String other = constraint.detail().references().map(Name::quoted).orElse("");
    sight.tell(
        Rule.FOREIGN_KEY,
        "SHARE ROW EXCLUSIVE on %s and %s: writes to both wait while every row is looked up."
            .formatted(table.quoted(), other),
        before + validated(table, constraint, key(constraint)));
  }

  private static String key(Constraint constraint) {
    String text = constraint.detail().text();
    return text.regionMatches(true, 0, "FOREIGN", 0, 7)
        ? text
        : "FOREIGN KEY " + constraint.columnList() + " " + text;
  }

  private static void check(Sight sight, Name table, Constraint constraint, String before) {
    sight.tell(
        Rule.CHECK_CONSTRAINT,
        "ACCESS EXCLUSIVE on %s while every row is checked: no reads or writes until then."
            .formatted(table.quoted()),
        before + validated(table, constraint, constraint.detail().text()));
  }

  private static String validated(Name table, Constraint constraint, String definition) {
    return """
    ALTER TABLE %1$s ADD CONSTRAINT %2$s %3$s NOT VALID;
    -- in a file of its own: reads and writes go on
    ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s;\
    """
        .formatted(table.quoted(), constraint.nameIn(table), definition);
  }

  private static void unique(Sight sight, Name table, Constraint constraint, String before) {
    String kind = constraint.kind() == Kind.PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
    sight.tell(
        Rule.UNIQUE_CONSTRAINT,
        "ACCESS EXCLUSIVE on %s while its index is built: no reads or writes until then."
            .formatted(table.quoted()),
        before
            + """
            -- in a file of its own
            CREATE UNIQUE INDEX CONCURRENTLY %2$s ON %1$s %3$s;
            -- in a file after that
            ALTER TABLE %1$s ADD CONSTRAINT %2$s %4$s USING INDEX %2$s;\
            """
                .formatted(
                    table.quoted(), constraint.nameIn(table), constraint.columnList(), kind));
  }

  private static void exclude(Sight sight, Name table) {
    sight.tell(
        Rule.EXCLUSION_CONSTRAINT,
        "ACCESS EXCLUSIVE on %s while its index is built, and nothing builds one concurrently: no reads or writes until then."
            .formatted(table.quoted()),
        """
        -- a new table that has the constraint from the start, filled in batches; or, if the table is small:
        -- allow: exclusion-constraint: %s has few rows
        %s;\
        """
            .formatted(table.quoted(), sight.sql()));
  }

  static void validate(Sight sight, Name table, String name) {
    boolean added =
        FileView.actions(sight.file().until(sight.located().part()), table)
            .anyMatch(action ->
                !(action instanceof TableAction.ValidateConstraint)
                    && !(action instanceof TableAction.Other));
    if (!added) {
      return;
    }
    sight.tell(
        Rule.VALIDATE_AT_ONCE,
        "The file has changed %s before, so its stronger lock is held while every row is checked: NOT VALID gains nothing."
            .formatted(table.quoted()),
        "-- in a file of its own, after this one\nALTER TABLE %s VALIDATE CONSTRAINT %s;"
            .formatted(table.quoted(), Name.quoted(name)));
  }

  static void drop(Sight sight, Name table, TableAction.DropConstraint drop) {
    Optional<Constraint> known =
        sight.known().table(table).map(each -> each.constraints.get(drop.name()));
    boolean key =
        known
            .map(Constraint::indexed)
            .orElse(drop.name().matches(".*_(pkey|key|unique|uniq|excl)"));
    if (drop.cascade()) {
      DropRules.cascade(sight, "the foreign keys that lead to " + table.quoted());
    } else if (sight.file().addsConstraint(table) || proof(sight, table, known)) {
      return;
    } else if (key) {
      sight.tell(
          Rule.DROP_UNIQUE_CONSTRAINT,
          "Its index goes: lookups by it read all of %s, ON CONFLICT that names its columns fails, and doubles come in."
              .formatted(table.quoted()),
          "-- a release after nothing relies on it, in a file whose first line is -- deferred\n%s;"
              .formatted(sight.sql()));
    } else {
      sight.tell(
          Rule.DROP_CONSTRAINT,
          "From now on %s takes rows that %s refused; it cannot be put back while there are any."
              .formatted(table.quoted(), drop.name()),
          "-- in a file whose first line is -- deferred, once all that read %s bear such rows"
              .formatted(table.quoted()));
    }
  }

  /** A check that only said NOT NULL, which the column now says itself. */
  private static boolean proof(Sight sight, Name table, Optional<Constraint> constraint) {
    return constraint.filter(each -> each.kind() == Kind.CHECK).isPresent()
        && sight.file().actions(table).anyMatch(TableAction.SetNotNull.class::isInstance);
  }

  static void look(Sight sight, Statement.CreateDomain create) {
    NameRules.look(sight, create.domain());
    if (!create.checks().isEmpty()) {
      sight.tell(
          Rule.CONSTRAINED_DOMAIN,
          "A change of the constraint scans every table that uses %s, and a column of it rewrites its table."
              .formatted(create.domain().quoted()),
          "-- a plain type, with a CHECK at each table");
    }
  }

  static void look(Sight sight, Statement.ConstrainDomain constrain) {
    if (constrain.notValid()
        || sight.known().fresh(Statement.ObjectKind.DOMAIN, constrain.domain())) {
      return;
    }
    sight.tell(
        Rule.DOMAIN_CONSTRAINT,
        "SHARE on every table with a column of %s: writes to them wait while every row is checked."
            .formatted(constrain.domain().quoted()),
        """
        ALTER DOMAIN %1$s ADD CONSTRAINT %2$s %3$s NOT VALID;
        -- in a file of its own
        ALTER DOMAIN %1$s VALIDATE CONSTRAINT %2$s;\
        """
            .formatted(
                constrain.domain().quoted(),
                constrain.name().isEmpty()
                    ? constrain.domain().derived("check")
                    : Name.quoted(constrain.name()),
                constrain.check()));
  }
}
