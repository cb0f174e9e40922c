package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.Console;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks on, over another connection, while a statement runs: who holds it up, and how far it has
 * come. The connection and the console are the watch's own until it is closed.
 */
final class Watch implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;
  private static final String NOBODY = "somebody who has gone since";

  /**
   * Waits for the transactions of others, too, which hold up an index that is built concurrently.
   */
  private static final String BLOCKERS =
      """
      select string_agg(format('pid %s (user %s, application %s, %s since %s)', a.pid, a.usename,
        coalesce(nullif(a.application_name, ''), '?'), coalesce(a.state, a.backend_type),
        coalesce(a.xact_start, a.backend_start)::timestamptz(0)), ', ')
      from unnest(pg_blocking_pids(?)) b (pid) join pg_stat_activity a on a.pid = b.pid
      """;

  private static final String PROGRESS =
      """
      select phase, greatest(blocks_done, tuples_done, lockers_done),
        case when blocks_total > 0 then blocks_total when tuples_total > 0 then tuples_total else lockers_total end
      from pg_stat_progress_create_index where pid = ?
      union all
      select 'vacuum: ' || phase, heap_blks_scanned, heap_blks_total from pg_stat_progress_vacuum where pid = ?
      """;

  private final Connection observer;
  private final int pid;
  private final Console console;
  private final String what;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile String blockers = NOBODY;

  private Watch(Connection observer, int pid, Console console, String what) {
    this.observer = observer;
    this.pid = pid;
    this.console = console;
    this.what = what;
    this.thread = Thread.ofVirtual().unstarted(this::look);
  }

  /** Begins to watch a session. */
  static Watch on(Connection observer, int pid, Console console, String what) {
    Watch watch = new Watch(observer, pid, console, what);
    watch.thread.start();
    return watch;
  }

  /** Who held the statement up when that was last seen. */
  String blockers() {
    return blockers;
  }

  private void look() {
    try {
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        seeBlockers();
        seeProgress();
      }
    } catch (SQLException e) {
      // whoever only looks on must not stop what is under way
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void seeBlockers() throws SQLException {
    try (PreparedStatement statement = observer.prepareStatement(BLOCKERS)) {
      statement.setInt(1, pid);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next() && rows.getString(1) != null) {
          blockers = rows.getString(1);
          console.progress(what + " waits for " + blockers, 0, 0);
        }
      }
    }
  }

  private void seeProgress() throws SQLException {
    try (PreparedStatement statement = observer.prepareStatement(PROGRESS)) {
      statement.setInt(1, pid);
      statement.setInt(2, pid);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          console.progress(what + ": " + rows.getString(1), rows.getLong(2), rows.getLong(3));
        }
      }
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
