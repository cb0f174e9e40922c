package io.twinlane.query;

import io.twinlane.postgres.Admission;
import io.twinlane.postgres.Lookups;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.query.SharedConnections.NoConnectionException;
import io.twinlane.query.SharedConnections.SilentException;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads on the shared connections, let in by {@link Admission}: one by itself, or look-ups of the
 * same shape as one statement, which takes one place. What is held up there, or refused as a role,
 * is read apart from others. Lives on one event loop.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class SharedReads implements Gathering.Lane {

  private static final Reply EXPIRED = new Failure.Busy(Reason.EXPIRED);

  private final SharedConnections connections;
  private final Admission admission;
  private final Statements statements;
  private final Lookups lookups;
  private final SlowLog slow;
  private final Function<Work, Future<Reply>> apart;

  /**
   * Over such connections.
   *
   * @param apart how a read is run on a connection of its own; its answer never fails
   */
  SharedReads(
      SharedConnections connections,
      Admission admission,
      Statements statements,
      SlowLog slow,
      Function<Work, Future<Reply>> apart) {
    this.slow = slow;
    this.apart = apart;
    this.connections = connections;
    this.admission = admission;
    this.statements = statements;
    this.lookups = statements.lookups();
  }

  @Override
  public Future<Reply> alone(Work work) {
    long asked = System.nanoTime();
    return admission
        .admitted(
            new Admission.Visitor(work.deadline(), () -> true),
            () -> slow.watched(work, asked, counted(sent(work))))
        .otherwise(cause -> failure(work, cause));
  }

  private Future<Reply> sent(Work work) {
    return connections
        .send(
            role(work),
            statement(work).sql(),
            1,
            connection -> statements.shared(connection, work).compose(SharedReads::ifAny),
            () -> apartUnlessBusy(work))
        .recover(cause ->
            isOfConnection(work, cause)
                ? apart.apply(work)
                : Future.succeededFuture(failure(work, cause)));
  }

  private static Future<Reply> ifAny(@Nullable Reply reply) {
    return reply == null
        ? Future.failedFuture(new NoConnectionException())
        : Future.succeededFuture(reply);
  }

  /** What is still under way on a shared connection needs no answer that says there is no room. */
  private Future<Reply> apartUnlessBusy(Work work) {
    return apart
        .apply(work)
        .compose(reply ->
            reply instanceof Failure.Busy
                ? Future.failedFuture(new NoConnectionException())
                : Future.succeededFuture(reply));
  }

  /**
   * Whether a read may fare better on a connection of its own: also where the role may be one that
   * is gone and has the name of this one.
   */
  private static boolean isOfConnection(Work work, Throwable cause) {
    return gone(work, cause) || (role(work) != null && SqlState.forbidden(cause));
  }

  /**
   * Whether there is no such connection, or what a read needs of it is not there any more. Who is
   * lost with it is many, and a budget for retries would do for a few of them.
   */
  private static boolean gone(Work work, Throwable cause) {
    return cause instanceof NoConnectionException
        || (SqlState.lost(cause) && !(cause instanceof SilentException))
        || SqlState.spoilsTheConnection(cause)
        || (role(work) != null && SqlState.refusesTheSession(cause));
  }

  private Future<Reply> counted(Future<Reply> running) {
    long begun = System.nanoTime();
    return running.onSuccess(reply -> admission.book().took(reply, System.nanoTime() - begun));
  }

  @Override
  public Future<List<Reply>> together(List<Work> works) {
    List<Reply> replies = new ArrayList<>();
    long asked = System.nanoTime();
    return admission
        .admitted(
            new Admission.Visitor(latest(works), () -> true),
            () ->
                slow.watched(works.getFirst(), works.size(), asked, counted(send(works, replies))))
        .otherwise(cause -> failure(works.getFirst(), cause))
        .map(reply ->
            replies.isEmpty() ? Collections.nCopies(works.size(), reply) : List.copyOf(replies));
  }

  /**
   * The last one's reply, with those of all, or the failure of all. What has no time left when
   * there is a place is left out.
   */
  private Future<Reply> send(List<Work> works, List<Reply> replies) {
    List<Work> inTime = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      if (!works.get(i).deadline().expired()) {
        inTime.add(works.get(i));
        places.add(i);
      }
    }
    if (inTime.isEmpty()) {
      return Future.succeededFuture(EXPIRED);
    }
    return asOne(inTime)
        .map(answers -> {
          replies.addAll(Collections.nCopies(works.size(), EXPIRED));
          for (int i = 0; i < answers.size(); i++) {
            replies.set(places.get(i), answers.get(i));
          }
          return answers.getLast();
        })
        .otherwise(cause -> failure(works.getFirst(), cause));
  }

  private Future<List<Reply>> asOne(List<Work> works) {
    List<@Nullable String> keys = new ArrayList<>();
    works.forEach(work -> keys.add(statement(work).parameters().getFirst()));
    Work first = works.getFirst();
    Statement one = statement(first);
    return connections
        .send(
            role(first),
            one.sql(),
            keys.size(),
            connection -> lookups.run(connection.client(), one, keys).map(SharedReads::replies),
            () -> each(works, this::apartUnlessBusy))
        .recover(cause -> gone(first, cause) ? each(works, apart) : Future.failedFuture(cause));
  }

  private static Future<List<Reply>> each(List<Work> works, Function<Work, Future<Reply>> way) {
    return Future.join(works.stream().map(way).toList()).map(CompositeFuture::list);
  }

  private static List<Reply> replies(List<Result> results) {
    List<Reply> replies = new ArrayList<>();
    results.forEach(result -> replies.add(new Done(List.of(result))));
    return replies;
  }

  private Failure failure(Work work, Throwable cause) {
    return SqlState.failure(cause, work, statements.bytesMax());
  }

  private static @Nullable String role(Work work) {
    return work.identity().role();
  }

  private static Statement statement(Work work) {
    return work.statements().getFirst();
  }

  private static Deadline latest(List<Work> works) {
    Deadline latest = works.getFirst().deadline();
    for (Work work : works) {
      latest = latest.orLater(work.deadline());
    }
    return latest;
  }
}
