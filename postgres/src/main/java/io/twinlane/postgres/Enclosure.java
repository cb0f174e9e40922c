package io.twinlane.postgres;

import io.vertx.core.Closeable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/**
 * What is closed together with a pool: the pool, and the TCP client that it is made with. At the
 * end of the context in which it was made, all of it is closed.
 *
 * <p>Vert.x adds each TCP client to what the current context has to close at its end, and leaves it
 * there when it is closed before. A lane that makes pools anew for as long as PostgreSQL gives no
 * answer would collect them. Here the client is added to this instead, and the context forgets this
 * once the pool is closed.
 */
final class Enclosure extends CloseFuture {

  private final VertxInternal vertx;

  /** One with nothing in it, which is closed with the current context or with Vert.x. */
  Enclosure(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
    ContextInternal around = this.vertx.getContext();
    if (around == null) {
      this.vertx.addCloseHook(this);
    } else {
      around.addCloseHook(this);
    }
  }

  /** Makes something, at once, of which all that must be closed is added to this. */
  <T> T holding(Supplier<T> making) {
    ContextInternal inside =
        vertx
            .contextBuilder()
            .withEventLoop(vertx.getOrCreateContext().nettyEventLoop())
            .withCloseFuture(this)
            .build();
    ContextInternal before = inside.beginDispatch();
    try {
      return making.get();
    } finally {
      inside.endDispatch(before);
    }
  }

  /** A pool takes itself out once it is closed; the client that is left has no use any more. */
  @Override
  public boolean remove(Closeable gone) {
    boolean held = super.remove(gone);
    if (gone instanceof CloseFuture) {
      var _ = close();
    }
    return held;
  }
}
