package io.twinlane.schema.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process ends in order.
 *
 * <ol>
 *   <li>It is not ready any more, and its parts say that they are leaving; all is still served.
 *   <li>After a delay, part after part takes nothing new and finishes what is under way: the one
 *       that was added last comes first, as it may need those before it.
 *   <li>After some grace, what still runs is cancelled.
 *   <li>Vert.x is closed, and with it every connection.
 * </ol>
 *
 * <p>A process that has not started yet begins with the last step. Safe from any thread.
 */
public final class Leaving {

  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

  private final Vertx vertx;
  private final Health health;
  private final DrainTerms terms;
  private final List<Drains> parts = new CopyOnWriteArrayList<>();

  public Leaving(Vertx vertx, Health health, DrainTerms terms) {
    this.vertx = vertx;
    this.health = health;
    this.terms = terms;
  }

  Vertx vertx() {
    return vertx;
  }

  Health health() {
    return health;
  }

  /**
   * Adds a part, which is drained before those that were added before it. Whatever must outlive the
   * works, such as a lease, is added first.
   */
  public void add(Drains part) {
    parts.add(part);
  }

  /** Takes all the steps and returns then, within the {@link DrainTerms}; not for event loops. */
  public void end() {
    long begun = System.nanoTime();
    if (health.hasStarted()) {
      await(Future.future(done -> vertx.runOnContext(_ -> drained().onComplete(done))));
    }
    Duration left = terms.longest().minusNanos(System.nanoTime() - begun);
    ServiceProcess.close(vertx, left.compareTo(DrainTerms.CLOSING) > 0 ? left : DrainTerms.CLOSING);
  }

  private void await(Future<Object> drained) {
    try {
      drained
          .toCompletionStage()
          .toCompletableFuture()
          .get(terms.longest().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everything under way could be finished", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<Object> drained() {
    health.leaving();
    parts.forEach(Drains::leave);
    return delayed()
        .compose(_ -> {
          Future<?> drained = inTurn();
          return InTime.of(drained.<Object>mapEmpty(), terms.grace())
              .recover(_ -> cancelled(drained));
        });
  }

  private Future<?> delayed() {
    return terms.delay().isZero()
        ? Future.succeededFuture()
        : vertx.timer(terms.delay().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<?> inTurn() {
    long end = System.nanoTime() + terms.grace().toNanos();
    Future<?> before = Future.succeededFuture();
    for (Drains part : parts.reversed()) {
      before =
          before
              .compose(_ -> part.drain(Duration.ofNanos(Math.max(1, end - System.nanoTime()))))
              .otherwise(cause -> {
                LOG.warn("a part of the process could not be drained", cause);
                return null;
              });
    }
    return before;
  }

  private Future<Object> cancelled(Future<?> drained) {
    LOG.warn("what is still under way after {} is cancelled", terms.grace());
    parts.forEach(Drains::cancel);
    return InTime.of(drained.<Object>mapEmpty(), DrainTerms.CANCELLING);
  }
}
