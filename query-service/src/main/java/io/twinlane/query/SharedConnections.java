package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A few connections with many statements in flight on each, which PostgreSQL answers in order.
 *
 * <p>A statement goes to the connection with the fewest before it, and round one whose oldest
 * statement has been running for long: whatever is sent behind a slow one waits for it. Lives on
 * one event loop.
 */
final class SharedConnections {

  private static final Duration SLOW = Duration.ofMillis(20);

  private final List<Line> lines = new ArrayList<>();

  SharedConnections(Connections connections, Vertx vertx, int count) {
    for (int i = 0; i < count; i++) {
      lines.add(new Line(connections.pipelined(vertx, 1)));
    }
  }

  /** Sends something down the connection where it will wait least. */
  <T> Future<T> send(Function<SqlClient, Future<T>> statement) {
    long now = System.nanoTime();
    Line best = lines.getFirst();
    for (Line line : lines) {
      if (line.waiting(now) < best.waiting(now)) {
        best = line;
      }
    }
    return best.send(statement, now);
  }

  /** One connection, opened when it is first needed, and the moments its statements were sent. */
  private static final class Line {

    private static final long BEHIND_A_SLOW_ONE = 1L << 32;

    private final SqlClient client;
    private final Deque<Long> sent = new ArrayDeque<>();

    Line(SqlClient client) {
      this.client = client;
    }

    /**
     * A measure of the wait: the statements before, and a lot more if the first of them is slow.
     */
    long waiting(long now) {
      Long oldest = sent.peekFirst();
      boolean slow = oldest != null && now - oldest > SLOW.toNanos();
      return sent.size() + (slow ? BEHIND_A_SLOW_ONE : 0);
    }

    <T> Future<T> send(Function<SqlClient, Future<T>> statement, long now) {
      sent.addLast(now);
      return statement.apply(client).onComplete(_ -> sent.pollFirst());
    }
  }
}
