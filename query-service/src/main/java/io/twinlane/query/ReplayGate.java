package io.twinlane.query;

import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Health;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a read onto a replica once that has replayed every write that the read must show, and has it
 * done on the DIRECT lane where that takes too long. Where the lane reads the server that is
 * written to, a read passes at once. Lives on one event loop.
 *
 * <p>Invariant 12: a read of tables that were announced as written at a position sees a snapshot of
 * that position or a later one; and a read of tables that are not known, of any announced position.
 */
final class ReplayGate {

  /** Why an answer comes from the DIRECT lane, and is not stored. */
  static final String BEHIND = "replica-behind";

  private static final Logger LOG = LoggerFactory.getLogger(ReplayGate.class);

  /** Connections that are opened all the time are a sign of something worse. */
  private static final int TRIES_MAX = 3;

  private final Ways ways;
  private final Versions versions;
  private final Right right;
  private final Duration patience;
  private final Health health;
  private boolean reported;
  private boolean behind;

  ReplayGate(Ways ways, Versions versions, Right right, Duration patience, Health health) {
    this.right = right;
    this.ways = ways;
    this.versions = versions;
    this.patience = patience;
    this.health = health;
  }

  /**
   * The ways of a read.
   *
   * @param near on the lane's own connections
   */
  record Ways(Replay replay, Function<Work, Future<Reply>> near, Primary primary) {}

  /**
   * Reads what shows every write announced by now to what it reads; as long as that is not known,
   * to anything.
   */
  Future<Reply> read(Work work, Future<ReadSets.Answer> readSet) {
    if (work.session() != null && !reads(work)) {
      return ways.near().apply(work); // refused there
    }
    return ways.replay().replica()
        ? afterReplay(attempt(work, readSet))
        : ways.near().apply(work).compose(reply -> confirmed(work, readSet, reply));
  }

  private Attempt attempt(Work work, Future<ReadSets.Answer> readSet) {
    doubt();
    return new Attempt(work, readSet, time(readSet), 1, TracePoint.here());
  }

  /** Invariant 10: who is not told of writes must take it that everything was written just now. */
  private void doubt() {
    if (!right.held()) {
      versions.markAll();
    }
  }

  /** A read, and up to which time of the board it must show what was announced. */
  private record Attempt(
      Work work, Future<ReadSets.Answer> readSet, long time, int number, TracePoint point) {

    Attempt next() {
      return new Attempt(work, readSet, time, number + 1, point);
    }
  }

  /**
   * Runs on a connection that is open already, where rows must not be taken back once they were
   * given: the answer is {@link Failure.Busy} where a replica is too far behind.
   */
  Future<Reply> onceReplayed(Work work, Supplier<Future<Reply>> run) {
    doubt();
    Replay replay = ways.replay();
    return replay
        .reached(versions.now(), limit(work))
        .compose(opened ->
            opened != Replay.NOT_REACHED || (replay.known() && !replay.replica())
                ? run.get()
                : Future.succeededFuture(new Failure.Busy(Reason.DATABASE_AWAY)));
  }

  private static boolean reads(Work work) {
    return work.statements().stream()
        .allMatch(statement -> StatementKind.of(statement.sql()) == StatementKind.READ);
  }

  private long time(Future<ReadSets.Answer> readSet) {
    return readSet.succeeded() && readSet.result().set() instanceof ReadSet.Known
        ? versions.markedAt(readSet.result().tables())
        : versions.now();
  }

  /** Half of what is left is for the DIRECT lane. */
  private Duration limit(Work work) {
    Duration half = work.deadline().remaining().dividedBy(2);
    return half.compareTo(patience) < 0 ? half : patience;
  }

  /** An answer of a server of which it turns out only now that it is a replica does not count. */
  private Future<Reply> confirmed(Work work, Future<ReadSets.Answer> readSet, Reply reply) {
    Replay replay = ways.replay();
    if (!ofTheData(reply) || (replay.confirmed() && !replay.replica())) {
      return Future.succeededFuture(reply);
    }
    return replay
        .reached(Replay.ANY_TIME, limit(work))
        .compose(_ -> {
          if (replay.replica()) {
            return afterReplay(attempt(work, readSet));
          }
          return replay.known() ? Future.succeededFuture(reply) : direct(attempt(work, readSet));
        });
  }

  private Future<Reply> afterReplay(Attempt attempt) {
    return ways.replay()
        .reached(attempt.time(), limit(attempt.work()))
        .compose(opened -> {
          tell(opened == Replay.NOT_REACHED);
          return opened == Replay.NOT_REACHED ? direct(attempt) : near(attempt, opened);
        });
  }

  /** What was read on a connection that was opened since may be of a server that knows less. */
  private Future<Reply> near(Attempt attempt, long opened) {
    return attempt
        .point()
        .in(() -> ways.near().apply(attempt.work()))
        .compose(reply -> {
          if (!ofTheData(reply) || ways.replay().opened() == opened) {
            return Future.succeededFuture(reply);
          }
          return attempt.number() < TRIES_MAX ? afterReplay(attempt.next()) : direct(attempt);
        });
  }

  private static boolean ofTheData(Reply reply) {
    return !(reply instanceof Failure.Busy
        || reply instanceof Failure.Unanswered
        || reply instanceof Failure.Internal);
  }

  /**
   * Who was given what the server that is written to has now is not given less by the replica after
   * it: the tables count as written once more.
   */
  private Future<Reply> direct(Attempt attempt) {
    return attempt
        .point()
        .in(() -> ways.primary().run(attempt.work()))
        .map(reply -> {
          if (!(reply instanceof Done done)) {
            return reply;
          }
          versions.markAnything();
          attempt.readSet().onSuccess(answer -> versions.markAgain(answer.tables()));
          return done.with(CacheStatus.bypass(BEHIND));
        });
  }

  /** Once for each time that it falls behind, not once for each read. */
  private void tell(boolean isBehind) {
    if (!reported) {
      reported = true;
      health.readyWhile(
          "query-replica",
          Address.QUERY,
          () -> new Health.Finding(true, behind ? "behind" : "current"));
    }
    if (isBehind && !behind) {
      LOG.warn("the replica is behind: what it cannot show is read where it was written");
    } else if (behind && !isBehind) {
      LOG.info("the replica has caught up");
    }
    behind = isBehind;
  }
}
