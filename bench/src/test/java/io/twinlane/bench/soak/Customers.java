package io.twinlane.bench.soak;

import io.twinlane.bench.contender.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Clients that read and write a table of notes, each with a token, and retry nothing; they read
 * letters as well, of which each may see its own. They wait three seconds for an answer, as people
 * do.
 */
final class Customers implements AutoCloseable {

  private static final int HOW_MANY = 8;
  private static final int ROWS = 100;

  /** Begins what nothing excuses. */
  private static final String WRONG = "wrong: ";

  /** The rows that were added, each in a line as it is given back. */
  static final String VISITS =
      "select string_agg(format('[{\"id\":%s,\"who\":\"%s\"}]', id, who), chr(10)) from visits";

  private static final int PAUSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String tables;
  private final Visitor visitor;
  private final Weather weather;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final Queue<String> unexcused = new ConcurrentLinkedQueue<>();
  private final Set<String> visits = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  Customers(int port, Visitor visitor, Weather weather) {
    this.tables = "http://127.0.0.1:" + port + "/rest/v1/";
    this.visitor = visitor;
    this.weather = weather;
  }

  /** The tables that visitors of such a role look at. */
  static String tables(Visitor visitor) {
    return """
    create table notes (id int primary key, text text not null);
    insert into notes select i, 'first' from generate_series(0, 99) i;
    create table letters (id int primary key, owner text not null);
    insert into letters select i, i %% 8 from generate_series(0, 99) i;
    alter table letters enable row level security;
    create policy own on letters using (
      owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
    create table visits (id bigint generated always as identity, who text not null);
    create role %1$s;
    grant select, update on notes to %1$s;
    grant select on letters to %1$s;
    grant select, insert on visits to %1$s;
    """
        .formatted(visitor.role());
  }

  void come() {
    for (int i = 0; i < HOW_MANY; i++) {
      String name = Integer.toString(i);
      threads.execute(() -> stay(name));
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

  /** The rows that were given back when they were added, each as an array of one. */
  Set<String> visits() {
    return visits;
  }

  private void stay(String name) {
    String token = visitor.token(name);
    while (!leaving) {
      long begun = System.nanoTime();
      String outcome = ask(name, token);
      long ended = System.nanoTime();
      outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
      boolean wrong = outcome.startsWith(WRONG);
      if (wrong || (!outcome.startsWith("2") && !weather.excuses(begun, ended))) {
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

  private String ask(String name, String token) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int id = random.nextInt(ROWS);
    HttpRequest.Builder note = to("notes?id=eq." + id, token);
    HttpRequest.Builder letter = to("letters?id=eq." + id, token);
    return switch (random.nextInt(16)) {
      case 0, 1 -> sent(note.method("PATCH", json("text", random.nextInt())), _ -> true);
      case 2, 3 ->
          sent(
              to("visits", token).header("Prefer", "return=representation").POST(json("who", name)),
              body -> body.endsWith(",\"who\":\"%s\"}]".formatted(name)) && visits.add(body));
      case 4, 5 -> sent(note.header("Cache-Control", "no-cache"), _ -> true);
      case 6, 7 -> sent(letter.header("Cache-Control", "no-cache"), body -> isOwn(body, id, name));
      case 8, 9, 10, 11 -> sent(note, _ -> true);
      default -> sent(letter, body -> isOwn(body, id, name));
    };
  }

  private HttpRequest.Builder to(String path, String token) {
    return HttpRequest.newBuilder(URI.create(tables + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token)
        .header("Request-Timeout", "3")
        .header("Content-Type", "application/json");
  }

  private static BodyPublisher json(String name, Object value) {
    return BodyPublishers.ofString("{\"%s\":\"%s\"}".formatted(name, value));
  }

  private String sent(HttpRequest.Builder built, Predicate<String> right) {
    HttpRequest request = built.build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      String kind = request.method().equals("GET") ? " read" : " write";
      boolean wrong = answer.statusCode() / 100 == 2 && !right.test(answer.body());
      return wrong ? WRONG + answer.body() : answer.statusCode() + kind;
    } catch (IOException e) {
      return "no answer: " + e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static boolean isOwn(String body, int id, String name) {
    boolean own = Integer.toString(id % HOW_MANY).equals(name);
    return body.equals(own ? "[{\"id\":%d,\"owner\":\"%s\"}]".formatted(id, name) : "[]");
  }

  /** Waits until every answer has come. */
  @Override
  public void close() {
    leaving = true;
    threads.close();
    http.close();
  }
}
