package io.twinlane.bench.check;

import io.twinlane.bench.check.Operation.Asker;
import io.twinlane.bench.check.Operation.Versions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One client: it does one thing after another, each at any of the gateways, until nothing is left
 * to do. Runs on a thread of its own, which it blocks.
 */
final class Client implements Callable<List<Operation>> {

  private static final List<Kind> READS =
      List.of(Kind.REST_READ, Kind.REST_READ, Kind.SQL_READ, Kind.SQL_READ, Kind.DIRECT_READ);
  private static final List<Kind> WRITES =
      List.of(Kind.REST_WRITE, Kind.REST_WRITE, Kind.SQL_WRITE, Kind.BATCH_WRITE);

  /** So that what is down is not asked again and again at the speed of refusals. */
  private static final int PAUSE_MILLIS = 20;

  private final int number;
  private final Course course;
  private final SplittableRandom random;
  private final List<Operation> operations = new ArrayList<>();

  Client(int number, Course course) {
    this.number = number;
    this.course = course;
    this.random = new SplittableRandom(course.settings().seed() + number);
  }

  @Override
  public List<Operation> call() throws InterruptedException, ExecutionException {
    Keys keys = course.keys();
    while (keys.another()) {
      int key = keys.any(random);
      if (random.nextInt(100) < course.settings().writesPercent() && keys.claim(key)) {
        ask(WRITES.get(random.nextInt(WRITES.size())), key, keys.next(key));
        keys.release(key);
      } else {
        ask(READS.get(random.nextInt(READS.size())), key, -1);
      }
    }
    return operations;
  }

  private void ask(Kind kind, int key, long version)
      throws InterruptedException, ExecutionException {
    int gateway = random.nextInt(course.settings().gateways().size());
    Request request = course.wording().request(kind, key, version);
    long start = System.nanoTime();
    Answer answer = await(course.send(gateway, request));
    long end = System.nanoTime();
    Outcome outcome = Outcome.of(answer);
    Versions versions = kind.writes() ? Versions.of(version) : Versions.NONE;
    if (answer instanceof Answer.Came came && came.good()) {
      if (kind.writes()) {
        course.noteWritten(kind, key, version, came);
      } else {
        versions = course.seen(kind, came);
        outcome = versions.equals(Versions.NONE) ? Outcome.UNKNOWN : outcome;
      }
    }
    operations.add(
        new Operation(new Asker(number, gateway), key, kind, outcome, versions, start, end));
    if (outcome != Outcome.DONE) {
      course.noteFailed(kind, answer);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static Answer await(Future<Answer> answer)
      throws InterruptedException, ExecutionException {
    return answer.toCompletionStage().toCompletableFuture().get();
  }
}
