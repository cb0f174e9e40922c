package io.twinlane.schema.service;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for no longer than some time, and goes on where it was begun. {@link Future#timeout} does
 * not: of a future that belongs to no context it tells on a thread of Netty's, which breaks
 * whatever lives on one event loop.
 */
public final class InTime {

  private InTime() {}

  /**
   * The same future, failed with a {@link TimeoutException} if it takes longer. Ends on the event
   * loop that this is called on.
   */
  public static <T> Future<T> of(Future<T> future, Duration limit) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return future.timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    }
    if (future.isComplete()) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    long timer =
        context
            .owner()
            .setTimer(
                Math.max(1, limit.toMillis()),
                _ -> promise.tryFail(new TimeoutException("not within " + limit)));
    future.onComplete(done -> {
      context.owner().cancelTimer(timer);
      if (done.succeeded()) {
        promise.tryComplete(done.result());
      } else {
        promise.tryFail(done.cause());
      }
    });
    return promise.future();
  }
}
