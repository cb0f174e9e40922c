package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import java.time.Duration;

/**
 * How fast a backfill may go.
 *
 * @param batch rows of a batch
 * @param pause after each batch
 * @param rowsPerSecondMax 0 for no limit
 */
record Pace(int batch, Duration pause, int rowsPerSecondMax) {

  /** Rests after a batch of so many rows that took so long. */
  void rest(long rows, Duration took) {
    Duration due =
        rowsPerSecondMax == 0
            ? Duration.ZERO
            : Duration.ofMillis(1000 * rows / rowsPerSecondMax).minus(took);
    sleep(due.compareTo(pause) > 0 ? due : pause);
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped between two batches: run it again to go on", e);
    }
  }
}
