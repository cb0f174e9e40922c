package io.twinlane.migrator.rehearse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A statement that was run on a copy, and what it did there.
 *
 * @param locks of relations that existed before the file, strongest first, those of earlier
 *     statements included; seen from outside and therefore maybe not all, if {@code sampled}
 * @param failure SQLSTATE and message, if it does not run; then nothing else is known
 */
public record Measured(
    Place place, Times times, List<Lock> locks, Effect effect, Optional<String> failure) {

  public Measured {
    locks = List.copyOf(locks);
  }

  /**
   * Where a statement stands.
   *
   * @param line of its first word, from 1
   * @param sql without the comments in front of it
   */
  public record Place(String file, int line, String sql) {}

  /**
   * How long a statement took.
   *
   * @param own the statement alone
   * @param held from its start to the end of its transaction: as long as its locks were kept
   * @param sampled whether it ran outside of a transaction
   */
  public record Times(Duration own, Duration held, boolean sampled) {}

  /** What others notice; a lock that is held longer than the limit is noticed in any case. */
  public Verdict verdict(Duration max) {
    if (failure.isPresent()) {
      return Verdict.FAILS;
    }
    if (!effect.rewrites().isEmpty()) {
      return Verdict.REWRITES;
    }
    if (noticed(max, true)) {
      return Verdict.BLOCKS_READS;
    }
    if (noticed(max, false)) {
      return Verdict.BLOCKS_WRITES;
    }
    return effect.rowsChanged() > 0 ? Verdict.LOCKS_ROWS : Verdict.HARMLESS;
  }

  /** Whether this statement keeps readers or writers waiting for longer than the limit. */
  public boolean tooLong(Duration max) {
    boolean rows = effect.rowsChanged() > 0 && times.held().compareTo(max) > 0;
    return rows || locks.stream().anyMatch(lock -> own(lock) && lasting(lock, max));
  }

  private boolean noticed(Duration max, boolean reads) {
    return locks.stream()
        .filter(lock -> reads ? lock.mode().blocksReads() : lock.mode().blocksWrites())
        .anyMatch(lock ->
            effect.grows() || times.own().compareTo(max) > 0 || (own(lock) && lasting(lock, max)));
  }

  private boolean own(Lock lock) {
    return lock.line() == place.line();
  }

  private static boolean lasting(Lock lock, Duration max) {
    return lock.mode().blocksWrites() && lock.held().compareTo(max) > 0;
  }
}
