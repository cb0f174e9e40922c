package io.twinlane.bench;

import io.twinlane.bench.check.Access;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.migrate.Migrations;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.Secret;
import io.twinlane.schema.testkit.TestDatabase;
import java.util.Map;
import java.util.Optional;

/** A database with the product's tables, as every service wants it before it is ready. */
public final class MigratedDatabase implements AutoCloseable {

  private final TestDatabase database = TestDatabase.create();

  public MigratedDatabase() {
    Environment env = Environment.of(Map.of());
    new Migrations(new Database(url()), SchemaFolder.from(env).orElseThrow()).migrate();
  }

  public DatabaseUrl url() {
    return DatabaseUrl.parse(database.url());
  }

  /**
   * What services need to work on it, to let {@link #access} in, and to refuse nobody because the
   * machine is slow.
   */
  public Map<String, String> settings() {
    return Map.of(
        "DATABASE_URL", database.url(),
        "SQL_TRUSTED_LOGINS", "true",
        "POOL_BURST_MS", "20000",
        "POOL_WAIT_TIMEOUT_MS", "20000");
  }

  /** As the superuser, whom the embedded server asks for no password; a client must have one. */
  public Access access() {
    DatabaseUrl url = url();
    return new Access(
        url.password().isPresent() ? url : url.withPassword(new Secret("any")), Optional.empty());
  }

  public String query(String sql) {
    return database.query(sql);
  }

  public void execute(String sql) {
    database.execute(sql);
  }

  @Override
  public void close() {
    database.close();
  }
}
