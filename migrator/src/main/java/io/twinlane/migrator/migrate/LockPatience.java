package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a file has waited for locks, over all its attempts. The pauses between them grow, and
 * are never quite alike, so that a job that comes again and again is met at another moment.
 */
final class LockPatience {

  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 3_200;

  private final String file;
  private final Duration patience;
  private final Console console;
  private long end;
  private int attempts;

  LockPatience(String file, Duration patience, Console console) {
    this.file = file;
    this.patience = patience;
    this.console = console;
  }

  /** Whether there is no time for another attempt. */
  boolean over() {
    if (end == 0) {
      end = System.nanoTime() + patience.toNanos();
    }
    return System.nanoTime() > end;
  }

  /** Whether it has had to wait at all. */
  boolean begun() {
    return attempts > 0;
  }

  /** Says why, and pauses before the next attempt. */
  void pause(int line, String blockers) {
    announce(line, blockers);
    pause();
  }

  /** Says why there will be another attempt. */
  void announce(int line, String blockers) {
    attempts++;
    console.tell(
        "locked",
        "%s: line %d waits for a lock held by %s; it made way and tries again (%d)"
            .formatted(file, line, blockers, attempts),
        Map.of("file", file, "line", line, "heldBy", blockers, "attempt", attempts));
  }

  /** Pauses before the next attempt. */
  void pause() {
    long most = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.clamp(attempts - 1L, 0, 10));
    try {
      Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped while waiting for a lock", e);
    }
  }
}
