package io.twinlane.standalone.consistency;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What readers and writers saw of some groups of rows, whose version each write raises by one, and
 * what of it must not be.
 */
final class History {

  private final AtomicIntegerArray begun;
  private final AtomicIntegerArray acknowledged;
  private final Map<String, LongAdder> violations = new ConcurrentHashMap<>();
  private final Map<String, String> examples = new ConcurrentHashMap<>();
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();

  History(int groups) {
    this.begun = new AtomicIntegerArray(groups);
    this.acknowledged = new AtomicIntegerArray(groups);
  }

  void writeBegins(int group) {
    begun.incrementAndGet(group);
  }

  void writeAcknowledged(int group, int version) {
    acknowledged.accumulateAndGet(group, version, Math::max);
    writes.increment();
  }

  /** Of writes that raise the version and cannot tell to which. */
  void writeAcknowledged(int group) {
    acknowledged.incrementAndGet(group);
    writes.increment();
  }

  /** The version that a read which begins now must show at least. */
  int floor(int group) {
    return acknowledged.get(group);
  }

  /**
   * Judges what a read showed.
   *
   * @param floor what was acknowledged before it began
   * @param seen what the same client has seen before
   */
  int judge(int group, List<Integer> versions, int floor, int seen) {
    reads.increment();
    int version = versions.getFirst();
    String what = "group %d: %s, floor %d, seen %d".formatted(group, versions, floor, seen);
    note(version < floor, "stale after acknowledge", what);
    note(version < seen, "not monotonic", what);
    note(version > begun.get(group), "phantom", what);
    note(versions.stream().anyMatch(other -> other != version), "torn", what);
    return Math.max(version, seen);
  }

  void note(boolean violated, String kind, String what) {
    if (violated) {
      violations.computeIfAbsent(kind, _ -> new LongAdder()).increment();
      examples.putIfAbsent(kind, what);
    }
  }

  /** Empty if nothing was wrong; else one example of each kind. */
  Map<String, String> examples() {
    return examples;
  }

  @Override
  public String toString() {
    return "%d reads, %d writes, violations %s".formatted(reads.sum(), writes.sum(), violations);
  }
}
