package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Objects;

/**
 * A read that shares a connection, and is sent again elsewhere where it is held up there or loses
 * it: once beside others, and once by itself. The first answer counts. Lives on one event loop.
 */
final class SessionRead {

  private static final int RESENT_MAX = 2;

  private final Work work;
  private final long asked = System.nanoTime();
  private final TracePoint point = TracePoint.here();
  private final Promise<Reply> answer = Promise.promise();
  private int resent;
  private int underWay;

  SessionRead(Work work) {
    this.work = work;
  }

  Work work() {
    return work;
  }

  /** When it came, of {@link System#nanoTime}. */
  long asked() {
    return asked;
  }

  /** Where in a trace it is. */
  TracePoint point() {
    return point;
  }

  /** What its client wants to be set. */
  Map<String, String> settings() {
    Session session =
        Objects.requireNonNull(work.session(), "a work of SQL over HTTP has a session");
    return session.settings();
  }

  Future<Reply> answer() {
    return answer.future();
  }

  boolean isAnswered() {
    return answer.future().isComplete();
  }

  /** How often it was sent again. */
  int resent() {
    return resent;
  }

  /** Whether it may be sent again, which it is then. */
  boolean resend() {
    boolean may = resent < RESENT_MAX && !isAnswered();
    resent += may ? 1 : 0;
    return may;
  }

  /** It is sent, or waits to be; {@link #replied} or {@link #leftToAnother} follows. */
  void begins() {
    underWay++;
  }

  /** That came to nothing, and it has begun elsewhere. */
  void leftToAnother() {
    underWay--;
  }

  /** That it was not run, or was lost, says nothing while it is under way elsewhere. */
  void replied(Reply reply) {
    underWay--;
    boolean nothing =
        reply instanceof Failure.Busy
            || reply instanceof Failure.Unanswered
            || reply instanceof Failure.Unknown;
    if (!nothing || underWay == 0) {
      answer.tryComplete(reply);
    }
  }
}
