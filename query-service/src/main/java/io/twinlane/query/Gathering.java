package io.twinlane.query;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.postgres.QuickStatements;
import io.twinlane.postgres.SqlState;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes one statement of the look-ups of one shape that wait at the same moment. Each has its own
 * rows, errors and deadline, as if it had been sent alone.
 *
 * <p>Two statements of a shape are under way at a time; what comes meanwhile is the next one. So
 * nothing waits where there is nothing to gather, and what waits is sent when one of the two is
 * answered, or after 20 ms. Where a gathered statement fails, each of its look-ups is run by
 * itself, which only reads allow: the fault may be one's alone.
 *
 * <p>Who asks must not matter but for the role, and what is gathered is of one role: only works of
 * the lane's own sessions that need nothing set besides it. A work is sent after it came, so what
 * was noted before it came was noted before its snapshot (invariant 4). Lives on one event loop.
 */
final class Gathering {

  private static final int UNDER_WAY_MAX = 2;

  /** SQLSTATE classes: data exception; syntax error or access rule violation. */
  private static final String BAD_VALUE = "22";

  private static final String BAD_STATEMENT = "42";

  private static final Reply EXPIRED = new Failure.Busy(Reason.EXPIRED);

  private final Vertx vertx;
  private final Limits limits;
  private final QuickStatements quick;
  private final Lane lane;
  private final Map<Shape, Queue> queues = new HashMap<>();
  private final Set<List<Waiting>> groups = Collections.newSetFromMap(new IdentityHashMap<>());
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong lookups = new AtomicLong();
  private int waiting;
  private boolean looking;

  Gathering(Vertx vertx, Limits limits, QuickStatements quick, Lane lane) {
    this.vertx = vertx;
    this.limits = limits;
    this.quick = quick;
    this.lane = lane;
  }

  /** Shows what gathering spares: all but one statement of each group. */
  void show(MeterRegistry meters) {
    FunctionCounter.builder("twinlane.gathered.lookups", lookups, AtomicLong::getOpaque)
        .description("Look-ups of rows by their keys that were sent with others")
        .register(meters);
    FunctionCounter.builder("twinlane.gathered.statements", statements, AtomicLong::getOpaque)
        .description("Statements that they were sent in")
        .register(meters);
  }

  /**
   * How much is gathered.
   *
   * @param keysMax look-ups in one statement; below two nothing is gathered
   * @param waitingMax look-ups that wait, of all shapes; more are sent by themselves
   * @param patience how long one waits for those under way
   * @param groupTakes how long a statement may take: less than what counts as slow on a connection
   *     that others share
   */
  record Limits(int keysMax, int waitingMax, Duration patience, Duration groupTakes) {

    private static final int KEYS_MAX = 1_000;
    private static final int KEYS = 64;
    private static final Duration PATIENCE = Duration.ofMillis(20);
    private static final Duration GROUP_TAKES = Duration.ofMillis(5);

    static Limits from(Environment env, PoolSettings pool) {
      int keysMax = env.integer("GATHER_MAX", 0, KEYS_MAX, KEYS);
      return new Limits(keysMax, pool.waitingMax(), PATIENCE, GROUP_TAKES);
    }
  }

  /** Where look-ups are sent. The answers never fail. */
  interface Lane {

    Future<Reply> alone(Work work);

    /** Runs look-ups of one shape as one statement; a reply for each, in their order. */
    Future<List<Reply>> together(List<Work> works);
  }

  /** What must be the same: the columns have names of which the text knows nothing. */
  private record Shape(@Nullable String role, String sql, List<ResultColumn> columns) {

    static Shape of(Work work, Statement statement) {
      return new Shape(work.identity().role(), statement.sql(), statement.columns());
    }
  }

  /** One who waits, and the trace that it is part of, whoever sends it in the end. */
  private record Waiting(Work work, long since, Promise<Reply> answer, TracePoint point) {}

  /** Runs a work with one statement: now, or with others if it is plain. */
  Future<Reply> read(Work work) {
    Statement statement = work.statements().getFirst();
    boolean gathered =
        limits.keysMax() >= 2
            && statement.lookup() != null
            && work.plainAsWhoever()
            && !work.timed();
    if (!gathered || waiting >= limits.waitingMax()) {
      return lane.alone(work);
    }
    return queues.computeIfAbsent(Shape.of(work, statement), Queue::new).read(work);
  }

