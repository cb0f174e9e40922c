package io.twinlane.write;

import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Future;

/** Whoever gives answers from memory, and must know of a write before its writer is answered. */
sealed interface Recipients permits OneRecipient, LeaseHolders {

  /**
   * Completes when no answer from memory can be older than the write, which is committed, and its
   * writer may be answered in the same turn of the event loop. Never fails.
   */
  Future<?> tell(TablesChanged changed);
}
