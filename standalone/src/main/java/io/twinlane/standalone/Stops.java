package io.twinlane.standalone;

import io.twinlane.schema.service.Signals;
import java.util.ArrayDeque;
import java.util.Deque;

/** What must be closed when the process ends, the last one opened first. Safe from any thread. */
final class Stops {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile Runnable atOnce = () -> {};

  private Stops() {}

  /** Closes everything when a signal ends the process, which then ends with status 0. */
  static Stops onSignal() {
    Stops stops = new Stops();
    Signals.endBy(stops::end, () -> stops.atOnce.run());
    return stops;
  }

  synchronized void add(AutoCloseable closeable) {
    open.push(closeable);
  }

  /** What is done in no time where a second signal leaves none to close anything. */
  void atOnce(Runnable action) {
    atOnce = action;
  }

  /** Closes everything because the start failed; the process ends with the status of that. */
  synchronized void now() {
    closeAll();
  }

  /** Keeps the lock to the end: a start that fails because of it has nothing to tell. */
  private synchronized void end() {
    closeAll();
    System.out.println("twinlane: stopped");
    System.exit(0);
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      System.err.println("twinlane: not everything stopped in order: " + e.getMessage());
    }
  }
}
