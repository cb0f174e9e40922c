package io.twinlane.query;

import io.twinlane.postgres.SqlState;
import io.twinlane.query.SharedRead.Flight;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@link SharedConnections}: opened when it is first needed, for one role, and what is
 * under way on it, oldest first.
 */
final class SharedConnection {

  private final Vertx vertx;
  private final Function<@Nullable String, SqlClient> opening;
  private final SharedConnections all;
  private final Duration patience;
  private final Deque<Flight> flying = new ArrayDeque<>();
  private @Nullable String role;
  private @Nullable SqlClient client;
  private long begun;
  private long lastAnswer;
  private boolean answered;

  /**
   * Not open yet, and nobody's.
   *
   * @param patience how long what is in flight has to end where another is opened in its place
   */
  SharedConnection(
      Vertx vertx,
      Function<@Nullable String, SqlClient> opening,
      SharedConnections all,
      Duration patience) {
    this.vertx = vertx;
    this.opening = opening;
    this.all = all;
    this.patience = patience;
  }

  /** Whether it has this role, or none where null. */
  boolean isOf(@Nullable String asked) {
    return client != null && Objects.equals(role, asked);
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

  boolean unusedFor(Duration time, long now) {
    return client == null
        || (flying.isEmpty() && now - (answered ? lastAnswer : begun) > time.toNanos());
  }

  /** Those behind the oldest that may be sent elsewhere. */
  List<Flight> movable() {
    return flying.stream().skip(1).filter(Flight::movable).toList();
  }

  /** Gives it to a role. Only what is unused may be made over. */
  void makeOver(@Nullable String to) {
    SqlClient old = client;
    if (old != null) {
      old.close();
    }
    role = to;
    open();
  }

  /** The user's own role stays with it. One that is never without a flight is given more time. */
  void renewIfOlderThan(Duration time, long now) {
    long age = now - begun;
    if (role != null && age > time.toNanos() && (flying.isEmpty() || age > 2 * time.toNanos())) {
      renew();
    }
  }

  /** Opens another for what comes; what is in flight on the old one has some time to end. */
  void renew() {
    SqlClient old = client;
    if (old != null && flying.isEmpty()) {
      old.close();
    } else if (old != null) {
      vertx.setTimer(patience.toMillis(), _ -> old.close());
    }
    flying.clear();
    open();
  }

  private void open() {
    client = opening.apply(role);
    begun = System.nanoTime();
    answered = false;
  }

  /** What is in flight on a connection that is silent has waited long enough. */
  void giveUp() {
    List<Flight> lost = List.copyOf(flying);
    renew();
    IOException silence = new IOException("a connection was silent for too long");
    lost.forEach(flight -> flight.read().answer().tryFail(silence));
  }

  void fly(Flight flight) {
    flying.addLast(flight);
    SqlClient used = Objects.requireNonNull(client, "made over before it is used");
    flight.read().on(used).onFailure(cause -> failed(used, cause)).onComplete(_ -> landed(flight));
  }

  @SuppressWarnings("ReferenceEquality") // a newer client is not spoilt
  private void failed(SqlClient used, Throwable cause) {
    if (used == client && SqlState.spoilsTheConnection(cause)) {
      renew();
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
