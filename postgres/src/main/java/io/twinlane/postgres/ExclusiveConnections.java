package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections that one work takes for itself. Works are let in by {@link Admission}; what runs is
 * cancelled when its client has gone or its time is over, and what does not answer to that is given
 * up with its connection. Lives on one event loop.
 */
public final class ExclusiveConnections {

  private static final long LOOK_MILLIS = 100;

  private final Vertx vertx;
  private final Pool pool;
  private final Admission admission;
  private final int bytesMax;
  private final Set<HeldConnection> held = new HashSet<>();
  private final Map<Long, Place> places = new HashMap<>();
  private boolean looking;

  /** Over a pool, for answers of at most so many bytes. */
  public ExclusiveConnections(Vertx vertx, Pool pool, Admission admission, int bytesMax) {
    this.vertx = vertx;
    this.pool = pool;
    this.admission = admission;
    this.bytesMax = bytesMax;
  }

  /** Where a work is: it waits, or has a connection; its client may have gone. */
  private static final class Place {

    private final Work work;
    private @Nullable HeldConnection connection;
    private boolean abandoned;

    Place(Work work) {
      this.work = work;
    }

    void abandon() {
      abandoned = true;
      if (connection != null) {
        connection.cancel();
      }
    }
  }

  /**
   * Runs with a connection, once there is one. The answer never fails: where there is no connection
   * to be had it is {@link Failure.Busy}, and otherwise what {@link SqlState} makes of the cause.
   */
  public Future<Reply> use(Work work, Function<HeldConnection, Future<Reply>> run) {
    Place place = new Place(work);
    if (work.ticket() != 0) {
      places.put(work.ticket(), place);
    }
    return admission
        .admitted(work.deadline(), () -> connected(place, run))
        .onComplete(_ -> places.remove(work.ticket(), place));
  }

  /** Stops a work whose client has gone, unless it has begun to commit. */
  public void abandon(long ticket) {
    Place place = places.get(ticket);
    if (place != null) {
      place.abandon();
    }
  }

  private Future<Reply> connected(Place place, Function<HeldConnection, Future<Reply>> run) {
    if (place.abandoned) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    return pool.getConnection()
        .map(connection -> hold(place, connection))
        .transform(taken ->
            taken.succeeded()
                ? used(place, taken.result(), run)
                : Future.succeededFuture(failure(place, new NotSentException(taken.cause()))));
  }

  private Future<Reply> used(
      Place place, HeldConnection taken, Function<HeldConnection, Future<Reply>> run) {
    return Future.succeededFuture(taken)
        .compose(run)
        .otherwise(cause -> failure(place, cause))
        .map(reply -> settled(taken, reply))
        .eventually(() -> release(taken));
  }

  private Reply failure(Place place, Throwable cause) {
    return SqlState.failure(cause, place.work.transaction().access(), bytesMax);
  }

  private HeldConnection hold(Place place, SqlConnection connection) {
    HeldConnection taken = new HeldConnection(connection, place.work.deadline());
    place.connection = taken;
    held.add(taken);
    lookLater();
    return taken;
  }

  private Future<?> release(HeldConnection taken) {
    held.remove(taken);
    return taken.release();
  }

  private static Reply settled(HeldConnection taken, Reply reply) {
    return switch (reply) {
      // PostgreSQL says that a user wanted it
      case Failure.Refused(String state, _, _, _, _)
          when state.equals(SqlState.CANCELLED) && taken.expired() ->
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
