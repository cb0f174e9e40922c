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
 * <p>Statements are packed onto as few of them as will do, because what travels together costs less
 * at both ends. A connection whose oldest statement has been running for long is passed over:
 * whatever is sent behind a slow one waits for it. Lives on one event loop.
 */
final class SharedConnections {

  private static final Duration SLOW = Duration.ofMillis(5);

  private final int pipelining;
  private final List<Line> lines = new ArrayList<>();

  SharedConnections(Connections connections, Vertx vertx, int count) {
    pipelining = connections.pool().pipelining();
    for (int i = 0; i < count; i++) {
      lines.add(new Line(connections.pipelined(vertx, 1)));
    }
  }

  /**
   * Sends something down the first connection that is neither slow nor full, or the emptiest one.
   */
  <T> Future<T> send(Function<SqlClient, Future<T>> statement) {
    long now = System.nanoTime();
    Line emptiest = lines.getFirst();
    for (Line line : lines) {
      if (line.sent.size() < pipelining && !line.slow(now)) {
        return line.send(statement, now);
      }
      if (line.sent.size() < emptiest.sent.size()) {
        emptiest = line;
      }
    }
    return emptiest.send(statement, now);
  }

  /** One connection, opened when it is first needed, and the moments its statements were sent. */
  private static final class Line {

    private final SqlClient client;
    private final Deque<Long> sent = new ArrayDeque<>();

    Line(SqlClient client) {
      this.client = client;
    }

    /** Whether its oldest statement has been running for long. */
    boolean slow(long now) {
      Long oldest = sent.peekFirst();
      return oldest != null && now - oldest > SLOW.toNanos();
    }

    <T> Future<T> send(Function<SqlClient, Future<T>> statement, long now) {
      sent.addLast(now);
      return statement.apply(client).onComplete(_ -> sent.pollFirst());
    }
  }
}
