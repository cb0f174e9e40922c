package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A look at another session's locks every few milliseconds, over a connection of its own: for
 * statements that give their locks back before they end. A lock that is held for less than the
 * pause may be missed.
 */
final class LockWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(3);

  private final Connection connection;
  private final FutureTask<Map<HeldLock, Span>> task;
  private volatile boolean over;

  private LockWatch(Connection connection, int session) {
    this.connection = connection;
    this.task = new FutureTask<>(() -> seen(session));
  }

  /** The first and the last moment that a lock was seen, by the clock of the JVM. */
  private record Span(long first, long last) {}

  /** Begins to watch; it has looked once, and is quick from then on, before it returns. */
  static LockWatch of(Database database, int session) throws SQLException {
    LockWatch watch = new LockWatch(database.connect(), session);
    HeldLock.of(watch.connection, session);
    Thread.ofVirtual().start(watch.task);
    return watch;
  }

  private Map<HeldLock, Span> seen(int session) throws SQLException, InterruptedException {
    Map<HeldLock, Span> spans = new HashMap<>();
    while (!over) {
      long now = System.nanoTime();
      for (HeldLock lock : HeldLock.of(connection, session)) {
        spans.merge(
            lock, new Span(now, now), (before, again) -> new Span(before.first(), again.last()));
      }
      Thread.sleep(PAUSE);
    }
    return spans;
  }

  /** Ends the watch: which locks were seen, and for how long. */
  Map<HeldLock, Duration> end() throws SQLException {
    over = true;
    Map<HeldLock, Duration> durations = new HashMap<>();
    try {
      task.get()
          .forEach(
              (lock, span) -> durations.put(lock, Duration.ofNanos(span.last() - span.first())));
      return durations;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("stopped while watching locks", e);
    } catch (ExecutionException e) {
      throw new SQLException("the locks could not be watched: " + e.getCause(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    over = true;
    connection.close();
  }
}
