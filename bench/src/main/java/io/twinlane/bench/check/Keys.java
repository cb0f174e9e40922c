package io.twinlane.bench.check;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/** The keys of a run, each written by one client at a time, and how much is left to do. */
final class Keys {

  private final AtomicIntegerArray claimed;
  private final AtomicLongArray begun;
  private final AtomicLong left;
  private final long endNanos;

  /**
   * @param endNanos when the run ends, even if something is left to do
   */
  Keys(int keys, long operations, long endNanos) {
    this.claimed = new AtomicIntegerArray(keys);
    this.begun = new AtomicLongArray(keys);
    this.left = new AtomicLong(operations);
    this.endNanos = endNanos;
  }

  /** Takes one of the operations that are left. */
  boolean another() {
    return System.nanoTime() - endNanos < 0 && left.getAndDecrement() > 0;
  }

  /** Any key, low ones more often than high ones: some answers are in demand. */
  int any(RandomGenerator random) {
    double place = random.nextDouble();
    return (int) (begun.length() * place * place);
  }

  boolean claim(int key) {
    return claimed.compareAndSet(key, 0, 1);
  }

  void release(int key) {
    claimed.set(key, 0);
  }

  /** The version that whoever has claimed a key must write next; it is never used again. */
  long next(int key) {
    return begun.incrementAndGet(key);
  }
}
