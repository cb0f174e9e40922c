package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.FaultProxy;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Something between here and PostgreSQL accepts connections, and never says a word. */
class SilentLoginIT {

  @Test
  void aLoginThatIsNotAnsweredDoesNotKeepItsPlaceInThePool() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (TestDatabase database = TestDatabase.create();
        FaultProxy way = new FaultProxy(DatabaseUrl.parse(database.url()))) {
      Pool pool =
          new Connections(
                  "test",
                  DatabaseSource.fixed(DatabaseUrl.parse(way.url() + "?sslmode=disable")),
                  PoolSettings.from(Environment.of(Map.of("CONNECT_TIMEOUT_MS", "500")), "TEST"),
                  null,
                  true)
              .exclusive(vertx, 1);
      way.blackHole();
      Future<RowSet<Row>> lost = pool.query("select 1").execute();
      assertThatThrownBy(() -> Postgres.await(lost)).isNotNull();
      way.heal();
      RowSet<Row> found = Postgres.await(pool.query("select 1 as one").execute());
      assertThat(found.iterator().next().getInteger("one")).isEqualTo(1);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
