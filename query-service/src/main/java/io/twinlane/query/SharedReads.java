package io.twinlane.query;

import io.twinlane.postgres.Admission;
import io.twinlane.postgres.Lookups;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads on the shared connections, let in by {@link Admission}: one by itself, or look-ups of the
 * same shape as one statement, which takes one place. Lives on one event loop.
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

  SharedReads(
      SharedConnections connections, Admission admission, Statements statements, SlowLog slow) {
    this.slow = slow;
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
        .send(statement(work).sql(), 1, client -> statements.alone(client, work))
        .otherwise(cause -> failure(work, cause));
  }

  private Future<Reply> counted(Future<Reply> running) {
    long begun = System.nanoTime();
    return running.onSuccess(reply -> admission.book().took(reply, System.nanoTime() - begun));
  }

  /** What has no time left when there is a place is left out. */
  @Override
  public Future<List<Reply>> together(List<Work> works) {
    List<Reply> replies = new ArrayList<>(Collections.nCopies(works.size(), EXPIRED));
    long asked = System.nanoTime();
    return admission
        .admitted(
            new Admission.Visitor(latest(works), () -> true),
            () ->
                slow.watched(works.getFirst(), works.size(), asked, counted(send(works, replies))))
        .otherwise(cause -> failure(works.getFirst(), cause))
        .map(
            reply -> reply instanceof Failure ? Collections.nCopies(works.size(), reply) : replies);
  }

  /** The last one's reply, or the failure of all. */
  private Future<Reply> send(List<Work> works, List<Reply> replies) {
    List<Integer> places = new ArrayList<>();
    List<@Nullable String> keys = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      if (!works.get(i).deadline().expired()) {
        places.add(i);
        keys.add(statement(works.get(i)).parameters().getFirst());
      }
    }
    if (keys.isEmpty()) {
      return Future.succeededFuture(EXPIRED);
    }
    Statement one = statement(works.getFirst());
    return connections
        .send(one.sql(), keys.size(), client -> lookups.run(client, one, keys))
        .map(results -> {
          for (int i = 0; i < results.size(); i++) {
            replies.set(places.get(i), new Done(List.of(results.get(i))));
          }
          return replies.get(places.getLast());
        })
        .otherwise(cause -> failure(works.getFirst(), cause));
  }

  private Failure failure(Work work, Throwable cause) {
    return SqlState.failure(cause, work, statements.bytesMax());
  }

  private static Statement statement(Work work) {
    return work.statements().getFirst();
  }

  private static Deadline latest(List<Work> works) {
    Deadline latest = works.getFirst().deadline();
    for (Work work : works) {
      latest = work.deadline().nanoTime() - latest.nanoTime() > 0 ? work.deadline() : latest;
    }
    return latest;
  }
}
