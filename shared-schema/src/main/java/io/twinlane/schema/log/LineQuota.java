package io.twinlane.schema.log;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Lets so many lines of a kind through in ten seconds, and tells at their end how many it did not:
 * a bad minute must not fill a disk. Lives on one event loop.
 */
public final class LineQuota {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final int max;
  private final LongConsumer told;
  private long begunNanos = System.nanoTime() - WINDOW.toNanos();
  private int lines;
  private long leftOut;

  /**
   * One that has let nothing through yet.
   *
   * @param told is given the number of lines that were left out, if there were any
   */
  public LineQuota(Vertx vertx, int max, LongConsumer told) {
    this.vertx = vertx;
    this.max = max;
    this.told = told;
  }

  /** Whether there may be one more line now. */
  public boolean admits() {
    long now = System.nanoTime();
    if (now - begunNanos >= WINDOW.toNanos()) {
      begunNanos = now;
      lines = 0;
    }
    if (lines < max) {
      lines++;
      return true;
    }
    if (leftOut++ == 0) {
      long left = WINDOW.minusNanos(now - begunNanos).toMillis();
      vertx.setTimer(Math.max(1, left), _ -> tell());
    }
    return false;
  }

  private void tell() {
    told.accept(leftOut);
    leftOut = 0;
  }
}
