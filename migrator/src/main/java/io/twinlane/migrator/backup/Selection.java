package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables that a dump is to have, found in the catalog: a name means one table exactly, however
 * oddly it is spelled.
 *
 * @param only the only ones; empty for all
 * @param excluded those to leave out
 */
record Selection(List<TableName> only, List<TableName> excluded) {

  /** Twinlane's own tables tell of the schema, and do not go where only data goes. */
  private static final String OWN = "twinlane";

  Selection {
    only = List.copyOf(only);
    excluded = List.copyOf(excluded);
  }

  /**
   * What was asked for.
   *
   * @throws CommandException if a name is that of no table, or of several
   */
  static Selection of(ExportRequest request, Snapshot snapshot) {
    return new Selection(found(request.tables(), snapshot), found(request.excluded(), snapshot));
  }

  /** The arguments of pg_dump for it. */
  List<String> arguments(Kind kind) {
    List<String> arguments = new ArrayList<>();
    only.forEach(table -> arguments.add("--table=" + table.quoted()));
    excluded.forEach(table -> arguments.add("--exclude-table=" + table.quoted()));
    switch (kind) {
      case SCHEMA -> arguments.add("--schema-only");
      case FULL -> {}
      case DATA -> {
        arguments.add("--data-only");
        arguments.add("--exclude-schema=" + OWN);
      }
    }
    return arguments;
  }

  /** Those of some tables whose rows the dump has. */
  List<TableName> withRows(Kind kind, List<TableName> tables) {
    return switch (kind) {
      case SCHEMA -> List.of();
      case FULL -> tables.stream().filter(this::has).toList();
      case DATA ->
          tables.stream().filter(table -> has(table) && !table.schema().equals(OWN)).toList();
    };
  }

  private boolean has(TableName table) {
    return (only.isEmpty() || only.contains(table)) && !excluded.contains(table);
  }

  private static List<TableName> found(List<String> names, Snapshot snapshot) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<TableName> all = snapshot.nameable();
    return names.stream()
        .map(name -> one(name, all))
        .flatMap(table -> snapshot.withPartitions(table).stream())
        .distinct()
        .toList();
  }

  /** The one table of a name, with or without its schema, quoted as in SQL or not at all. */
  static TableName one(String name, List<TableName> all) {
    List<TableName> named = all.stream().filter(table -> table.name().equals(name)).toList();
    if (named.isEmpty()) {
      named = all.stream().filter(table -> spellings(table).contains(name)).toList();
    }
    if (named.size() == 1) {
      return named.getFirst();
    }
    throw new CommandException(
        named.isEmpty()
            ? "there is no table " + name + alike(name, all)
            : name + " is one of several: say which of " + joined(named));
  }

  private static List<String> spellings(TableName table) {
    return List.of(
        table.schema() + "." + table.name(),
        table.toString(),
        table.quoted(),
        TableName.quoted(table.name()));
  }

  private static String alike(String name, List<TableName> all) {
    String wanted = name.toLowerCase(Locale.ROOT);
    List<TableName> alike =
        all.stream()
            .filter(table ->
                table.name().equalsIgnoreCase(name)
                    || (table.schema() + "." + table.name())
                        .toLowerCase(Locale.ROOT)
                        .equals(wanted))
            .toList();
    return alike.isEmpty() ? "" : ": is " + joined(alike) + " meant?";
  }

  private static String joined(List<TableName> tables) {
    return String.join(", ", tables.stream().map(TableName::toString).toList());
  }
}
