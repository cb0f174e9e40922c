package io.twinlane.write;

import io.twinlane.postgres.Steps;
import io.twinlane.postgres.Traces;
import io.twinlane.postgres.shape.Observed;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.IdempotencyKey;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one try of a write does besides its statements: looks for the answer to its idempotency key
 * before, learns what it wrote and keeps the answer after.
 */
final class WriteSteps implements Steps {

  static final Observed NOTHING = new Observed(Set.of(), false);

  /** When nothing is known of what a transaction wrote. */
  static final Observed ANYTHING = new Observed(Set.of(), true);

  private final @Nullable IdempotencyKey key;
  private final WriteSet expected;
  private final boolean ofClient;
  private final String requestId;
  private final @Nullable Idempotency idempotency;

  /** Until the transaction has been looked at, it may have written anything. */
  private Observed written;

  private boolean observed;

  /** Of a work that has no key. */
  WriteSteps(Work work, WriteSet expected) {
    this(work, expected, null);
  }

  WriteSteps(Work work, WriteSet expected, @Nullable Idempotency idempotency) {
    this.key = work.idempotencyKey();
    this.requestId = work.requestId();
    this.expected = expected;
    this.ofClient = work.session() != null;
    this.idempotency = idempotency;
    this.written =
        expected instanceof WriteSet.Certain(Set<String> tables, var _, var _)
            ? new Observed(tables, false)
            : ANYTHING;
  }

  /** Whether only the transaction itself can tell what it wrote. */
  boolean observes() {
    return switch (expected) {
      case WriteSet.Certain _ -> false;
      case WriteSet.ToObserve _ -> true;
    };
  }

  /**
   * Whether all is known before the statements run, what they leave in the session too, and nothing
   * is kept of their answer.
   */
  boolean nothingToDo() {
    return key == null
        && expected instanceof WriteSet.Certain certain
        && certain.traces() != Traces.ANYTHING;
  }

  /** Whether a row that is added is there for certain, and about as large as what is given. */
  boolean echoes() {
    return expected instanceof WriteSet.Certain(var _, var _, WriteSet.Added added)
        && added != WriteSet.Added.NOTHING;
  }

  /**
   * What was written, or may have been.
   *
   * @param stillCertain whether nothing was forgotten since the catalog was asked
   */
  Observed written(boolean stillCertain) {
    return observed || observes() || stillCertain ? written : ANYTHING;
  }

  @Override
  public Future<Optional<Reply>> begun(SqlConnection connection) {
    return key == null || idempotency == null
        ? Future.succeededFuture(Optional.empty())
        : idempotency.begun(connection, key, requestId).map(kept -> kept.map(this::answered));
  }

  /** Whoever kept the answer may have ended before it was announced what was written. */
  private Reply answered(Idempotency.Kept kept) {
    written = new Observed(kept.tables(), kept.everything());
    observed = true;
    return kept.reply();
  }

  @Override
  public Future<?> beforeCommit(SqlConnection connection, Done done) {
    Future<?> looked =
        observes() ? observed(connection).onSuccess(this::saw) : Future.succeededFuture();
    return key == null || idempotency == null
        ? looked
        : looked.compose(
            _ -> idempotency.keep(connection, key, done, written.tables(), written.ddl()));
  }

  private Future<Observed> observed(SqlConnection connection) {
    return ofClient ? Observed.ofClient(connection) : Observed.of(connection);
  }

  private void saw(Observed seen) {
    written = seen;
    observed = true;
  }
}
