package io.twinlane.gateway.studio.facts;

import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collector;
import java.util.zip.CRC32;

/** The files of migrations as PostgreSQL compares them with what was applied. */
final class MigrationFiles {

  private MigrationFiles() {}

  /** As JSON, an array of objects with version, name and checksum. Reads files, and so blocks. */
  static JsonArray read(SchemaFolder folder) {
    return folder.migrations().stream()
        .map(MigrationFiles::described)
        .flatMap(List::stream)
        .collect(Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll));
  }

  /** Nothing of one that is misnamed, which no migrator applies. */
  private static List<JsonObject> described(SqlFile file) {
    Matcher name = SchemaFolder.MIGRATION_NAME.matcher(file.name());
    return name.matches()
        ? List.of(
            new JsonObject()
                .put("version", name.group(1))
                .put("name", name.group(2))
                .put("checksum", checksum(file.text())))
        : List.of();
  }

  /** What the history keeps of a text. */
  private static int checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }
}
