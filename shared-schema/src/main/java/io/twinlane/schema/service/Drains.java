package io.twinlane.schema.service;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * A part of a process that has something to finish before the process ends, such as a verticle with
 * requests under way. {@link Leaving} says when; it calls on the process's event loop.
 *
 * <p>A verticle of a {@link ServiceProcess} that is one of these takes part by itself.
 */
@FunctionalInterface
public interface Drains {

  /** The process is about to end. Whoever sends work may know that; what comes is still served. */
  default void leave() {}

  /**
   * Takes nothing new. Completes when what was under way has been answered; where it fails, the
   * next part has its turn all the same.
   *
   * @param patience how long there is for that, before {@link #cancel} is called
   */
  Future<?> drain(Duration patience);

  /** The time for that is over: what still runs is stopped, and {@link #drain} completes soon. */
  default void cancel() {}
}
