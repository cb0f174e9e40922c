package io.twinlane.migrator.history;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.zip.CRC32;

/**
 * A file of {@code migrations/}, read and taken apart.
 *
 * @param version the time in its name
 * @param description the rest of its name
 * @param deferred whether it is held back until the release after the one that brings it
 */
public record MigrationFile(
    SqlFile file, String version, String description, Script script, boolean deferred) {

  /**
   * The migrations of a schema folder, in order.
   *
   * @throws CommandException if a file is misnamed, cannot be read, or two have one version
   */
  public static List<MigrationFile> all(SchemaFolder schema) {
    return all(schema.migrations());
  }

  /** Each of some files. */
  public static List<MigrationFile> all(List<SqlFile> files) {
    List<MigrationFile> all = files.stream().map(MigrationFile::of).toList();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).version().equals(all.get(i - 1).version())) {
        throw new CommandException(
            "migrations/%s and migrations/%s have one time stamp. Rename the later one."
                .formatted(all.get(i - 1).name(), all.get(i).name()));
      }
    }
    return all;
  }

  private static MigrationFile of(SqlFile file) {
    Matcher name = SchemaFolder.MIGRATION_NAME.matcher(file.name());
    if (!name.matches() || !SchemaFolder.isTime(name.group(1))) {
      throw new CommandException(
          ("migrations/%s is misnamed: a migration is called YYYYMMDDHHMMSS_name.sql, a time that"
                  + " exists and a name in lower case with underscores. Rename it.")
              .formatted(file.name()));
    }
    return new MigrationFile(
        file, name.group(1), name.group(2), Script.of(file), SchemaFolder.deferred(file));
  }

  /** The name of the file. */
  public String name() {
    return file.name();
  }

  /** SHA-256 of its text, in hexadecimal. */
  public String sha256() {
    return Sha256.of(file.text());
  }

  /** What Flyway's history keeps of its text. */
  public int crc32() {
    CRC32 checksum = new CRC32();
    checksum.update(file.text().getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }
}
