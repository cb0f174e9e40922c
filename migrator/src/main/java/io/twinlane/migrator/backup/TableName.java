package io.twinlane.migrator.backup;

import java.util.regex.Pattern;

/** The name of a table with that of its schema, spelled as the catalog has them. */
record TableName(String schema, String name) implements Comparable<TableName> {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** For SQL, and for the patterns of pg_dump, which take a quoted name as it is. */
  String quoted() {
    return quoted(schema) + "." + quoted(name);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  /** For people and manifests: quoted where it needs to be. */
  @Override
  public String toString() {
    return shown(schema) + "." + shown(name);
  }

  private static String shown(String name) {
    return PLAIN.matcher(name).matches() ? name : quoted(name);
  }
}
