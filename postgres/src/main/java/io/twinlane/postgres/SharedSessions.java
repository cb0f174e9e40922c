package io.twinlane.postgres;

import io.twinlane.postgres.SharedSession.Flight;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quick reads of one login, several of them on a connection at once: who comes while another such
 * read of a session with the same settings has one is sent down it as well, as far as there is
 * room, and takes no place of the pool's. They are packed onto one connection as far as they fit,
 * since one busy backend costs half of what five do.
 *
 * <p>Who waits there for one that turns out slow is read again on a connection of its own, and so
 * is who loses the connection by another's doing; only reads allow that, and the first answer
 * counts. Others who want the connection for themselves get it: when somebody waits for one, or
 * after a second, nobody more joins. Lives on one event loop.
 */
final class SharedSessions {

  private static final Duration STUCK = Duration.ofMillis(20);
  private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();
  private static final long OPEN_NANOS = Duration.ofSeconds(1).toNanos();

  private final Vertx vertx;
  private final ExclusiveConnections exclusive;
  private final TextStatements statements;
  private final SlowLog slow;
  private final PoolBook book;
  private final int most;
  private final List<SharedSession> sessions = new ArrayList<>();
  private boolean looking;

  /**
   * On the connections of a pool.
   *
   * @param most how many may be in flight on each
   */
  SharedSessions(
      Vertx vertx,
      ExclusiveConnections exclusive,
      TextStatements statements,
      SlowLog slow,
      PoolBook book,
      int most) {
    this.vertx = vertx;
    this.exclusive = exclusive;
    this.statements = statements;
    this.slow = slow;
    this.book = book;
    this.most = most;
  }

  /**
   * Runs a read of a single statement that is usually quick, and known to leave nothing in its
   * session. The answer never fails.
   */
  Future<Reply> read(Work work, Sessions.Stopwatch stopwatch) {
    Flight flight = new Flight(work, stopwatch);
    read(flight);
    return flight.answer().future();
  }

  private void read(Flight flight) {
    Map<String, String> settings = settings(flight.work());
    SharedSession open = open(settings);
    if (open == null) {
      opened(flight, settings).onSuccess(flight.answer()::tryComplete);
    } else if (exclusive.wanted(flight.work())) {
      joined(flight, open);
    } else {
      flight.answer().tryComplete(new Failure.Busy(Reason.EXPIRED));
    }
  }

  private static Map<String, String> settings(Work work) {
    Session session =
        Objects.requireNonNull(work.session(), "a work of SQL over HTTP has a session");
    return session.settings();
  }

  private @Nullable SharedSession open(Map<String, String> settings) {
    long now = System.nanoTime();
    long turn = exclusive.crowded() ? TURN_NANOS : OPEN_NANOS;
    for (SharedSession session : sessions) {
      if (session.takes(settings, most)
          && session.age(now) <= turn
          && session.silence(now) <= STUCK.toNanos()) {
        return session;
      }
    }
    return null;
  }

  private Future<Reply> opened(Flight first, Map<String, String> settings) {
    SharedSession session = new SharedSession(settings, statements);
    sessions.add(session);
    session.ended().onComplete(_ -> sessions.remove(session));
    lookLater();
    long asked = System.nanoTime();
    return exclusive
        .use(
            first.work(),
            held ->
                slow.watched(
                    first.work(),
                    asked,
                    statements
                        .prepared(held, first.work())
                        .compose(_ -> session.open(held, first))),
            session.ended())
        .onComplete(_ -> session.endUnlessOpen());
  }

  private void joined(Flight flight, SharedSession session) {
    long asked = System.nanoTime();
    slow.watched(flight.work(), asked, session.send(flight, exclusive::wanted))
        .onSuccess(reply -> answered(flight, asked, reply))
        .onFailure(cause -> {
          if (!session.isOpen()) {
            // one of those who have waited for it waits for another now
            read(flight);
          } else if (ofConnection(cause) && exclusive.wanted(flight.work())) {
            apart(flight);
          } else {
            answered(flight, asked, failure(flight.work(), cause));
          }
        });
  }

  private void answered(Flight flight, long asked, Reply reply) {
    book.took(reply, System.nanoTime() - asked);
    flight.answer().tryComplete(reply);
  }

  private Failure failure(Work work, Throwable cause) {
    return SqlState.cancelled(cause)
        ? Failure.Refused.cancelled()
        : SqlState.ofSession(cause, work, statements.bytesMax());
  }

  /** Whether it says nothing of the read itself: another's was cancelled, too large, or lost. */
  private static boolean ofConnection(Throwable cause) {
    return SqlState.cancelled(cause)
        || SqlState.lost(cause)
        || SqlState.spoilsTheConnection(cause)
        || SqlState.refusesTheSession(cause);
  }

  /** Once, on a connection of its own; where that fails as well, that is the answer. */
  private void apart(Flight flight) {
    if (flight.leaves()) {
      long asked = System.nanoTime();
      Work work = flight.work();
      flight
          .point()
          .in(() ->
              exclusive.use(
                  work,
                  held -> slow.watched(work, asked, statements.known(held, work, Traces.NOTHING))))
          .onComplete(reply -> flight.answer().tryComplete(reply.result()));
    }
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(STUCK.toMillis(), _ -> look());
    }
  }

  private void look() {
    looking = false;
    long now = System.nanoTime();
    for (SharedSession session : List.copyOf(sessions)) {
      Flight oldest = session.oldest();
      if (oldest != null && session.silence(now) > STUCK.toNanos()) {
        if (!exclusive.wanted(oldest.work())) {
          session.cancel();
        }
        session.behind().forEach(this::apart);
      }
    }
    if (!sessions.isEmpty()) {
      lookLater();
    }
  }
}
