package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.schema.testkit.TlsCase;
import io.twinlane.schema.testkit.TlsCase.Outcome;
import io.twinlane.schema.testkit.TlsServer;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lanes' way to PostgreSQL is as encrypted as it was asked to be, or there is none. */
class EncryptionIT {

  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static TlsServer server;
  private static TestDatabase plain;

  @BeforeAll
  static void start() {
    server = TlsServer.start(folder);
    plain = TestDatabase.create();
  }

  @AfterAll
  static void stop() {
    Postgres.await(VERTX.close());
    plain.close();
    server.close();
  }

  static Stream<TlsCase> cases() {
    return TlsCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConnectionIsAsEncryptedAsItWasAskedToBe(TlsCase tls) {
    assertThat(outcome(tls.url(server, plain))).isEqualTo(tls.outcome());
  }

  private static Outcome outcome(String url) {
    Connections connections =
        new Connections(
            "test",
            DatabaseSource.fixed(DatabaseUrl.parse(url)),
            PoolSettings.from(Environment.of(Map.of()), "TEST"),
            "public",
            true);
    Pool pool = connections.exclusive(VERTX, 1);
    return Postgres.await(
        pool.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
            .execute()
            .map(rows -> rows.iterator().next().getBoolean(0) ? Outcome.ENCRYPTED : Outcome.PLAIN)
            .otherwise(Outcome.REFUSED)
            .eventually(pool::close));
  }
}
