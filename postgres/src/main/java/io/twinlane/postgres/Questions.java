package io.twinlane.postgres;

import io.twinlane.schema.service.InTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks PostgreSQL what the lane itself wants to know, on connections that works use as well. One
 * that gives no answer in time is closed: it would be missing in the pool for as long as it stays
 * silent.
 *
 * @param pool of the connections
 */
public record Questions(Pool pool) {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Future<?> NOTHING = Future.succeededFuture();

  /** The same within three seconds. */
  public <T> Future<T> ask(Function<SqlConnection, Future<T>> question) {
    return ask(PATIENCE, question);
  }

  /**
   * The answer to a question, which has a connection for itself. Fails with a {@link
   * TimeoutException} if it takes longer than it may, and with what the driver failed with.
   */
  public <T> Future<T> ask(Duration patience, Function<SqlConnection, Future<T>> question) {
    return pool.getConnection().compose(connection -> asked(connection, patience, question));
  }

  private static <T> Future<T> asked(
      SqlConnection connection, Duration patience, Function<SqlConnection, Future<T>> question) {
    return InTime.of(Future.succeededFuture().compose(_ -> question.apply(connection)), patience)
        .transform(answer ->
            (answer.cause() instanceof TimeoutException ? closed(connection) : NOTHING)
                .eventually(connection::close)
                .transform(_ ->
                    answer.succeeded()
                        ? Future.succeededFuture(answer.result())
                        : Future.failedFuture(answer.cause())));
  }

  private static Future<?> closed(SqlConnection connection) {
    Sockets.close(connection);
    Context context = Vertx.currentContext();
    return context == null
        ? NOTHING
        : context.owner().timer(HeldConnection.GONE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
