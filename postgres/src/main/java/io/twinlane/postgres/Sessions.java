package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Recent;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of clients who log in to PostgreSQL themselves: each user of a database has a small
 * pool. There are only so many pools; for one more, the one goes that was used least lately, among
 * those that nobody uses. Lives on one event loop.
 */
public final class Sessions {

  private static final int GONE_MAX = 10_000;

  private final Vertx vertx;
  private final Connections connections;
  private final SessionSettings settings;
  private final LaneBook book;
  private final PoolBook poolBook;
  private final Logins logins;
  private final SlowLog slow;
  private final RoleGuard guard = new RoleGuard();
  private final Map<String, ClientPool> pools = new LinkedHashMap<>(16, 0.75f, true);

  /** On the server of the lane's own connections, and counted and told with those. */
  public Sessions(
      Vertx vertx, Connections connections, SessionSettings settings, Observers observers) {
    this.book = observers.book();
    this.poolBook = book.pool("sessions");
    this.slow = observers.slow();
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.logins = new Logins(vertx, connections, settings, book.pool("logins"));
  }

  /** Who counts what runs in them, and who tells of what takes long. */
  public record Observers(LaneBook book, SlowLog slow) {}

  /** Works whose clients have gone, also before they had a connection or even a pool. */
  private final Map<Long, Boolean> gone = new Recent<>(GONE_MAX);

  /** The connections of a user to a database. */
  private static final class ClientPool {

    private final Pool pool;
    private final ExclusiveConnections exclusive;
    private final SharedSessions shared;
    private final Reaching reaching;
    private String password;
    private int users;
    private boolean asked;

    ClientPool(Sessions all, Session session) {
      SessionSettings settings = all.settings;
      Connections connections = all.connections;
      Vertx vertx = all.vertx;
      this.password = session.password();
      int max = settings.connectionsMax();
      this.pool =
          session.byToken()
              ? connections.unprepared(vertx, max)
              : connections.ofClient(
                  vertx, session.database(), session.user(), () -> password, max);
      this.reaching = new Reaching(vertx, all.book);
      this.exclusive =
          new ExclusiveConnections(
              vertx,
              pool,
              // the lane's own user may not stop what another one runs
              new Canceller.ByRequest(),
              new Admission(vertx, max, connections.pool(), all.poolBook),
              settings.answerBytesMax());
      this.shared =
          new SharedSessions(
              vertx, exclusive, all.statements(), all.slow, all.poolBook, connections.pool());
    }
  }

  /** How statements run in sessions. */
  public TextStatements statements() {
    return new TextStatements(
        settings.answerBytesMax(), connections.readOnly(), connections.told());
  }

  /**
   * Answers a work, if it is in a session of the lane's own, or if PostgreSQL lets its session's
   * user in with its password; otherwise the answer is the {@link Failure} that says why not.
   */
  public Future<Reply> admitted(Work work, Supplier<Future<Reply>> answer) {
    Session session = work.session();
    if (session == null) {
      return answer.get();
    }
    if (connections.pooler()) {
      return Future.succeededFuture(behindPooler());
    }
    Future<Reply> let =
        session.byToken() ? kept(work, session) : logins.login(session, work.deadline());
    return TracePoint.here()
        .after(let)
        .compose(reply -> reply instanceof Noted ? answer.get() : Future.succeededFuture(reply));
  }

  /** A token's role is kept only if no statement can leave it. */
  private Future<Reply> kept(Work work, Session session) {
    if (otherDatabase(session) != null) {
      return Future.succeededFuture(
          new Failure.Refused("3D000", "a token is for the database of REST only", null, null, -1));
    }
    ClientPool pool = pool(session);
    if (pool == null) {
      return Future.succeededFuture(new Failure.Busy(Reason.POOL_FULL));
    }
    pool.users++;
    return Future.succeededFuture()
        .compose(_ -> guard.kept(work, pool.pool))
        .onComplete(_ -> pool.users--);
  }

