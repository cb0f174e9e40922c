package io.twinlane.migrator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libpq makes of a connection string is what Twinlane makes of it. */
class PsqlIT {

  private static final Path PSQL = Path.of("/usr/bin/psql");
  private static final String ASKED =
      "select concat_ws('|', current_user, current_database(), inet_server_port(),"
          + " current_setting('application_name'), current_setting('search_path'),"
          + " current_setting('work_mem'), current_setting('statement_timeout'))";

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
    database = TestDatabase.create();
    database.execute("create role \"odd @:/ user\" login superuser");
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  /** The host, port and database are put in the place of HOST, PORT and DB. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://postgres@HOST:PORT/DB?application_name=x",
        "postgresql://postgres:pw@HOST:PORT/DB?application_name=x&sslmode=disable",
        "postgres://postgres:a+b=c@HOST:PORT/DB?application_name=a%20b%2Bc",
        "postgres://postgres:a%40b%3Ac%2Fd@HOST:PORT/DB?application_name=%C3%A9",
        "postgres://odd%20%40%3A%2F%20user:x@HOST:PORT/DB?application_name=x",
        "postgres://postgres@HOST:PORT/DB?application_name=x&options=-c%20work_mem%3D8MB",
        "postgres://postgres@HOST:PORT/DB?application_name=x&options=-csearch_path%3Da%2Cb&sslmode=prefer"
      })
  void aConnectionStringThatLibpqTakesLeadsToTheSamePlace(String pattern) throws Exception {
    String text = filled(pattern);
    DatabaseUrl url = DatabaseUrl.parse(text);

    assertThat(psql(text)).isEqualTo(psql(url.forTools().value())).isEqualTo(ours(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://postgres:a/b+c=@HOST:PORT/DB?application_name=x&connection_limit=5&pool_timeout=3",
        "postgres://postgres:p@ss@HOST:PORT/DB?application_name=x&pgbouncer=true&schema=a",
        "postgres://postgres@HOST:PORT/DB?application_name=x&search_path=a,%20b&connect_timeout=7"
      })
  void whatLibpqRefusesIsMadeFitForIt(String pattern) throws Exception {
    DatabaseUrl url = DatabaseUrl.parse(filled(pattern));

    assertThat(psql(url.forTools().value())).isEqualTo(ours(url));
  }

  private static String filled(String pattern) {
    DatabaseUrl url = DatabaseUrl.parse(database.url());
    return pattern
        .replace("HOST", url.host())
        .replace("PORT", Integer.toString(url.port()))
        .replace("DB", url.database());
  }

  private static String psql(String url) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PSQL.toString(), url, "-XAtc", ASKED).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static String ours(DatabaseUrl url) throws SQLException {
    try (var connection = new Database(url).connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(ASKED)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
