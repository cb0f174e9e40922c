package io.twinlane.postgres;

import io.twinlane.schema.service.Recent;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps those who guess from PostgreSQL, and from the event loop: a login takes milliseconds of
 * computing there, whether it succeeds or not (RFC 5802). Lives on one event loop.
 */
final class LoginLimits {

  private static final int REMEMBERED_MAX = 10_000;

  /** So many wrong passwords of one account, and no other is tried for a while. */
  private static final int WRONG_MAX = 5;

  private static final long WRONG_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Of all that were never let in, one may try each so often, and so much longer at first. */
  private static final long STRANGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long STRANGERS_BURST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Map<String, Wrong> wrong = new Recent<>(REMEMBERED_MAX);

  private long strangersClearAt = System.nanoTime();

  private record Wrong(int count, long sinceNanos) {}

  /** Whether somebody with a password that was never accepted may try it. */
  boolean admits(String account, long now) {
    Wrong before = wrong.get(account);
    if (before != null && before.count() >= WRONG_MAX && now - before.sinceNanos() < WRONG_NANOS) {
      return false;
    }
    long ahead = Math.max(0, strangersClearAt - now);
    if (ahead > STRANGERS_BURST_NANOS) {
      return false;
    }
    strangersClearAt = now + ahead + STRANGER_NANOS;
    return true;
  }

  /** The account has shown a right password. */
  void right(String account) {
    wrong.remove(account);
  }

  /** Somebody has shown a wrong one. */
  void wrong(String account, long now) {
    wrong.merge(
        account,
        new Wrong(1, now),
        (old, first) ->
            now - old.sinceNanos() > WRONG_NANOS
                ? first
                : new Wrong(old.count() + 1, old.sinceNanos()));
  }
}
