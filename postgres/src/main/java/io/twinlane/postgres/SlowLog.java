package io.twinlane.postgres;

import io.twinlane.schema.log.Fields;
import io.twinlane.schema.log.LineQuota;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.LaneTimes;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TraceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of works that PostgreSQL took long for, each try by itself: a line for each, of which there
 * may be so many in a while. No line has a value: the text is a {@link RedactedSql}. Also takes the
 * times of works that ask for them. Lives on one event loop.
 */
public final class SlowLog {

  private static final Logger LOG = LoggerFactory.getLogger(Logging.SLOW);
  private static final int LINES_MAX = 20;
  private static final int CHARS_MAX = 200;

  private final String lane;
  private final long fromNanos;
  private final LineQuota quota;

  /**
   * One for a lane.
   *
   * @param from how long is long; zero for nothing is
   */
  public SlowLog(Vertx vertx, String lane, Duration from) {
    this.lane = lane;
    this.fromNanos = from.toNanos();
    this.quota =
        new LineQuota(
            vertx,
            LINES_MAX,
            left ->
                LOG.atWarn()
                    .addKeyValue("lane", lane)
                    .addKeyValue("left_out", left)
                    .log("more slow statements, of which there is no line"));
  }

  /** How long is long, as the settings have it. */
  public static Duration from(Environment env) {
    return env.millis("SLOW_QUERY_MS", 0, 86_400_000, 1_000);
  }

  /**
   * The same future, watched.
   *
   * @param askedNanos when the work began to wait for a connection, of {@link System#nanoTime}
   * @param running what runs on the connection that it has now
   */
  public Future<Reply> watched(Work work, long askedNanos, Future<Reply> running) {
    return watched(work, 1, askedNanos, running);
  }

  /**
   * The same for look-ups that are one statement.
   *
   * @param work one of them
   * @param gathered how many they are
   */
  public Future<Reply> watched(Work work, int gathered, long askedNanos, Future<Reply> running) {
    if (fromNanos == 0 && !work.timed()) {
      return running;
    }
    long begun = System.nanoTime();
    Watched watched = new Watched(work, TraceId.current(), gathered, begun, begun - askedNanos);
    return running
        .onFailure(cause -> ended(watched, null, cause))
        .map(reply -> {
          long took = ended(watched, reply, null);
          return work.timed() && reply instanceof Done done
              ? done.timed(new LaneTimes(0, begun - askedNanos, took))
              : reply;
        });
  }

  /**
   * What runs, and since when.
   *
   * @param trace that it is part of, which need not be the one that runs when it ends
   */
  private record Watched(
      Work work, @Nullable String trace, int gathered, long begunNanos, long waitedNanos) {}

  private long ended(Watched watched, @Nullable Reply reply, @Nullable Throwable cause) {
    long took = System.nanoTime() - watched.begunNanos();
    if (fromNanos > 0 && took >= fromNanos && quota.admits()) {
      Fields line =
          new Fields(RequestLine.of(LOG.atWarn(), watched.work().requestId(), watched.trace()))
              .put("lane", lane)
              .put("duration_ms", TimeUnit.NANOSECONDS.toMillis(took))
              .put("waited_ms", TimeUnit.NANOSECONDS.toMillis(watched.waitedNanos()))
              .put("gathered", watched.gathered() > 1 ? (Integer) watched.gathered() : null);
      tell(line, watched.work(), reply, cause);
    }
    return took;
  }

  private static void tell(
      Fields line, Work work, @Nullable Reply reply, @Nullable Throwable cause) {
    Statement shown = work.statements().get(statement(work, reply, cause));
    boolean done = reply instanceof Done;
    String sqlState = sqlState(reply, cause);
    line.put("statement", RedactedSql.hash(work, shown))
        .put("statements", work.statements().size())
        .put("parameters", shown.parameters().size())
        .put("rows", reply instanceof Done all ? (Long) rows(all) : null)
        .put("sqlstate", sqlState)
        .put("failed", (done || sqlState != null) ? null : Boolean.TRUE)
        .put("sql", RedactedSql.of(shown.sql(), CHARS_MAX))
        .log("slow statement");
  }

  private static long rows(Done done) {
    return done.results().stream().mapToLong(Result::rows).sum();
  }

  /** The one that failed, or the last, which is the one that the request was for. */
  private static int statement(Work work, @Nullable Reply reply, @Nullable Throwable cause) {
    int failed =
        switch (reply) {
          case Failure.Refused refused -> refused.statement();
          case null, default -> cause instanceof StatementException of ? of.statement() : -1;
        };
    int last = work.statements().size() - 1;
    return failed >= 0 && failed <= last ? failed : last;
  }

  private static @Nullable String sqlState(@Nullable Reply reply, @Nullable Throwable cause) {
    if (reply instanceof Failure.Refused refused) {
      return refused.sqlState();
    }
    Throwable told = cause instanceof StatementException ? cause.getCause() : cause;
    return told instanceof PgException answer ? answer.getSqlState() : null;
  }
}
