package io.twinlane.migrator.generate;

import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import io.twinlane.migrator.facts.Facts;
import io.twinlane.migrator.generate.Generation.Proven;
import io.twinlane.migrator.replay.Replay;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** A schema folder that drafts are made in, beside a database. */
record DraftFolder(Path root, TestDatabase beside) {

  /** The draft from one migration to one declared file. */
  Proven draft(String before, String after) throws IOException {
    Files.createDirectories(root.resolve("migrations"));
    Files.writeString(root.resolve("migrations/20260101000000_start.sql"), before);
    declare("20_all.sql", after);
    return generation().draft();
  }

  void declare(String file, String sql) throws IOException {
    Files.createDirectories(root.resolve("schema"));
    Files.writeString(root.resolve("schema").resolve(file), sql);
  }

  Generation generation() {
    return new Generation(database(), SchemaFolder.at(root), new KeeperWriter());
  }

  void write(Proven proven) {
    Clock clock = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
    new MigrationFolder(root, clock)
        .write(
            proven.files().stream().map(file -> file.name("next")).toList(),
            proven.files().stream().map(DraftFile::text).toList());
  }

  /** What differs between all migrations and the declared schema, as kind and identity. */
  List<String> differences() throws SQLException {
    Replay replay = new Replay(database());
    SchemaFolder schema = SchemaFolder.at(root);
    try (Scratch migrated = replay.inOrder(schema.migrations());
        Scratch declared = replay.inAnyOrder(schema.declared());
        Connection actual = migrated.connect();
        Connection expected = declared.connect()) {
      return Facts.between(Facts.read(expected), Facts.read(actual)).stream()
          .map(difference -> difference.kind() + " " + difference.identity())
          .toList();
    }
  }

  /** All files of a draft. */
  static String text(Proven proven) {
    return proven.files().stream().map(DraftFile::text).collect(Collectors.joining());
  }

  private Database database() {
    return new Database(DatabaseUrl.parse(beside.url()));
  }
}
