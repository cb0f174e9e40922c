package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.zip.CRC32;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** A file of {@code migrations/} as Flyway sees it: ordered and recorded by Flyway, run by us. */
final class MigrationFile implements JavaMigration {

  private final SqlFile file;
  private final String version;
  private final String description;
  private final Script script;

  private MigrationFile(SqlFile file, Matcher name) {
    this.file = file;
    this.version = name.group(1);
    this.description = name.group(2);
    this.script = Script.of(file);
  }

  /**
   * The migrations of a schema folder.
   *
   * @throws CommandException if a file is not named as it must be
   */
  static List<MigrationFile> all(SchemaFolder schema) {
    return all(schema.migrations());
  }

  /** Each of some files. */
  static List<MigrationFile> all(List<SqlFile> files) {
    return files.stream().map(MigrationFile::of).toList();
  }

  private static MigrationFile of(SqlFile file) {
    Matcher name = SchemaFolder.MIGRATION_NAME.matcher(file.name());
    if (!name.matches()) {
      throw new CommandException(
          ("migrations/%s is misnamed: a migration is called YYYYMMDDHHMMSS_name.sql, the name in"
                  + " lower case with underscores. Rename it.")
              .formatted(file.name()));
    }
    return new MigrationFile(file, name);
  }

  String fileName() {
    return file.name();
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion(version);
  }

  @Override
  public String getDescription() {
    return description;
  }

  @Override
  public Integer getChecksum() {
    CRC32 checksum = new CRC32();
    checksum.update(file.text().getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }

  @Override
  public boolean canExecuteInTransaction() {
    return script.transactional();
  }

  @Override
  public void migrate(Context context) throws SQLException {
    try (var statement = context.getConnection().createStatement()) {
      // Flyway puts the schema of its history first; a file's tables belong where the user's would
      // go
      statement.execute("RESET search_path");
    }
    script.run(context.getConnection());
  }
}
