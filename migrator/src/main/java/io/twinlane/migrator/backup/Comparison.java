package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.backup.Manifest.Said;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * How a restored database differs from what the manifest says of the one that was dumped.
 *
 * @param differences each named, in a line of its own
 * @param unknown what could not be compared, and why
 */
record Comparison(List<String> differences, List<String> unknown) {

  /** A kind of facts that a dump without rows makes true of every materialized view. */
  private static final String UNFILLED = "materialized view without data";

  Comparison {
    differences = List.copyOf(differences);
    unknown = List.copyOf(unknown);
  }

  /** Of a whole dump that was restored: all catalogs, and all rows. */
  static Comparison of(Manifest manifest, Database restored, Console console) {
    List<String> differences = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    try (Snapshot snapshot = Snapshot.of(restored)) {
      if (sameMajor(manifest, snapshot)) {
        differences.addAll(facts(manifest, Said.of(snapshot.facts())));
      } else {
        unknown.add(
            "the catalogs: they are those of PostgreSQL %s, and this is %s"
                .formatted(manifest.origin().server(), snapshot.serverVersion()));
      }
      if (manifest.contents().kind() == Kind.FULL) {
        differences.addAll(rows(manifest.rows(), snapshot.countedRows(snapshot.tables(), console)));
      } else {
        unknown.add("rows: the dump was asked to have none");
      }
    }
    return new Comparison(differences, unknown);
  }

  private static boolean sameMajor(Manifest manifest, Snapshot snapshot) {
    return ClientTools.majorOf(manifest.origin().server())
        == ClientTools.majorOf(snapshot.serverVersion());
  }

  /** The differences between rows of tables, as they were counted then and now. */
  static List<String> rows(SortedMap<String, Long> then, SortedMap<String, Long> now) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> tables = new TreeSet<>(then.keySet());
    tables.addAll(now.keySet());
    for (String table : tables) {
      Long expected = then.get(table);
      Long actual = now.get(table);
      if (expected == null) {
        differences.add("table %s was not there when the dump was made".formatted(table));
      } else if (actual == null) {
        differences.add("table %s is missing, with %,d rows".formatted(table, expected));
      } else if (!expected.equals(actual)) {
        differences.add("table %s has %,d rows, and had %,d".formatted(table, actual, expected));
      }
    }
    return differences;
  }

  private static List<String> facts(Manifest manifest, List<Said> now) {
    boolean filled = manifest.contents().kind() == Kind.FULL;
    return facts(byIdentity(manifest.catalog().facts(), filled), byIdentity(now, filled));
  }

  /** The differences between what catalogs said then and say now. */
  private static List<String> facts(Map<String, String> expected, Map<String, String> actual) {
    List<String> differences = new ArrayList<>();
    expected.forEach((what, value) -> {
      String found = actual.get(what);
      if (found == null) {
        differences.add("%s is missing: %s".formatted(what, value));
      } else if (!found.equals(value)) {
        differences.add("%s is %s, and was %s".formatted(what, found, value));
      }
    });
    actual.forEach((what, value) -> {
      if (!expected.containsKey(what)) {
        differences.add("%s was not there: %s".formatted(what, value));
      }
    });
    return differences;
  }

  private static Map<String, String> byIdentity(List<Said> facts, boolean filled) {
    Map<String, String> values = new LinkedHashMap<>();
    facts.stream()
        .filter(fact -> filled || !fact.kind().equals(UNFILLED))
        .forEach(fact -> values.put(fact.kind() + " " + fact.identity(), fact.value()));
    return values;
  }

  /** Says what was found, and what could not be. */
  void tell(Console console) {
    unknown.forEach(what -> console.tell("unknown", "not known: " + what, Map.of("text", what)));
    differences.forEach(
        what -> console.tell("difference", "different: " + what, Map.of("text", what)));
  }

  /** The exit status of a command that found this. */
  int status() {
    return differences.isEmpty() ? 0 : 1;
  }
}
