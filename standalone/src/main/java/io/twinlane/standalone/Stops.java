package io.twinlane.standalone;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be closed when the process ends, the last one opened first. Safe from any thread. */
final class Stops {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::end, "shutdown");

  private Stops() {}

  /** Closes everything when a signal ends the process, which then ends with status 0. */
  static Stops onSignal() {
    Stops stops = new Stops();
    Runtime.getRuntime().addShutdownHook(stops.hook);
    return stops;
  }

  synchronized void add(AutoCloseable closeable) {
    open.push(closeable);
  }

  /** Closes everything because the start failed; the process ends with the status of that. */
  void now() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      closeAll();
    } catch (IllegalStateException e) {
      // a signal came first, and its thread closes everything
    }
  }

  private void end() {
    closeAll();
    System.out.println("twinlane: stopped");
    // the exit status of a JVM that a signal ends is not 0, and this end is in order
    Runtime.getRuntime().halt(0);
  }

  private synchronized void closeAll() {
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
