package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dump put to the test: restored into a database that is dropped again, and compared there. */
record Verification(Database server, BackupSettings settings, Console console) {

  /**
   * Does it.
   *
   * @throws CommandException if the file is damaged or cannot be restored
   */
  Comparison of(Dump dump) {
    dump.requireIntact();
    ClientTools tools = ClientTools.serving(server, dump.toolMajor(), settings);
    return dump.whole() ? restored(dump, tools) : read(dump, tools);
  }

  private Comparison restored(Dump dump, ClientTools tools) {
    RestoreTarget.refuseWithoutRoles(dump, tools, server);
    try (Scratch scratch = Scratch.beside(server)) {
      // it is dropped soon, and need not outlive a crash
      List<String> before = List.of("set synchronous_commit = off");
      new Restoration(tools, scratch.database(), before, false, console).run(dump);
      return dump.manifest()
          .map(manifest -> Comparison.of(manifest, scratch.database(), console))
          .orElseGet(() -> withoutManifest(dump, tools, scratch.database()));
    }
  }

  /** The dump against itself, as there is nothing else. */
  private Comparison withoutManifest(Dump dump, ClientTools tools, Database scratch) {
    try (Snapshot snapshot = Snapshot.of(scratch)) {
      SortedMap<String, Long> restored = snapshot.countedRows(snapshot.tables(), console);
      SortedMap<String, Long> dumped = scan(dump, tools).rows();
      restored.keySet().forEach(table -> dumped.putIfAbsent(table, 0L));
      return new Comparison(
          Comparison.rows(dumped, restored),
          List.of(
              "whether these are the rows and the catalogs of the database that was dumped, and"
                  + " whether a byte was changed since: there is no "
                  + Manifest.beside(dump.file()).getFileName()));
    }
  }

  /** A part of a database cannot stand alone, and is read to its end instead. */
  private Comparison read(Dump dump, ClientTools tools) {
    Manifest manifest = dump.manifest().orElseThrow();
    SortedMap<String, Long> dumped = scan(dump, tools).rows();
    List<String> unknown = new ArrayList<>();
    unknown.add(
        "whether it can be restored: it has a part of a database only, and was read instead");
    SortedMap<String, Long> expected = new TreeMap<>(manifest.rows());
    if (!manifest.contents().arguments().isEmpty()) {
      unknown.add("whether tables are missing: arguments of pg_dump decided which it has");
      expected.keySet().retainAll(dumped.keySet());
    }
    return new Comparison(Comparison.rows(expected, dumped), unknown);
  }

  private ScriptScan scan(Dump dump, ClientTools tools) {
    return scan(DumpScript.of(dump, tools, server));
  }

  /** Reads a script to its end. */
  static ScriptScan scan(DumpScript opened) {
    try (DumpScript script = opened) {
      ScriptScan scan = ScriptScan.of(script.text());
      script.requireWhole();
      return scan;
    } catch (IOException e) {
      throw new CommandException("the dump cannot be read: " + e.getMessage(), e);
    }
  }
}
