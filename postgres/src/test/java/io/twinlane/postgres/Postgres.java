package io.twinlane.postgres;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A database and a pool on it, for one test class. */
final class Postgres implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final TestDatabase database = TestDatabase.create();

  Pool pool(boolean readOnly, int connectionsMax) {
    return connections(readOnly, Map.of()).exclusive(vertx, connectionsMax);
  }

  Connections connections(boolean readOnly, Map<String, String> settings) {
    return new Connections(
        "test",
        DatabaseSource.fixed(DatabaseUrl.parse(database.url())),
        PoolSettings.from(Environment.of(settings), "TEST"),
        "\"public\"",
        readOnly);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
    database.close();
  }
}
