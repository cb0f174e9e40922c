package io.twinlane.bench.check;

import io.twinlane.bench.check.Operation.Versions;
import io.twinlane.bench.check.Verdict.Violation;
import io.twinlane.schema.service.StartException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The tables of a run: made, compared and dropped through gateways, since a database is often
 * reached by nobody else. Blocks its caller.
 */
final class Tables {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BETWEEN_TRIES_MILLIS = 200;
  private static final List<Kind> CACHED = List.of(Kind.REST_READ, Kind.SQL_READ);

  private final Http http;
  private final Consistency.Settings settings;
  private final Wording wording;
  private final int count;

  Tables(Http http, Consistency.Settings settings) {
    this.http = http;
    this.settings = settings;
    this.wording = new Wording(settings.access());
    this.count = Wording.tables(settings.keys());
  }

  /** Makes them, and waits until every gateway knows them. */
  void make() throws InterruptedException, ExecutionException {
    for (int table = 0; table < count; table++) {
      Request making = settings.access().batch(Wording.making(table));
      tried(0, making, Answer.Came::good);
    }
    for (int gateway = 0; gateway < settings.gateways().size(); gateway++) {
      for (int key = 0; key < settings.keys(); key++) {
        Request read = wording.request(Kind.REST_READ, key, -1);
        tried(gateway, read, Answer.Came::good);
      }
    }
  }

  void drop() throws InterruptedException, ExecutionException {
    List<String> all = IntStream.range(0, count).mapToObj(Wording::table).toList();
    String statement = "drop table if exists " + String.join(", ", all);
    tried(0, settings.access().sql(Access.DIRECT, statement), Answer.Came::good);
  }

  /**
   * Whether the cached answers of every gateway are what the database holds.
   *
   * @param patience how long a difference may last
   */
  Verdict compare(Duration patience) throws InterruptedException, ExecutionException {
    Verdict verdict = new Verdict();
    long end = System.nanoTime() + patience.toNanos();
    for (int gateway = 0; gateway < settings.gateways().size(); gateway++) {
      for (int key = 0; key < settings.keys(); key++) {
        for (Kind kind : CACHED) {
          compare(verdict, new Place(gateway, key, kind), end);
        }
      }
    }
    return verdict;
  }

  private record Place(int gateway, int key, Kind kind) {}

  private void compare(Verdict verdict, Place place, long end)
      throws InterruptedException, ExecutionException {
    Versions truth = read(place.gateway(), Kind.DIRECT_READ, place.key());
    Versions cached = read(place.gateway(), place.kind(), place.key());
    while (!truth.equals(cached) && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
      truth = read(place.gateway(), Kind.DIRECT_READ, place.key());
      cached = read(place.gateway(), place.kind(), place.key());
    }
    String example = "%s: %s, the database %s".formatted(place, cached, truth);
    verdict.note(!truth.equals(cached), Violation.FINAL, () -> example);
  }

  private Versions read(int gateway, Kind kind, int key)
      throws InterruptedException, ExecutionException {
    return Wording.seen(kind, tried(gateway, wording.request(kind, key, -1), Answer.Came::good));
  }

  /** Asks again until the answer is a good one. */
  private Answer.Came tried(int gateway, Request request, Predicate<Answer.Came> good)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String base = settings.gateways().get(gateway);
    while (true) {
      Answer answer = http.send(base, request).toCompletionStage().toCompletableFuture().get();
      if (answer instanceof Answer.Came came && good.test(came)) {
        return came;
      }
      if (System.nanoTime() - end > 0) {
        String said = answer instanceof Answer.Came came ? ": " + came.body() : "";
        throw new StartException(
            "%s %s%s, %s%s"
                .formatted(request.method(), base, request.path(), answer.label(), said));
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
    }
  }
}
