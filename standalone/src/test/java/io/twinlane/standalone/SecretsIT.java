package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that change while requests are answered. */
class SecretsIT {

  @TempDir private Path folder;

  @Test
  void credentialsAreRotatedUnderLoadWithoutAFailedRequest() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      String one = "one_" + database.name();
      String two = "two_" + database.name();
      database.execute(
          "create role %1$s login superuser; create role %2$s login superuser".formatted(one, two));
      Path file = Files.writeString(folder.resolve("url"), urlFor(one, database));
      Map<String, String> settings =
          Map.of("DATABASE_URL_FILE", file.toString(), "POOL_LIFETIME_MAX_MS", "300");
      try (RunningSuite suite = RunningSuite.startOn(database, settings)) {
        suite.database.execute("create table t (id int); insert into t values (1)");
        RunningSuite.await(() -> suite.get("/rest/v1/t").statusCode() == 200);

        Files.writeString(file, urlFor(two, database));
        int failed = 0;
        long end = System.nanoTime() + 5_000_000_000L;
        while (sessions(database, one) > 0 && System.nanoTime() < end) {
          failed += suite.get("/rest/v1/t").statusCode() == 200 ? 0 : 1;
          failed +=
              suite.get("/rest/v1/t", "Cache-Control", "no-cache").statusCode() == 200 ? 0 : 1;
        }

        assertThat(failed).isZero();
        assertThat(sessions(database, one)).isZero();
        assertThat(sessions(database, two)).isPositive();
      }
    }
  }

  private static String urlFor(String user, TestDatabase database) {
    DatabaseUrl url = DatabaseUrl.parse(database.url());
    return "postgres://%s:SECRET@%s:%d/%s?sslmode=disable"
        .formatted(user, url.host(), url.port(), url.database());
  }

  private static int sessions(TestDatabase database, String user) {
    return Integer.parseInt(
        database.query("select count(*) from pg_stat_activity where usename = '" + user + "'"));
  }
}
