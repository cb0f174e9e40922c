package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * The way to have the same answer once more without another message: for who asks in the same JVM,
 * and nobody else is given one. What is given is what the lane would give at that moment.
 */
public interface Again {

  /**
   * What the cache has to do with the answer now, which counts as a hit; null if the lane must be
   * asked. On the event loop on which the answer came.
   */
  @Nullable CacheStatus take();

  /** What it takes to keep it, in bytes, roughly; not the answer, which it does not keep. */
  int weight();
}
