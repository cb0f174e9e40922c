package io.twinlane.write;

import io.twinlane.postgres.HeldConnection;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Inserts of several clients as one transaction: BEGIN, each one's own statement as it stands, and
 * COMMIT. It is over when the first of its works has to be. Lives on one event loop.
 */
final class InsertGroup {

  /**
   * A row whose key somebody else is just inserting waits for that one's COMMIT, and so would all
   * its neighbours: longer than this, each waits by itself.
   */
  private static final Map<String, String> SETTINGS = Map.of("lock_timeout", "5ms");

  private static final Reply EXPIRED = new Failure.Busy(Reason.EXPIRED);

  private final List<Work> works;
  private final BitSet sent = new BitSet();
  private @Nullable HeldConnection held;

  InsertGroup(List<Work> works) {
    this.works = List.copyOf(works);
  }

  /** All of them as one work, called by the first one's request, and of nobody in particular. */
  Work work() {
    return one(works);
  }

  /** The same, to be sent now, of those that somebody still waits for; empty if nobody does. */
  Optional<Work> sent(HeldConnection connection, Predicate<Work> wanted) {
    held = connection;
    List<Work> those = new ArrayList<>(works.size());
    for (int i = 0; i < works.size(); i++) {
      if (wanted.test(works.get(i))) {
        sent.set(i);
        those.add(works.get(i));
      }
    }
    return those.isEmpty() ? Optional.empty() : Optional.of(one(those));
  }

  private static Work one(List<Work> works) {
    List<Statement> statements = works.stream().map(work -> work.statements().getFirst()).toList();
    Deadline first =
        Collections.min(
            works.stream().map(Work::deadline).toList(), Comparator.comparing(Deadline::remaining));
    Work named = works.getFirst();
    return new Work(
        named.requestId(), named.identity(), SETTINGS, statements, Transaction.write(), first);
  }

  /**
   * Whether nothing of it remains for certain, and it may be the fault of one alone. That is so
   * also of a connection that broke before COMMIT was sent.
   */
  boolean undone(Reply reply) {
    return switch (reply) {
      case Done _ -> false;
      case Failure.Unknown _ -> held != null && held.uncommitted();
      case Failure.Busy(Reason reason) -> reason == Reason.EXPIRED;
      // whatever else there may be in its place: PostgreSQL has rolled back, or was told to
      default -> true;
    };
  }

  /** What each is told, in their order, of what is not undone. */
  List<Reply> replies(Reply reply) {
    if (sent.isEmpty()) {
      return Collections.nCopies(works.size(), reply);
    }
    Iterator<Result> results =
        reply instanceof Done done ? done.results().iterator() : Collections.emptyIterator();
    List<Reply> replies = new ArrayList<>(works.size());
    for (int i = 0; i < works.size(); i++) {
      Reply own = results.hasNext() && sent.get(i) ? new Done(List.of(results.next())) : reply;
      replies.add(sent.get(i) ? own : EXPIRED);
    }
    return replies;
  }

  /** Visits each with what it is told. */
  void each(List<Reply> replies, BiConsumer<Work, Reply> visitor) {
    for (int i = 0; i < works.size(); i++) {
      visitor.accept(works.get(i), replies.get(i));
    }
  }
}
