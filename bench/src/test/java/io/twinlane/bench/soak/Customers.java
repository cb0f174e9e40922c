package io.twinlane.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that read and write a table of notes, and retry nothing. They wait three seconds for an
 * answer, as people do.
 */
final class Customers implements AutoCloseable {

  static final String TABLE =
      """
      create table notes (id int primary key, text text not null);
      insert into notes select i, 'first' from generate_series(0, 99) i;
      """;

  private static final int HOW_MANY = 8;
  private static final int PAUSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String notes;
  private final Weather weather;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final Queue<String> unexcused = new ConcurrentLinkedQueue<>();
  private volatile boolean leaving;

  Customers(int port, Weather weather) {
    this.notes = "http://127.0.0.1:" + port + "/rest/v1/notes?id=eq.";
    this.weather = weather;
  }

  void come() {
    for (int i = 0; i < HOW_MANY; i++) {
      threads.execute(this::stay);
    }
  }

  /** How many answers there were of each kind. */
  Map<String, Long> outcomes() {
    Map<String, Long> all = new TreeMap<>();
    outcomes.forEach((outcome, count) -> all.put(outcome, count.sum()));
    return all;
  }

  /** What went wrong while nothing was wrong with the way to PostgreSQL. */
  Queue<String> unexcused() {
    return unexcused;
  }

  private void stay() {
    while (!leaving) {
      long begun = System.nanoTime();
      String outcome = ask();
      long ended = System.nanoTime();
      outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
      if (!outcome.startsWith("2") && !weather.excuses(begun, ended)) {
        unexcused.add(
            "%s after %d ms, begun %d ms after a fault"
                .formatted(outcome, (ended - begun) / 1_000_000, weather.fineSince(begun)));
      }
      try {
        Thread.sleep(ThreadLocalRandom.current().nextInt(2 * PAUSE_MILLIS));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String ask() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(notes + random.nextInt(100)))
            .timeout(PATIENCE)
            .header("Request-Timeout", "3")
            .header("Content-Type", "application/json");
    HttpRequest one =
        switch (random.nextInt(4)) {
          case 0 ->
              request
                  .method(
                      "PATCH",
                      BodyPublishers.ofString("{\"text\":\"%d\"}".formatted(random.nextInt())))
                  .build();
          case 1 -> request.header("Cache-Control", "no-cache").build();
          default -> request.build();
        };
    try {
      int status = http.send(one, BodyHandlers.ofString()).statusCode();
      return status + (one.method().equals("GET") ? " read" : " write");
    } catch (IOException e) {
      return "no answer: " + e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Waits until every answer has come. */
  @Override
  public void close() {
    leaving = true;
    threads.close();
    http.close();
  }
}
