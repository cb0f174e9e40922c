package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Optional;

/**
 * A column as a statement defines it.
 *
 * @param constraints those written at the column
 */
record Column(String name, SqlType type, Filling filling, List<Constraint> constraints) {

  Column {
    constraints = List.copyOf(constraints);
  }

  /** Where its values come from if a row gives none. */
  record Filling(Source source, Expression expression) {

    static final Filling NONE = new Filling(Source.NOTHING, Expression.NONE);
  }

  /** What fills a column. */
  enum Source {
    NOTHING,
    DEFAULT,
    IDENTITY,
    GENERATED_STORED,
    GENERATED_VIRTUAL
  }

  /** SQL that adds it to a table without its constraints. */
  String added(Name table) {
    String standard =
        filling.source() == Source.DEFAULT ? " DEFAULT " + filling.expression().text() : "";
    return "ALTER TABLE %s ADD COLUMN %s %s%s;\n"
        .formatted(table.quoted(), Name.quoted(name), type.stored().text(), standard);
  }

  Optional<Constraint> constraint(Constraint.Kind kind) {
    return constraints.stream().filter(constraint -> constraint.kind() == kind).findFirst();
  }

  boolean has(Constraint.Kind kind) {
    return constraint(kind).isPresent();
  }

  /** Whether rows that exist get no value of it. */
  boolean empty() {
    return (filling.source() == Source.NOTHING && !type.serial())
        || filling.expression().text().equalsIgnoreCase("null");
  }
}
