package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Optional;

/**
 * A constraint as a statement defines it.
 *
 * @param name empty if none was written
 * @param columns of its table; for a check, those its text may name
 */
record Constraint(String name, Kind kind, List<String> columns, Detail detail) {

  Constraint {
    columns = List.copyOf(columns);
  }

  /** What it demands. */
  enum Kind {
    PRIMARY_KEY,
    UNIQUE,
    EXCLUDE,
    FOREIGN_KEY,
    CHECK,
    NOT_NULL
  }

  /**
   * The rest of it.
   *
   * @param notValid whether rows that exist are left alone
   * @param index that it takes over, instead of building one
   * @param references the other table of a foreign key
   * @param text what stands after its name, without {@code NOT VALID}
   */
  record Detail(boolean notValid, Optional<Name> index, Optional<Name> references, String text) {}

  boolean notValid() {
    return detail.notValid();
  }

  /** Whether it keeps its rows in an index. */
  boolean indexed() {
    return kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE || kind == Kind.EXCLUDE;
  }

  /** The name that it has or that PostgreSQL would give it, as SQL. */
  String nameIn(Name table) {
    return Name.quoted(plainName(table));
  }

  /** The same without quotes. */
  String plainName(Name table) {
    if (!name.isEmpty()) {
      return name;
    }
    String list =
        columns.isEmpty() || kind == Kind.PRIMARY_KEY ? "" : "_" + String.join("_", columns);
    return table.name()
        + list
        + switch (kind) {
          case PRIMARY_KEY -> "_pkey";
          case UNIQUE -> "_key";
          case EXCLUDE -> "_excl";
          case FOREIGN_KEY -> "_fkey";
          case CHECK -> "_check";
          case NOT_NULL -> "_not_null";
        };
  }

  /** Its columns in parentheses, as SQL. */
  String columnList() {
    return "(" + String.join(", ", columns.stream().map(Name::quoted).toList()) + ")";
  }
}
