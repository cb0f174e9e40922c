package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Catalog;
import io.twinlane.migrator.backup.Manifest.Contents;
import io.twinlane.migrator.backup.Manifest.Origin;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The making of a dump: pg_dump and the manifest see the same moment of the database. */
record Export(MigratorSettings settings, BackupSettings backup, Console console) {

  /** Nothing is dumped while somebody locks a table out, but nobody waits for that for ever. */
  private static final String LOCK_WAIT = "--lock-wait-timeout=60s";

  /**
   * Does it, and deletes dumps that have become too old.
   *
   * @return the dump
   * @throws CommandException if it cannot be made; nothing is left of it then
   */
  Path run(ExportRequest request) {
    Database database = settings.database();
    ClientTools tools = ClientTools.serving(database, 0, backup);
    BackupFolder folder = new BackupFolder(request.folder());
    folder.prepare();
    try (Snapshot snapshot = Snapshot.of(database)) {
      Selection selection = Selection.of(request, snapshot);
      Origin origin = origin(snapshot);
      Contents contents = contents(request, selection, tools);
      String name = DumpName.of(origin, contents);
      try (PartialDump partial = PartialDump.begin(folder, name, request.format())) {
        Catalog catalog = Catalog.of(snapshot);
        SortedMap<String, Long> rows;
        try (ToolRun run = start(tools, partial, snapshot, words(request, selection))) {
          List<TableName> tables = selection.withRows(request.kind(), snapshot.tables());
          rows = snapshot.countedRows(tables, console);
          finish(run, partial);
        }
        Manifest manifest = new Manifest(origin, contents, partial.measured(), rows, catalog);
        return kept(partial.publish(manifest), manifest, request);
      }
    }
  }

  private Path kept(Path file, Manifest manifest, ExportRequest request) {
    tell(file, manifest);
    if (!request.keepAll()) {
      new BackupFolder(request.folder())
          .forget(manifest, backup.retention())
          .forEach(this::tellGone);
    }
    return file;
  }

  private Origin origin(Snapshot snapshot) {
    return new Origin(
        settings.environment().shortName(),
        settings.database().url().database(),
        snapshot.serverVersion(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        snapshot.migration(),
        snapshot.locale());
  }

  private static Contents contents(ExportRequest request, Selection selection, ClientTools tools) {
    return new Contents(
        request.kind(),
        selection.only().stream().map(TableName::toString).toList(),
        selection.excluded().stream().map(TableName::toString).toList(),
        request.arguments(),
        tools.version());
  }

  private static List<String> words(ExportRequest request, Selection selection) {
    List<String> words = new ArrayList<>(List.of("pg_dump", "--no-password", LOCK_WAIT));
    words.add("--format=" + request.format());
    words.addAll(selection.arguments(request.kind()));
    words.addAll(request.arguments());
    return words;
  }

  private ToolRun start(
      ClientTools tools, PartialDump partial, Snapshot snapshot, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add("--snapshot=" + snapshot.name());
    all.add("--file=" + partial.file());
    all.add(ToolEnvironment.argument(settings.database().url()));
    return ToolRun.start(tools, settings.database().url(), Redirect.DISCARD, all);
  }

  private void finish(ToolRun run, PartialDump partial) {
    while (!run.endsSoon()) {
      console.progress("export, bytes", partial.bytes(), 0);
    }
    String warnings = run.requireSuccess();
    if (!warnings.isEmpty()) {
      console.tell("warning", warnings, Map.of("text", warnings));
    }
    if (partial.bytes() == 0) {
      throw new CommandException("pg_dump has written nothing: its arguments send it elsewhere");
    }
  }

  private void tell(Path file, Manifest manifest) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file.toString());
    fields.put("kind", manifest.contents().kind().word());
    fields.put("bytes", manifest.bytes().count());
    fields.put("sha256", manifest.bytes().sha256());
    fields.put("tables", manifest.rows().size());
    fields.put("rows", manifest.rowsInAll());
    fields.put("factsDigest", manifest.catalog().digest());
    fields.put("migration", manifest.origin().migration());
    console.tell(
        "exported",
        "%s: %,d bytes, %,d rows of %,d tables"
            .formatted(
                file, manifest.bytes().count(), manifest.rowsInAll(), manifest.rows().size()),
        fields);
  }

  private void tellGone(Path file) {
    console.tell(
        "deleted",
        "deleted %s, which is older than %d days and has been replaced"
            .formatted(file, backup.retention().toDays()),
        Map.of("file", file.toString()));
  }
}
