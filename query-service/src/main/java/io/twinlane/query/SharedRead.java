package io.twinlane.query;

import io.twinlane.postgres.PipelinedConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to send down a connection that others share, and the answer that it is to have, from
 * whichever connection is first. Lives on one event loop.
 *
 * @param role as which it is run; null for the user's own
 * @param sql its text
 * @param count how many reads it is
 * @param apart how it is read elsewhere
 */
record SharedRead<T>(
    @Nullable String role,
    String sql,
    int count,
    Function<PipelinedConnection, Future<T>> statement,
    Supplier<Future<T>> apart,
    Promise<T> answer) {

  Future<T> on(PipelinedConnection connection) {
    return statement.apply(connection).onSuccess(answer::tryComplete).onFailure(answer::tryFail);
  }

  /** Where that fails there is still the first one's answer. */
  void readApart() {
    apart.get().onSuccess(answer::tryComplete);
  }

  /** A read on a connection, when it was sent, and whether it may be sent elsewhere. */
  static final class Flight {

    private final SharedRead<?> read;
    private final long sent = System.nanoTime();
    private boolean movable;

    Flight(SharedRead<?> read, boolean movable) {
      this.read = read;
      this.movable = movable;
    }

    SharedRead<?> read() {
      return read;
    }

    /** When it was sent, of {@link System#nanoTime}. */
    long sent() {
      return sent;
    }

    boolean movable() {
      return movable;
    }

    /** It has been sent elsewhere. */
    void stays() {
      movable = false;
    }
  }
}
