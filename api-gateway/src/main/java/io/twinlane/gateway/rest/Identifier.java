package io.twinlane.gateway.rest;

/** Names in SQL: the only way by which one gets into a statement. */
final class Identifier {

  private Identifier() {}

  /** A name in double quotes (PostgreSQL manual, 4.1.1). */
  static String quoted(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name cannot hold NUL");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
