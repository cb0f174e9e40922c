package io.twinlane.query;

import io.twinlane.postgres.PipelinedConnection;
import io.twinlane.postgres.RoleProof;
import io.twinlane.postgres.SqlState;
import io.twinlane.query.SharedConnections.SilentException;
import io.twinlane.query.SharedConnections.Times;
import io.twinlane.query.SharedRead.Flight;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the {@link SharedConnections}: opened when it is first needed, for one role, and what is
 * under way on it, oldest first.
 *
 * <p>Where it has a role, nothing is sent down it until PostgreSQL has said that the session has
 * that role and that the lane's user may have it; and it is asked again and again.
 */
final class SharedConnection {

  private static final Logger LOG = LoggerFactory.getLogger(SharedConnection.class);

  /** So few uses in a while leave it to somebody else. */
  private static final int FEW = 10;

  private final Vertx vertx;
  private final Function<@Nullable String, PipelinedConnection> opening;
  private final SharedConnections all;
  private final Times times;
  private final Deque<Flight> flying = new ArrayDeque<>();
  private @Nullable String role;
  private @Nullable PipelinedConnection connection;
  private Proof proof = Proof.NONE;
  private boolean asking;
  private long provenAt;
  private long refusedAt;
  private long windowBegan;
  private int uses;
  private int usesBefore;
  private long lastAnswer;
  private boolean answered;

  private enum Proof {
    NONE,
    GIVEN,
    REFUSED
  }

  /** Not open yet, and nobody's. */
  SharedConnection(
      Vertx vertx,
      Function<@Nullable String, PipelinedConnection> opening,
      SharedConnections all,
      Times times) {
    this.vertx = vertx;
    this.opening = opening;
    this.all = all;
    this.times = times;
  }

  /** Whether it has this role, or the user's own where null, or will have it. */
  boolean isOf(@Nullable String asked) {
    return connection != null && Objects.equals(role, asked);
  }

  /**
   * Whether it is known that it has its role. Where that was long ago, it is asked, and where it
   * was refused some time ago, tried again.
   */
  boolean ready(long now) {
    if (role == null) {
      return true;
    }
    if (proof == Proof.REFUSED && now - refusedAt > times.unused().toNanos()) {
      open();
    }
    if (proof == Proof.GIVEN && now - provenAt > times.proof().toNanos()) {
      ask();
    }
    return proof == Proof.GIVEN && now - provenAt <= 2 * times.proof().toNanos();
  }

  int inFlight() {
    return flying.size();
  }

  /** For how long nothing was answered, in nanoseconds; zero where nothing is asked. */
  long silence(long now) {
    Flight oldest = flying.peekFirst();
    return oldest == null ? 0 : now - since(oldest);
  }

  /** PostgreSQL begins with a statement when it has answered the one before. */
  private long since(Flight flight) {
    return answered && lastAnswer - flight.sent() > 0 ? lastAnswer : flight.sent();
  }

  /** Whether it may be made over: nothing is under way, and little was of late. */
  boolean hardlyUsed(long now) {
    if (connection == null) {
      return true;
    }
    long unused = times.unused().toNanos();
    boolean few = now - windowBegan > 2 * unused || Math.max(uses, usesBefore) < FEW;
    return flying.isEmpty() && now - windowBegan > unused && few;
  }

  /** Those behind the oldest that may be sent elsewhere. */
  List<Flight> movable() {
    return flying.stream().skip(1).filter(Flight::movable).toList();
  }

  /** Gives it to a role. Only what is hardly used may be made over. */
  void makeOver(@Nullable String to) {
    role = to;
    open();
  }

  /** Opens another for what comes; what is in flight on the old one has some time to end. */
  private void open() {
    PipelinedConnection old = connection;
    if (old != null && flying.isEmpty()) {
      old.close();
    } else if (old != null) {
      vertx.setTimer(times.givenUp().toMillis(), _ -> old.close());
    }
    flying.clear();
    connection = opening.apply(role);
    proof = Proof.NONE;
    asking = false;
    windowBegan = System.nanoTime();
    uses = 0;
    usesBefore = 0;
    answered = false;
    if (role != null) {
      ask();
    }
  }

  @SuppressWarnings("ReferenceEquality") // what is known of an older one says nothing
  private void ask() {
    PipelinedConnection asked = connection;
    if (asking || asked == null || role == null) {
      return;
    }
    asking = true;
    RoleProof.of(asked.client(), role)
        .onComplete(has -> {
          if (asked == connection) {
            asking = false;
            told(has.succeeded() && has.result());
            if (proof == Proof.REFUSED && (has.succeeded() || SqlState.answered(has.cause()))) {
              LOG.warn("no shared connection as {}: each of its reads takes one for itself", role);
            }
          }
        });
  }

  /** Who is refused has it all the same until it counts as unused. */
  private void told(boolean has) {
    if (has) {
      proof = Proof.GIVEN;
      provenAt = System.nanoTime();
      return;
    }
    proof = Proof.REFUSED;
    refusedAt = System.nanoTime();
    usesBefore = 0;
    uses = 0;
  }

  /** What is in flight on a connection that is silent has waited long enough. */
  void giveUp() {
    List<Flight> lost = List.copyOf(flying);
    open();
    IOException silence = new SilentException();
    lost.forEach(flight -> flight.read().answer().tryFail(silence));
  }

  void fly(Flight flight) {
    flying.addLast(flight);
    count(flight.sent());
    PipelinedConnection used = Objects.requireNonNull(connection, "made over before it is used");
    flight
        .read()
        .on(used)
        .onFailure(cause -> failed(used, flight, cause))
        .onComplete(_ -> landed(flight));
  }

  private void count(long now) {
    if (now - windowBegan > times.unused().toNanos()) {
      windowBegan = now;
      usesBefore = uses;
      uses = 0;
    }
    uses++;
  }

  @SuppressWarnings("ReferenceEquality") // a newer one is not spoilt
  private void failed(PipelinedConnection used, Flight flight, Throwable cause) {
    if (SqlState.tooLarge(cause)) {
      all.took(flight.read(), times.givenUp().toNanos()); // which has held up others
    }
    if (used == connection && SqlState.spoilsTheConnection(cause)) {
      open();
    }
  }

  /** How long the first one takes on a connection tells of the connection. */
  private void landed(Flight flight) {
    if (!flying.remove(flight)) {
      return; // on a connection that was given up
    }
    long now = System.nanoTime();
    if (answered) {
      all.took(flight.read(), now - since(flight));
    }
    answered = true;
    lastAnswer = now;
  }
}
