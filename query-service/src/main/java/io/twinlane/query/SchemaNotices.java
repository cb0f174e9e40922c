package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once when somebody tells that the schema is another one: by {@code NOTIFY} on a channel,
 * with the payload {@code reload schema} or none, as migration tools and event triggers of
 * PostgREST's users do.
 *
 * <p>Has a connection of its own, for a session that listens cannot be shared. While the lane has
 * nothing to do it is closed: the database may fall asleep. Lives on one event loop.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-notify.html">NOTIFY</a>
 */
final class SchemaNotices {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaNotices.class);

  /** Several in a row, as from a migration of many steps, are one. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final Connections connections;
  private final String channel;
  private final BooleanSupplier idle;
  private final Runnable changed;
  private @Nullable PgConnection current;
  private long openedNanos;
  private boolean connecting;
  private Duration retry = RETRY_FIRST;
  private long retryAtNanos = System.nanoTime();
  private boolean missed;
  private boolean due;

  /**
   * One that does not listen yet.
   *
   * @param idle whether the lane has had nothing to do for a while
   * @param changed hears that the schema may be another one
   */
  SchemaNotices(
      Vertx vertx,
      Connections connections,
      String channel,
      BooleanSupplier idle,
      Runnable changed) {
    this.vertx = vertx;
    this.connections = connections;
    this.channel = channel;
    this.idle = idle;
    this.changed = changed;
  }

  /** Listens for as long as the process runs. */
  void begin() {
    look();
    vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> look());
  }

  private void look() {
    if (idle.getAsBoolean()) {
      letGo();
    } else if (!connecting && System.nanoTime() - retryAtNanos >= 0 && (current == null || old())) {
      connect();
    }
  }

  /** Like those of a pool, the connection has its time: its password may be another one by then. */
  private boolean old() {
    long lifetime = connections.pool().lifetimeMax().toNanos();
    return lifetime > 0 && System.nanoTime() - openedNanos > lifetime;
  }

  private void letGo() {
    PgConnection before = current;
    if (before != null) {
      current = null;
      missed = true;
      before.close();
    }
  }

  private void connect() {
    connecting = true;
    connections
        .listening(vertx)
        .compose(this::listen)
        .onComplete(_ -> connecting = false)
        .onSuccess(this::opened)
        .onFailure(this::failed);
  }

  private Future<PgConnection> listen(PgConnection connection) {
    connection.notificationHandler(notice -> {
      if (notice.getPayload().isEmpty() || notice.getPayload().equals("reload schema")) {
        heard();
      }
    });
    return connection
        .query("listen " + quoted(channel))
        .execute()
        .map(connection)
        .onFailure(_ -> connection.close());
  }

  private void opened(PgConnection connection) {
    PgConnection before = current;
    current = connection;
    openedNanos = System.nanoTime();
    retry = RETRY_FIRST;
    connection.closeHandler(_ -> lost(connection));
    if (before != null) {
      before.close();
    }
    if (missed) {
      heard();
    }
  }

  private void heard() {
    missed = false;
    if (!due) {
      due = true;
      vertx.setTimer(
          PAUSE.toMillis(),
          _ -> {
            due = false;
            changed.run();
          });
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private void lost(PgConnection connection) {
    if (connection == current) {
      current = null;
      missed = true;
    }
  }

  private void failed(Throwable cause) {
    LOG.debug("not listening for changes of the schema: {}", SqlState.words(cause));
    retryAtNanos = System.nanoTime() + retry.toNanos();
    Duration doubled = retry.multipliedBy(2);
    retry = doubled.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : doubled;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
