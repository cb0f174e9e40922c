package io.twinlane.postgres;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Recent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Connections that one work takes for itself. Works are let in by {@link Admission}; what runs is
 * cancelled when its client has gone or its time is over, and what does not answer to that is given
 * up with its connection. Lives on one event loop.
 */
public final class ExclusiveConnections {

  private static final long LOOK_MILLIS = 100;
  private static final int GONE_MAX = 10_000;
  private static final long CLEANED_MILLIS = 5_000;

  private final Vertx vertx;
  private final Pool pool;
  private final Canceller canceller;
  private final Admission admission;
  private final int bytesMax;
  private final Set<HeldConnection> held = new HashSet<>();
  private final Map<Long, HeldConnection> byTicket = new HashMap<>();

  /** Works whose clients have gone, also those that wait or pause before another try. */
  private final Map<Long, Boolean> gone = new Recent<>(GONE_MAX);

  private boolean looking;
  private boolean closing;

  /** Over a pool, for answers of at most so many bytes. */
  public ExclusiveConnections(
      Vertx vertx, Pool pool, Canceller canceller, Admission admission, int bytesMax) {
    this.vertx = vertx;
    this.pool = pool;
    this.canceller = canceller;
    this.admission = admission;
    this.bytesMax = bytesMax;
  }

  /**
   * Runs with a connection, once there is one. The answer never fails: where there is no connection
   * to be had it is {@link Failure.Busy}, and otherwise what {@link SqlState} makes of the cause.
   * The place is taken until the connection is clean again; the answer does not wait for that.
   */
  public Future<Reply> use(Work work, Function<HeldConnection, Future<Reply>> run) {
    return use(work, run, Future.succeededFuture());
  }

  /**
   * The same with others, who use the connection beside it and may do so for longer.
   *
   * @param others done when none of them does any more
   */
  Future<Reply> use(Work work, Function<HeldConnection, Future<Reply>> run, Future<Void> others) {
    Promise<Reply> answer = Promise.promise();
    admission
        .admitted(
            new Admission.Visitor(work.deadline(), () -> !gone.containsKey(work.ticket())),
            () -> connected(new Use(work, run, others, answer)))
        .onSuccess(answer::tryComplete)
        .onFailure(cause -> answer.tryComplete(failure(work, cause)));
    return answer.future();
  }

  /** Whether somebody waits for one. */
  public boolean crowded() {
    return admission.crowded();
  }

  /** Stops a work whose client has gone, unless it has sent its COMMIT. */
  public void abandon(long ticket) {
    gone.put(ticket, true);
    HeldConnection taken = byTicket.get(ticket);
    if (taken != null) {
      taken.cancel();
    }
  }

  /** Stops all that has not begun to commit, and lets nothing more run: the process ends. */
  public void cancelAll() {
    closing = true;
    held.forEach(HeldConnection::cancel);
  }

  private record Use(
      Work work,
      Function<HeldConnection, Future<Reply>> run,
      Future<Void> others,
      Promise<Reply> answer) {}

  private Future<Reply> connected(Use use) {
    return connection(use.work().deadline())
        .transform(connection ->
            connection.succeeded()
                ? used(use, connection.result())
                : Future.succeededFuture(unconnected(use.work(), connection.cause())));
  }

  /** Not longer than the work may wait; what comes later goes back. */
  private Future<SqlConnection> connection(Deadline deadline) {
    return Connections.inTime(
        vertx,
        deadline.remaining(),
        pool.getConnection(),
        "the time was over before there was a connection");
  }

  /**
   * As many are let in as the pool has connections: where there was none in time, it was not full
   * but could not open one.
   */
  private static Reply unconnected(Work work, Throwable cause) {
    Failure failure =
        work.session() == null ? SqlState.notSent(cause, work) : SqlState.ofLogin(cause, work);
    return failure.equals(new Failure.Busy(Reason.POOL_FULL))
        ? new Failure.Busy(Reason.DATABASE_AWAY)
        : failure;
  }

  private Future<Reply> used(Use use, SqlConnection connection) {
    Work work = use.work();
    HeldConnection taken = hold(work, connection);
    long begun = System.nanoTime();
    return Future.succeededFuture(taken)
        .compose(_ -> wanted(work) ? use.run().apply(taken) : nobodyWaits())
        .otherwise(cause -> failure(work, cause))
        .map(reply -> work.session() == null ? settled(taken, reply) : told(taken, reply))
        .onSuccess(reply -> admission.book().took(reply, System.nanoTime() - begun))
        .onSuccess(use.answer()::tryComplete)
        .compose(reply ->
            use.others()
                .compose(_ -> release(work, taken, reply))
                .transform(_ -> Future.succeededFuture(reply)));
  }

  private Failure failure(Work work, Throwable cause) {
    return work.session() == null
        ? SqlState.failure(cause, work, bytesMax)
        : SqlState.ofSession(cause, work, bytesMax);
  }

  /**
   * Whether somebody still waits for a work: its client may have gone, or its time be over, while a
   * connection was opened.
   */
  public boolean wanted(Work work) {
    return !closing && !gone.containsKey(work.ticket()) && !work.deadline().expired();
  }

  private static Future<Reply> nobodyWaits() {
    return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
  }

  private HeldConnection hold(Work work, SqlConnection connection) {
    HeldConnection taken = new HeldConnection(connection, work, canceller);
    held.add(taken);
    if (work.ticket() != 0) {
      byTicket.put(work.ticket(), taken);
    }
    lookLater();
    return taken;
  }

  private Future<?> release(Work work, HeldConnection taken, Reply reply) {
    held.remove(taken);
    byTicket.remove(work.ticket(), taken);
    boolean broken =
        reply instanceof Failure.Unknown || reply instanceof Failure.Unanswered || !taken.isOpen();
    return (work.session() == null || broken ? Future.succeededFuture() : cleaned(taken))
        .compose(_ -> taken.release(vertx, broken));
  }

  /** A session of a client's own shows nothing of it to who comes next, or is not used again. */
  private Future<?> cleaned(HeldConnection taken) {
    long timer = vertx.setTimer(CLEANED_MILLIS, _ -> taken.discard());
    return taken
        .settled()
        .compose(_ -> TextStatements.reset(Sockets.wire(taken.connection())))
        .otherwise(_ -> {
          taken.discard();
          return null;
        })
        .onComplete(_ -> vertx.cancelTimer(timer));
  }

  private static Reply told(HeldConnection taken, Reply reply) {
    if (reply instanceof Failure.TooLarge) {
      taken.discard();
    }
    return taken.cancelled()
            && reply instanceof Failure.Refused refused
            && refused.sqlState().equals(SqlState.CANCELLED)
        ? Failure.Refused.cancelled()
        : reply;
  }

  private static Reply settled(HeldConnection taken, Reply reply) {
    return switch (reply) {
      // PostgreSQL says that a user wanted it
      case Failure.Refused(String state, _, _, _, _, _)
          when state.equals(SqlState.CANCELLED) && taken.cancelled() ->
          Failure.Refused.cancelled();
      case Failure.Refused refused when SqlState.SPOILT.contains(refused.sqlState()) -> {
        taken.discard();
        yield reply;
      }
      case Failure.Busy(Reason reason) when reason == Reason.READ_ONLY -> {
        // the server that takes writes may be another one by now
        taken.discard();
        yield reply;
      }
      default -> reply;
    };
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(LOOK_MILLIS, _ -> look());
    }
  }

  private void look() {
    looking = false;
    List.copyOf(held).forEach(HeldConnection::look);
    if (!held.isEmpty()) {
      lookLater();
    }
  }
}
