package io.twinlane.standalone.consistency;

import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Has answers again that a client had before, as the gateway does for the same bytes. */
final class Repeating {

  private final AtomicLong taken = new AtomicLong();
  private final Vertx vertx;

  /**
   * Somebody who asks there.
   *
   * @param vertx with one event loop, as the suite has
   */
  Repeating(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The same answer, if it is given again; null half of the time in any case. */
  @Nullable Done again(@Nullable Done known) throws Exception {
    Again again = known == null ? null : known.again();
    if (again == null || ThreadLocalRandom.current().nextBoolean()) {
      return null;
    }
    Promise<Boolean> given = Promise.promise();
    vertx.runOnContext(_ -> {
      CacheStatus status = again.take();
      given.complete(status != null);
    });
    boolean same =
        given.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    if (same) {
      taken.incrementAndGet();
    }
    return same ? known : null;
  }

  /** How many answers were given again. */
  long taken() {
    return taken.get();
  }
}