  /** A client has gone: what it waits for is not sent. */
  void abandon(long ticket) {
    for (Queue queue : List.copyOf(queues.values())) {
      queue.drop(ticket);
    }
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(limits.patience().toMillis(), _ -> look());
    }
  }

  /** Those who wait for something that turns out slow need not. */
  private void look() {
    looking = false;
    long before = System.nanoTime() - limits.patience().toNanos();
    List.copyOf(queues.values()).forEach(queue -> queue.sendThoseOfBefore(before));
    List.copyOf(groups).forEach(Gathering::tellThoseWhoseTimeIsOver);
    if (waiting > 0) {
      lookLater();
    }
  }

  private static void tellThoseWhoseTimeIsOver(List<Waiting> group) {
    for (Waiting one : group) {
      if (one.work().deadline().expired()) {
        one.answer().tryComplete(EXPIRED);
      }
    }
  }

  /** The look-ups of one shape: how many statements are under way, and who waits, oldest first. */
  private final class Queue {

    private final Shape shape;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private int underWay;
    private boolean sending;

    Queue(Shape shape) {
      this.shape = shape;
    }

    Future<Reply> read(Work work) {
      if (underWay < UNDER_WAY_MAX) {
        underWay++;
        return lane.alone(work).onComplete(_ -> landed());
      }
      Waiting one = new Waiting(work, System.nanoTime(), Promise.promise(), TracePoint.here());
      line.addLast(one);
      waiting++;
      lookLater();
      return one.answer().future();
    }

    /** In a loop: what is answered at once must not send the next ones from within. */
    private void landed() {
      underWay--;
      if (sending) {
        return;
      }
      sending = true;
      while (underWay < UNDER_WAY_MAX && !line.isEmpty()) {
        send();
      }
      sending = false;
      if (underWay == 0) {
        queues.remove(shape, this);
      }
    }

    void sendThoseOfBefore(long nanos) {
      while (!line.isEmpty() && line.getFirst().since() - nanos <= 0) {
        send();
      }
    }

    void drop(long ticket) {
      List<Waiting> gone = line.stream().filter(one -> one.work().ticket() == ticket).toList();
      line.removeAll(gone);
      waiting -= gone.size();
      gone.forEach(one -> one.answer().complete(EXPIRED));
    }

    /** Sends the oldest of those who wait; the next ones are on their way before these hear. */
    private void send() {
      List<Waiting> group = next();
      if (group.isEmpty()) {
        return;
      }
      underWay++;
      if (group.size() == 1) {
        Waiting one = group.getFirst();
        alone(one).onComplete(_ -> landed()).onComplete(one.answer());
        return;
      }
      groups.add(group);
      waiting += group.size();
      lookLater();
      together(group)
          .onComplete(_ -> {
            groups.remove(group);
            waiting -= group.size();
            landed();
          })
          .onFailure(cause -> group.forEach(one -> one.answer().tryFail(cause)))
          .onSuccess(replies -> answer(group, replies));
    }

    /** Those whose time is over are told so. */
    private List<Waiting> next() {
      int fitting = quick.fitting(shape.role(), shape.sql(), limits.groupTakes());
      int keys = Math.min(limits.keysMax(), fitting);
      List<Waiting> group = new ArrayList<>();
      while (group.size() < keys && !line.isEmpty()) {
        Waiting one = line.removeFirst();
        waiting--;
        if (one.work().deadline().expired()) {
          one.answer().complete(EXPIRED);
        } else {
          group.add(one);
        }
      }
      return group;
    }
  }

  private void answer(List<Waiting> group, List<Reply> replies) {
    for (int i = 0; i < group.size(); i++) {
      Waiting one = group.get(i);
      if (one.work().deadline().expired()) {
        one.answer().tryComplete(EXPIRED);
      } else if (ofOne(replies.get(i))) {
        alone(one).onSuccess(one.answer()::tryComplete).onFailure(one.answer()::tryFail);
      } else {
        one.answer().tryComplete(replies.get(i));
      }
    }
  }

  private Future<Reply> alone(Waiting one) {
    return one.point().in(() -> lane.alone(one.work()));
  }

  /** In the trace of the first: what is one statement can be part of one only. */
  private Future<List<Reply>> together(List<Waiting> group) {
    statements.setOpaque(statements.getPlain() + 1);
    lookups.setOpaque(lookups.getPlain() + group.size());
    List<Work> works = group.stream().map(Waiting::work).toList();
    return group.getFirst().point().in(() -> lane.together(works));
  }

  /** Whether it may be the fault of one key, and so not of this one. */
  private static boolean ofOne(Reply reply) {
    return switch (reply) {
      case Failure.Refused refused ->
          refused.sqlState().startsWith(BAD_VALUE)
              || refused.sqlState().startsWith(BAD_STATEMENT)
              || SqlState.spoilt(refused);
      case Failure.TooLarge _ -> true;
      default -> false;
    };
  }
}
