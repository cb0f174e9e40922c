package io.twinlane.migrator.generate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import org.pgcodekeeper.core.DatabaseType;
import org.pgcodekeeper.core.api.PgCodeKeeperApi;
import org.pgcodekeeper.core.database.base.jdbc.IJdbcConnector;
import org.pgcodekeeper.core.ignorelist.IgnoreSchemaList;
import org.pgcodekeeper.core.loader.DatabaseLoader;
import org.pgcodekeeper.core.loader.LoaderFactory;
import org.pgcodekeeper.core.monitor.NullMonitor;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.settings.CoreSettings;

/**
 * The difference as pgCodeKeeper writes it. It knows no publications, default privileges, replica
 * identities and settings of databases; those are left to the facts.
 */
final class KeeperWriter implements DifferenceWriter {

  private final CoreSettings settings = new CoreSettings();

  KeeperWriter() {
    settings.setDbType(DatabaseType.PG);
    settings.setEnableFunctionBodiesDependencies(true);
    // a column that is added comes last, whatever its place in the declared schema
    settings.setIgnoreColumnOrder(true);
  }

  @Override
  public List<String> statements(Database from, Database to) {
    try {
      String script = PgCodeKeeperApi.diff(settings, read(from), read(to));
      return Script.of(new SqlFile("the difference", script)).parts().stream()
          .map(Script.Part::bare)
          .toList();
    } catch (IOException e) {
      throw new CommandException("the databases cannot be compared: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped while the databases were compared", e);
    }
  }

  private AbstractDatabase read(Database database) throws IOException, InterruptedException {
    DatabaseLoader loader =
        LoaderFactory.createJdbcLoader(
            settings, "UTC", new Connector(database), new NullMonitor(), new IgnoreSchemaList());
    return loader.loadAndAnalyze();
  }

  /** The library's way to a connection, so that it needs no URL with a password in it. */
  private record Connector(Database database) implements IJdbcConnector {

    @Override
    public Connection getConnection() {
      return database.connect();
    }

    @Override
    public String getBatchDelimiter() {
      return "";
    }

    @Override
    public String getUrl() {
      return "jdbc:postgresql:" + database.url().database();
    }
  }
}
