package io.twinlane.bench.check;

import io.twinlane.bench.check.Operation.Asker;
import io.twinlane.bench.check.Operation.Versions;
import io.twinlane.bench.check.Verdict.Violation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Judges the operations on one key, whose version every write raises, in time that grows as sorting
 * them does. Pure.
 *
 * <p>What a read that began at s and ended at e may show:
 *
 * <ol>
 *   <li>no version below one that was acknowledged before s;
 *   <li>no version below one that the same client has seen before by the same kind of read;
 *   <li>no version whose write began after e, and none whose write was said not to be executed;
 *   <li>one version in all rows of the key.
 * </ol>
 */
final class Judge {

  private final int key;
  private final long begin;

  /** Stands for the making of the rows, with version 0. */
  private final Operation before;

  private final List<Operation> reads;
  private final Highest acknowledged;
  private final Highest begun;
  private final Set<Long> notExecuted;
  private final Verdict verdict = new Verdict();

  private Judge(int key, List<Operation> operations, long begin) {
    this.key = key;
    this.begin = begin;
    this.before =
        new Operation(
            new Asker(-1, -1), key, Kind.BATCH_WRITE, Outcome.DONE, Versions.of(0), begin, begin);
    this.reads =
        operations.stream()
            .filter(Operation::read)
            .sorted(Comparator.comparingLong(Operation::start))
            .toList();
    this.acknowledged =
        new Highest(operations.stream().filter(Operation::wrote).toList(), Operation::end, before);
    this.begun =
        new Highest(
            operations.stream().filter(o -> o.kind().writes()).toList(), Operation::start, before);
    this.notExecuted =
        operations.stream()
            .filter(o -> o.kind().writes() && o.outcome() == Outcome.NOT_DONE)
            .map(o -> o.versions().highest())
            .collect(Collectors.toSet());
  }

  /**
   * @param operations all that happened, of all keys; those of one client in their order
   * @param begin the time from which examples count
   */
  static Verdict judge(List<Operation> operations, long begin) {
    Verdict all = new Verdict();
    operations.stream()
        .collect(Collectors.groupingBy(Operation::key))
        .forEach((key, ofKey) -> all.include(new Judge(key, ofKey, begin).verdict()));
    return all;
  }

  private Verdict verdict() {
    Map<Seat, Operation> seen = new HashMap<>();
    for (Operation read : reads) {
      judge(read);
      wentBack(read, seen);
    }
    return verdict;
  }

  private void judge(Operation read) {
    Operation floor = acknowledged.before(read.start());
    verdict.note(
        read.versions().lowest() < floor.versions().highest(),
        Violation.STALE,
        () -> "%s; %s".formatted(words(read), words(floor)));
    long highest = begun.before(read.end()).versions().highest();
    verdict.note(
        read.versions().highest() > highest,
        Violation.PHANTOM,
        () -> "%s; the last write that had begun set %d".formatted(words(read), highest));
    verdict.note(
        notExecuted.contains(read.versions().highest()), Violation.NOT_EXECUTED, () -> words(read));
    verdict.note(read.versions().torn(), Violation.TORN, () -> words(read));
  }

  /** Reads come in the order of their start, in which one client did them too. */
  private void wentBack(Operation read, Map<Seat, Operation> seen) {
    Seat seat = new Seat(read.asker(), read.kind());
    Operation last = seen.getOrDefault(seat, before);
    boolean back = read.versions().lowest() < last.versions().highest();
    verdict.note(back, Violation.BACK, () -> "%s; %s".formatted(words(read), words(last)));
    if (read.versions().highest() > last.versions().highest()) {
      seen.put(seat, read);
    }
  }

  private String words(Operation operation) {
    return "key %d: client %d %s %s by %s at gateway %d, from %,.3f to %,.3f ms"
        .formatted(
            key,
            operation.asker().client(),
            operation.kind().writes() ? "wrote" : "read",
            operation.versions(),
            operation.kind(),
            operation.asker().gateway(),
            (operation.start() - begin) / 1e6,
            (operation.end() - begin) / 1e6);
  }

  /**
   * Who must not see time go back: a client at one gateway. At another one it may not see yet what
   * nobody has acknowledged.
   */
  private record Seat(Asker asker, Kind kind) {}

  /** Of some writes, the one with the highest version that came before a time. */
  private static final class Highest {

    private final long[] times;
    private final Operation[] highest;
    private final Operation none;

    Highest(List<Operation> writes, ToLongFunction<Operation> time, Operation none) {
      this.none = none;
      this.highest = writes.toArray(Operation[]::new);
      Arrays.sort(highest, Comparator.comparingLong(time));
      this.times = Arrays.stream(highest).mapToLong(time).toArray();
      for (int i = 1; i < highest.length; i++) {
        if (highest[i - 1].versions().highest() > highest[i].versions().highest()) {
          highest[i] = highest[i - 1];
        }
      }
    }

    Operation before(long time) {
      int place = Arrays.binarySearch(times, time);
      // nanoTime may give the same twice: what is equal was not before
      int end = place < 0 ? -place - 1 : place;
      while (end > 0 && times[end - 1] == time) {
        end--;
      }
      return end == 0 ? none : highest[end - 1];
    }
  }
}
