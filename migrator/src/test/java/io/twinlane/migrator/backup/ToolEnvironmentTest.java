package io.twinlane.migrator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How tools learn of a database. */
class ToolEnvironmentTest {

  @Test
  void theWayToADatabaseIsInTheEnvironmentAndNothingElseOfPostgres() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://me:p%40ss@db.example:6543/a%20b?sslmode=verify-full&sslrootcert=/ca.pem"
                + "&sslcert=/c.pem&sslkey=/c.key&connect_timeout=7&options=-c%20role%3Dx");
    Map<String, String> environment = new HashMap<>();
    environment.put("PGSERVICE", "other");
    environment.put("PGPASSFILE", "/other");
    environment.put("HOME", "/home/me");

    ToolEnvironment.lead(environment, url);

    assertThat(environment)
        .containsOnly(
            Map.entry("HOME", "/home/me"),
            Map.entry("PGHOST", "db.example"),
            Map.entry("PGPORT", "6543"),
            Map.entry("PGDATABASE", "a b"),
            Map.entry("PGUSER", "me"),
            Map.entry("PGPASSWORD", "p@ss"),
            Map.entry("PGAPPNAME", "twinlane-backup"),
            Map.entry("PGOPTIONS", "-c role=x"),
            Map.entry("PGCONNECT_TIMEOUT", "7"),
            Map.entry("PGSSLMODE", "verify-full"),
            Map.entry("PGSSLROOTCERT", "/ca.pem"),
            Map.entry("PGSSLCERT", "/c.pem"),
            Map.entry("PGSSLKEY", "/c.key"));
  }

  @Test
  void anArgumentHasNoPasswordAndTakesOddNames() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://me:secret@h/x").withDatabase("it's \\ a=b");

    assertThat(ToolEnvironment.argument(url)).isEqualTo("--dbname=dbname='it\\'s \\\\ a=b'");
  }
}
