package io.twinlane.postgres;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A database and a pool on it, for one test class. */
final class Postgres implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  final TestDatabase database = TestDatabase.create();

  Pool pool(boolean readOnly, int connectionsMax) {
    return connections(readOnly, Map.of()).exclusive(vertx, connectionsMax);
  }

  /** One connection, which works take for themselves in turns. */
  ExclusiveConnections oneConnection(boolean readOnly, int bytesMax) {
    return new ExclusiveConnections(
        vertx,
        pool(readOnly, 1),
        new Canceller.BySql(() -> pool(readOnly, 1)),
        new Admission(
            vertx, 1, connections(readOnly, Map.of()).pool(), LaneBook.unread().pool("test")),
        bytesMax);
  }

  Connections connections(boolean readOnly, Map<String, String> settings) {
    return connections(database.url(), readOnly, settings);
  }

  /** The same another way. */
  Connections connections(String url, boolean readOnly, Map<String, String> settings) {
    return new Connections(
        "test",
        DatabaseSource.fixed(DatabaseUrl.parse(url)),
        PoolSettings.from(Environment.of(settings), "TEST"),
        "\"public\"",
        readOnly);
  }

  /** The answer to what is asked on one event loop, always the same, as a lane's is. */
  <T> T onLoop(Supplier<Future<T>> asked) {
    Promise<T> answer = Promise.promise();
    loop.runOnContext(_ -> asked.get().onComplete(answer));
    return await(answer.future());
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
