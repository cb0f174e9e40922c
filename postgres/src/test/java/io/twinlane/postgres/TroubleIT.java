package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.TlsServer;
import io.twinlane.schema.testkit.TroubleCase;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane says of a database that it cannot use. */
class TroubleIT {

  @TempDir private static Path folder;
  private static TlsServer tls;
  private static Postgres postgres;

  @BeforeAll
  static void start() {
    tls = TlsServer.start(folder);
    postgres = new Postgres();
    TroubleCase.prepare(postgres.database);
  }

  @AfterAll
  static void stop() {
    postgres.close();
    tls.close();
  }

  static Stream<TroubleCase> cases() {
    return TroubleCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOperatorReadsWhereAsWhomAndWhatToDo(TroubleCase trouble) {
    DatabaseUrl url = trouble.url(tls, postgres.database);
    Connections connections =
        new Connections(
            "test",
            DatabaseSource.fixed(url),
            PoolSettings.from(Environment.of(Map.of()), "TEST"),
            "\"public\"",
            true);
    Pool pool = connections.exclusive(postgres.vertx, 1);

    String words =
        Postgres.await(
            pool.query("select 1")
                .execute()
                .map("no trouble at all")
                .otherwise(cause -> Trouble.explained(cause, url)));

    assertThat(words)
        .contains(url.place(), "as user " + url.user())
        .contains(trouble.words())
        .doesNotContain(trouble.password());
  }
}