  /**
   * Runs with a connection of the work's session, whose login has been checked. The answer never
   * fails.
   */
  public Future<Reply> use(Work work, Function<HeldConnection, Future<Reply>> run) {
    return reached(work, pool -> watched(pool, work, run));
  }

  /**
   * Runs a read of a single statement that is known to leave nothing in its session, with a
   * connection that other such reads of the session may have at the same time. It may be run twice.
   * The answer never fails.
   */
  public Future<Reply> read(Work work) {
    return reached(work, pool -> pool.shared.read(work));
  }

  private Future<Reply> reached(Work work, Function<ClientPool, Future<Reply>> way) {
    Session session = Objects.requireNonNull(work.session());
    if (gone.containsKey(work.ticket())) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    ClientPool pool = pool(session);
    if (pool == null) {
      return Future.succeededFuture(new Failure.Busy(Reason.POOL_FULL));
    }
    pool.users++;
    return pool.reaching
        .reply(work.deadline(), () -> way.apply(pool))
        .onComplete(_ -> pool.users--)
        .onSuccess(reply -> {
          if (reply instanceof Failure.Refused no && no.sqlState().startsWith("28")) {
            logins.forget(session);
          }
        });
  }

  private Future<Reply> watched(
      ClientPool pool, Work work, Function<HeldConnection, Future<Reply>> run) {
    long asked = System.nanoTime();
    return pool.exclusive.use(work, held -> slow.watched(work, asked, run.apply(held)));
  }

  /**
   * Asks as whoever runs a work, and leaves nothing behind: on a connection of the lane's own, or
   * of the client's session.
   *
   * @param own the lane's connections
   */
  public <T> Future<T> ask(Work work, Pool own, Function<SqlConnection, Future<T>> question) {
    Session session = work.session();
    return session == null ? new Questions(own).ask(question) : ask(session, question);
  }

  private <T> Future<T> ask(Session session, Function<SqlConnection, Future<T>> question) {
    ClientPool pool = pool(session);
    if (pool == null || pool.asked) {
      return Future.failedFuture("there is no connection to ask on");
    }
    pool.users++;
    pool.asked = true; // one question at a time: the works come first
    return new Questions(pool.pool)
        .ask(question)
        .onComplete(_ -> {
          pool.users--;
          pool.asked = false;
        });
  }

  /** Stops what runs for a client who has gone. */
  public void abandon(long ticket) {
    gone.put(ticket, true);
    pools.values().forEach(pool -> pool.exclusive.abandon(ticket));
  }

  /** Stops whatever runs, and lets nothing more run: the process ends. */
  public void cancelAll() {
    pools.values().forEach(pool -> pool.exclusive.cancelAll());
  }

  /** The database of a session, as it is called in messages: null for the lane's own. */
  public @Nullable String otherDatabase(Session session) {
    return session.database().equals(connections.source().url().database())
        ? null
        : session.database();
  }

  private @Nullable ClientPool pool(Session session) {
    String key = session.database() + '\0' + session.user();
    ClientPool known = pools.get(key);
    if (known != null) {
      known.password = session.password();
      return known;
    }
    if (pools.size() >= settings.poolsMax() && !closeLeastUsed()) {
      return null;
    }
    ClientPool made = new ClientPool(this, session);
    pools.put(key, made);
    return made;
  }

  private boolean closeLeastUsed() {
    for (Map.Entry<String, ClientPool> entry : pools.entrySet()) {
      if (entry.getValue().users == 0) {
        pools.remove(entry.getKey());
        poolBook.places(-settings.connectionsMax());
        entry.getValue().pool.close();
        return true;
      }
    }
    return false;
  }

  private static Failure behindPooler() {
    return new Failure.Refused(
        "0A000",
        "SQL over HTTP is not possible through a pooler in transaction mode",
        "Nothing of a session outlives a transaction there",
        "Let DATABASE_URL lead to PostgreSQL itself",
        -1);
  }
}
