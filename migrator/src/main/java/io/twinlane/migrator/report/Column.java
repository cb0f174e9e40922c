package io.twinlane.migrator.report;

/**
 * A column of a report.
 *
 * @param name as programs know it and as the statement names it, with its unit at the end
 * @param kind what its values are
 */
record Column(String name, Kind kind) {

  /** What the values of a column are, and so how people see them. */
  enum Kind {
    TEXT,
    COUNT,
    BYTES,
    PERCENT,
    MILLISECONDS,
    FLAG,
    /** For programs alone. */
    RAW,
    /** An array of statements that an operator may run; people see them below the table. */
    STATEMENTS
  }

  /** The heading for people: without the unit, which each value has. */
  String title() {
    return name.replaceFirst("_(bytes|percent|ms)$", "").replace('_', ' ');
  }

  boolean inTable() {
    return switch (kind) {
      case RAW, STATEMENTS -> false;
      case TEXT, COUNT, BYTES, PERCENT, MILLISECONDS, FLAG -> true;
    };
  }

  boolean number() {
    return switch (kind) {
      case COUNT, BYTES, PERCENT, MILLISECONDS -> true;
      case TEXT, FLAG, RAW, STATEMENTS -> false;
    };
  }

  static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }

  static Column count(String name) {
    return new Column(name, Kind.COUNT);
  }

  static Column bytes(String name) {
    return new Column(name, Kind.BYTES);
  }

  static Column percent(String name) {
    return new Column(name, Kind.PERCENT);
  }

  static Column milliseconds(String name) {
    return new Column(name, Kind.MILLISECONDS);
  }

  static Column flag(String name) {
    return new Column(name, Kind.FLAG);
  }

  static Column raw(String name) {
    return new Column(name, Kind.RAW);
  }

  static Column statements() {
    return new Column("statements", Kind.STATEMENTS);
  }
}
