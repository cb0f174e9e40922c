package io.twinlane.query;

import io.twinlane.postgres.LogPosition;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.service.InTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the server that the lane reads: whether it is a replica, and up to which time of
 * the board it has replayed what was announced. It is asked only while somebody waits for that, by
 * one question at a time. Lives on one event loop.
 *
 * <p>A time of the board is covered by the position that a write-service tells after it: every
 * write announced by then was committed before. A time that nobody covers has not been reached, so
 * that nothing need be remembered of before a start.
 *
 * <p>A replica that was killed may come back with less than it had replayed, and another server may
 * take its place; both show by new connections. What is known holds until one is opened, and is
 * confirmed after. Behind a pooler that does not show, and everything is confirmed each time.
 */
final class Replay {

  /** The answer to who waited in vain. */
  static final long NOT_REACHED = -1;

  /** What every server has reached: it is only asked what it is. */
  static final long ANY_TIME = -1;

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration LOOK_AFTER_FAILURE = Duration.ofMillis(200);
  private static final Duration LOOK_MAX = Duration.ofSeconds(2);
  private static final int TARGETS_MAX = 64;

  private final Vertx vertx;
  private final Server server;
  private final Supplier<Future<LogPosition>> primary;
  private final Versions versions;
  private final Deque<Target> targets = new ArrayDeque<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean known;
  private boolean replica;
  private boolean looking;
  private long confirmedAt = -1;
  private long reachedTime = -1;
  private @Nullable LogPosition replayed;
  private @Nullable LogPosition written;

  Replay(Vertx vertx, Server server, Supplier<Future<LogPosition>> primary, Versions versions) {
    this.vertx = vertx;
    this.server = server;
    this.primary = primary;
    this.versions = versions;
  }

  /**
   * The server that the lane reads.
   *
   * @param opened how many connections to it were opened so far
   * @param waitingMax how many may wait for it to replay something
   * @param question puts {@link LogPosition#QUESTION}
   */
  record Server(
      AtomicLong opened, boolean pooler, int waitingMax, Supplier<Future<RowSet<Row>>> question) {}

  /** What the server has replayed once it has replayed a position. */
  private record Target(long time, LogPosition position) {}

  private record Waiting(long time, Promise<Long> answer) {}

  /** Whether it was told at least once what the server is. */
  boolean known() {
    return known;
  }

  /** Whether the server is a replica, as far as is known. */
  boolean replica() {
    return replica;
  }

  /** How many connections were opened so far. */
  long opened() {
    return server.opened().get();
  }

  /** Whether what is known holds for every connection there is. */
  boolean confirmed() {
    return confirmedAt == opened();
  }

  /**
   * Waits until a snapshot shows all that was announced by a time of the board. The answer is how
   * many connections were opened by then, as it holds for those; or {@link #NOT_REACHED}.
   */
  Future<Long> reached(long time, Duration limit) {
    if (passes(time)) {
      return Future.succeededFuture(confirmedAt);
    }
    if (waiting.size() >= server.waitingMax()) {
      return Future.succeededFuture(NOT_REACHED);
    }
    Waiting one = new Waiting(time, Promise.promise());
    waiting.add(one);
    long timer =
        vertx.setTimer(
            Math.max(1, limit.toMillis()),
            _ -> {
              waiting.remove(one);
              one.answer().tryComplete(NOT_REACHED);
            });
    look();
    return one.answer().future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private boolean passes(long time) {
    return confirmed() && (!replica || time <= reachedTime);
  }

  private void look() {
    if (looking || waiting.isEmpty()) {
      return;
    }
    looking = true;
    long openedBefore = opened();
    InTime.of(cover().compose(_ -> server.question().get()), LOOK_MAX)
        .onSuccess(rows -> seen(openedBefore, rows.iterator().next()))
        .onComplete(answer -> lookAgain(answer.succeeded() ? LOOK_EVERY : LOOK_AFTER_FAILURE));
  }

  private void lookAgain(Duration pause) {
    settle();
    if (waiting.isEmpty()) {
      looking = false;
      return;
    }
    vertx.setTimer(
        pause.toMillis(),
        _ -> {
          looking = false;
          look();
        });
  }

  private void settle() {
    long opened = confirmedAt;
    List<Waiting> passing = waiting.stream().filter(one -> passes(one.time())).toList();
    waiting.removeAll(passing);
    if (replica && server.pooler()) {
      confirmedAt = -1;
    }
    // who hears it may wait for the next thing at once
    passing.forEach(one -> one.answer().tryComplete(opened));
  }

  /** Finds out how much must be replayed, if somebody waits for more than that is known for. */
  private Future<?> cover() {
    long covered = targets.isEmpty() ? reachedTime : targets.getLast().time();
    long needed = waiting.stream().mapToLong(Waiting::time).max().orElse(ANY_TIME);
    if (!replica || needed <= covered) {
      return Future.succeededFuture();
    }
    long time = versions.now();
    return primary.get().onSuccess(position -> aim(new Target(time, position))).otherwiseEmpty();
  }

  private void aim(Target target) {
    LogPosition before = written;
    if (before != null && before.timeline() != target.position().timeline()) {
      targets.clear();
    }
    if (targets.size() >= TARGETS_MAX) {
      targets.removeLast(); // the new one covers its time too
    }
    written = target.position();
    targets.addLast(target);
  }

  private void seen(long openedBefore, Row answer) {
    LogPosition at = LogPosition.of(answer);
    if (!LogPosition.replaying(answer)) {
      seenPrimary(openedBefore, at);
      return;
    }
    replica = true;
    known = true;
    if (openedBefore != opened()) {
      return; // one of them may be to a server that has replayed less
    }
    LogPosition before = replayed;
    if (before != null && before.timeline() != at.timeline()) {
      forget();
    } else if (before != null && !at.reaches(before)) {
      confirmedAt = -1;
      return; // it was killed, and replays once more what readers have seen
    }
    replayed = at;
    confirmedAt = openedBefore;
    while (!targets.isEmpty() && at.reaches(targets.getFirst().position())) {
      reachedTime = targets.removeFirst().time();
    }
  }

  /** A replica that was promoted is worth nothing if the writes still go to another server. */
  private void seenPrimary(long openedBefore, LogPosition at) {
    LogPosition place = written;
    boolean another = replica && (place == null || !at.reaches(place));
    forget();
    if (!another) {
      replica = false;
      known = true;
      confirmedAt = openedBefore;
    }
  }

  private void forget() {
    targets.clear();
    reachedTime = -1;
    confirmedAt = -1;
    replayed = null;
  }
}
