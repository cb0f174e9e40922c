package io.twinlane.migrator.data;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first data of a schema folder. Every set is written so that loading it twice changes nothing.
 */
public final class Seeds {

  private final Database database;
  private final SchemaFolder schema;

  public Seeds(Database database, SchemaFolder schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Loads the production set and, in development and test, the development set after it. Each file
   * is one transaction.
   *
   * @return the names of the files, in order
   * @throws CommandException if a file fails
   */
  public List<String> load(EnvironmentName environment) {
    List<SqlFile> files = new ArrayList<>(schema.seeds("production"));
    switch (environment) {
      case DEVELOPMENT, TEST -> files.addAll(schema.seeds("development"));
      case STAGING, PRODUCTION -> {}
    }
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (SqlFile file : files) {
        Script.of(file).run(connection);
        connection.commit();
      }
    } catch (SQLException e) {
      throw new CommandException("seeding failed: " + e.getMessage(), e);
    }
    return files.stream().map(SqlFile::name).toList();
  }
}
