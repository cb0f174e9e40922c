package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.PoolSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one login, of which the quick ones are several on a connection at once: who comes while
 * another such read of a session with the same settings has one is sent down it as well, as far as
 * there is room, and takes no place of the pool's. They are packed onto one connection as far as
 * they fit, since one busy backend costs half of what five do.
 *
 * <p>Who waits there for one that turns out slow is sent down another one, and later read by
 * itself, and so is who loses the connection by another's doing; only reads allow that. Others who
 * want the connection for themselves get it: when somebody waits for one, or after a second, nobody
 * more joins. Who joins where there is no connection yet shares the fate of who waits for it. Lives
 * on one event loop.
 */
final class SharedSessions {

  private static final Duration STUCK = Duration.ofMillis(20);
  private static final Duration HELD_UP = Duration.ofMillis(250);
  private static final Duration TURN = Duration.ofMillis(20);
  private static final Duration OPEN = Duration.ofSeconds(1);
  private static final Reply EXPIRED = new Failure.Busy(Reason.EXPIRED);

  private final Vertx vertx;
  private final ExclusiveConnections exclusive;
  private final TextStatements statements;
  private final SlowLog slow;
  private final PoolBook book;
  private final PoolSettings limits;
  private final ReadPace pace = new ReadPace();
  private final List<SharedSession> sessions = new ArrayList<>();
  private boolean looking;

  /** On the connections of a pool, with so many in flight on each, and waits, as limits say. */
  SharedSessions(
      Vertx vertx,
      ExclusiveConnections exclusive,
      TextStatements statements,
      SlowLog slow,
      PoolBook book,
      PoolSettings limits) {
    this.vertx = vertx;
    this.exclusive = exclusive;
    this.statements = statements;
    this.slow = slow;
    this.book = book;
    this.limits = limits;
  }

  /**
   * Runs a read of a single statement that is known to leave nothing in its session: beside others
   * where it usually is quick. The answer never fails.
   */
  Future<Reply> read(Work work) {
    if (!TextStatements.oneExchangeSuffices(work) || !pace.isQuick(work, exclusive.crowded())) {
      long asked = System.nanoTime();
      return exclusive.use(work, held -> timed(held, work, asked));
    }
    SessionRead read = new SessionRead(work);
    share(read);
    return read.answer();
  }

  private Future<Reply> timed(HeldConnection held, Work work, long asked) {
    long begun = System.nanoTime();
    return slow.watched(work, asked, statements.known(held, work, Traces.NOTHING))
        .onComplete(done -> pace.took(work, done, System.nanoTime() - begun));
  }

  private void share(SessionRead read) {
    read.begins();
    SharedSession open = open(read.settings());
    if (open == null) {
      open(read);
    } else {
      join(read, open);
    }
  }

  private @Nullable SharedSession open(Map<String, String> settings) {
    long now = System.nanoTime();
    Duration turn = exclusive.crowded() ? TURN : OPEN;
    for (SharedSession session : sessions) {
      if (session.takes(settings, limits.pipelining())
          && session.age(now) <= turn.toNanos()
          && session.silence(now) <= STUCK.toNanos()) {
        return session;
      }
    }
    return null;
  }

  private void open(SessionRead first) {
    SharedSession session = new SharedSession(first.settings(), statements, pace);
    sessions.add(session);
    session.ended().onComplete(_ -> sessions.remove(session));
    lookLater();
    long asked = System.nanoTime();
    exclusive
        .use(
            first.work(),
            held -> first.isAnswered() ? nobodyWaits() : opened(session, held, first, asked),
            session.ended())
        .onSuccess(session::endUnlessOpen)
        .onSuccess(first::replied);
  }

  private Future<Reply> opened(
      SharedSession session, HeldConnection held, SessionRead first, long asked) {
    return statements
        .prepared(held, first.work())
        .compose(_ -> slow.watched(first.work(), asked, session.open(held, first)));
  }

  private void join(SessionRead read, SharedSession session) {
    boolean waits = !session.isOpen();
    if (waits) {
      book.queued();
    }
    long asked = System.nanoTime();
    session
        .opened()
        .onSuccess(refusal -> {
          if (waits) {
            book.left();
          }
          if (refusal != null) {
            refused(read, refusal);
          } else if (read.isAnswered() || !exclusive.wanted(read.work())) {
            read.replied(EXPIRED);
          } else {
            send(read, session, asked);
          }
        });
  }

  /** Who had run out of time need not have been this one as well. */
  private void refused(SessionRead read, Reply refusal) {
    long waited = System.nanoTime() - read.asked();
    if (!refusal.equals(EXPIRED) || !exclusive.wanted(read.work())) {
      read.replied(refusal);
    } else if (waited > limits.waitTimeout().toNanos()) {
      read.replied(new Failure.Busy(Reason.POOL_FULL));
    } else {
      read.point().run(() -> share(read));
      read.leftToAnother();
    }
  }

  private void send(SessionRead read, SharedSession session, long asked) {
    long begun = System.nanoTime();
    slow.watched(read.work(), asked, session.fly(read))
        .recover(cause -> {
          boolean again = ofConnection(session, cause) && exclusive.wanted(read.work());
          return again && sentAgain(read)
              ? Future.failedFuture(cause)
              : Future.succeededFuture(failure(session, read.work(), cause));
        })
        .onSuccess(reply -> book.took(reply, System.nanoTime() - begun))
        .onSuccess(read::replied)
        .onFailure(_ -> read.leftToAnother());
  }

  /** Whether it says nothing of the read itself: another's was cancelled, too large, or lost. */
  private static boolean ofConnection(SharedSession session, Throwable cause) {
    return (session.cancelled() && SqlState.cancelled(cause))
        || SqlState.lost(cause)
        || SqlState.spoilsTheConnection(cause)
        || SqlState.refusesTheSession(cause);
  }

  private Failure failure(SharedSession session, Work work, Throwable cause) {
    return session.cancelled() && SqlState.cancelled(cause)
        ? Failure.Refused.cancelled()
        : SqlState.ofSession(cause, work, statements.bytesMax());
  }

  private boolean sentAgain(SessionRead read) {
    boolean may = read.resend();
    if (may) {
      read.point().run(read.resent() == 1 ? () -> share(read) : () -> byItself(read));
    }
    return may;
  }

  private void byItself(SessionRead read) {
    long asked = System.nanoTime();
    read.begins();
    exclusive
        .use(
            read.work(),
            held -> read.isAnswered() ? nobodyWaits() : timed(held, read.work(), asked))
        .onSuccess(read::replied);
  }

  private static Future<Reply> nobodyWaits() {
    return Future.succeededFuture(EXPIRED);
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
      Work oldest = session.oldest();
      long silence = session.silence(now);
      if (oldest != null && silence > STUCK.toNanos()) {
        if (!exclusive.wanted(oldest)) {
          session.stop(oldest);
        }
        helpThoseWhoWait(session, silence > HELD_UP.toNanos());
      }
    }
    if (!sessions.isEmpty()) {
      lookLater();
    }
  }

  private void helpThoseWhoWait(SharedSession held, boolean forLong) {
    for (SessionRead read : held.behind()) {
      if (read.resent() == 0 || forLong) {
        sentAgain(read);
      }
    }
  }
}
