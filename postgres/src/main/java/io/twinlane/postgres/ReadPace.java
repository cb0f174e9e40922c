package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.AsyncResult;
import java.time.Duration;

/** Which reads of a login hold nobody up who is sent behind them. Lives on one event loop. */
final class ReadPace {

  /** About what a socket takes at once, whoever reads it. */
  private static final int LARGE_BYTES = 16 << 10;

  private static final long LARGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final QuickStatements quick = new QuickStatements();

  /** Whether a read usually is quick, as {@link QuickStatements#isQuick}. */
  boolean isQuick(Work work, boolean crowded) {
    return quick.isQuick(null, sql(work), crowded);
  }

  /**
   * PostgreSQL had a read for so long. While it waits for a large answer to be read, nobody behind
   * is answered; and one that is too large costs them their connection.
   */
  void took(Work work, AsyncResult<Reply> done, long nanos) {
    boolean large =
        done.succeeded()
            ? done.result() instanceof Done all && all.last().body().length() > LARGE_BYTES
            : SqlState.tooLarge(done.cause());
    quick.took(null, sql(work), large ? LARGE_NANOS : nanos);
  }

  private static String sql(Work work) {
    return work.statements().getFirst().sql();
  }
}
