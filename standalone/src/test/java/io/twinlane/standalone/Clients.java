package io.twinlane.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several clients at work at once, each on a thread of its own. */
final class Clients {

  private Clients() {}

  /** What a client does once. */
  interface Turn {
    void take(int client, int number) throws Exception;
  }

  /** Every client takes so many turns; the first failure of any fails the test. */
  static void atOnce(int clients, int turns, Turn turn) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        all.add(
            threads.submit(() -> {
              for (int number = 0; number < turns; number++) {
                turn.take(client, number);
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }
}
