package io.twinlane.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheredInsertsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Reply OWN = new Failure.Unknown("own");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Sent sent = new Sent();

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void whereNothingIsUnderWayNothingWaits() throws Exception {
    GatheredInserts inserts = gathering(64, 100);

    many(inserts, 1);
    sent.answer(0);
    many(inserts, 1);
    sent.answer(1);

    assertThat(sent.sizes()).containsExactly(1, 1);
  }

  @Test
  void whatComesWhileTwoAreUnderWayIsOneTransactionAndIsCounted() throws Exception {
    GatheredInserts inserts = gathering(64, 100);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    inserts.show(meters);

    List<Future<Reply>> replies =
        onLoop(() -> {
          List<Future<Reply>> all = write(inserts, 10);
          sent.all.get(0).answer().complete(Optional.of(List.of(OWN)));
          sent.all.get(2).answer().complete(Optional.of(Collections.nCopies(8, OWN)));
          return all;
        });

    assertThat(sent.sizes()).containsExactly(1, 1, 8);
    assertThat(await(replies.get(9))).isEqualTo(OWN);
    assertThat(replies.get(1).isComplete()).isFalse();
    assertThat(meters.get("twinlane.gathered.inserts").functionCounter().count()).isEqualTo(8);
    assertThat(
            meters
                .get("twinlane.gathered.transactions")
                .tag("end", "answered")
                .functionCounter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void noTransactionHasMoreThanItsLimit() throws Exception {
    onLoop(() -> {
      write(gathering(4, 100), 9);
      sent.all.get(0).answer().complete(Optional.of(List.of(OWN)));
      sent.all.get(1).answer().complete(Optional.of(List.of(OWN)));
      return null;
    });

    assertThat(sent.sizes()).containsExactly(1, 1, 4, 3);
  }

  @Test
  void nothingIsGatheredWhereThatIsOff() throws Exception {
    many(gathering(0, 100), 5);

    assertThat(sent.sizes()).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void whatIsLargeOrHastyIsSentByItself() throws Exception {
    GatheredInserts inserts = gathering(64, 100);

    onLoop(() -> {
      write(inserts, 2);
      inserts.write(work(7, "x".repeat(20_000), LONG));
      inserts.write(work(8, "x", Duration.ofMillis(500)));
      return null;
    });

    assertThat(sent.sizes()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void whatIsRolledBackIsRunOneByOne() throws Exception {
    List<Future<Reply>> replies =
        onLoop(() -> {
          List<Future<Reply>> all = write(gathering(64, 100), 5);
          sent.all.get(0).answer().complete(Optional.of(List.of(OWN)));
          sent.all.get(2).answer().complete(Optional.empty());
          return all;
        });
    sent.answer(3);

    assertThat(sent.sizes()).containsExactly(1, 1, 3, 1, 1, 1);
    assertThat(await(replies.get(2))).isEqualTo(OWN);
    assertThat(replies.get(3).isComplete()).isFalse();
  }

  @Test
  void whatIsSlowIsNotWaitedFor() throws Exception {
    many(gathering(64, 100), 6);

    while (sent.sizes().size() < 3) {
      onLoop(() -> null);
    }

    assertThat(sent.sizes()).containsExactly(1, 1, 4);
  }

  @Test
  void whoFindsTooManyWaitingIsSentByItself() throws Exception {
    onLoop(() -> {
      write(gathering(64, 3), 6);
      assertThat(sent.sizes()).containsExactly(1, 1, 1);
      return null;
    });
  }

  @Test
  void whoHasGoneIsNotSent() throws Exception {
    List<Future<Reply>> replies =
        onLoop(() -> {
          GatheredInserts inserts = gathering(64, 100);
          List<Future<Reply>> all = write(inserts, 5);
          inserts.abandon(3);
          sent.all.get(0).answer().complete(Optional.of(List.of(OWN)));
          return all;
        });

    assertThat(sent.sizes()).containsExactly(1, 1, 2);
    assertThat(await(replies.get(3))).isEqualTo(new Failure.Busy(Reason.EXPIRED));
  }

  private GatheredInserts gathering(int insertsMax, int waitingMax) {
    return new GatheredInserts(new GatheredInserts.Terms(vertx, insertsMax, waitingMax), sent);
  }

  private void many(GatheredInserts inserts, int count) throws Exception {
    onLoop(() -> write(inserts, count));
  }

  /** Inserts whose tickets are 0, 1, 2…; on the event loop. */
  private static List<Future<Reply>> write(GatheredInserts inserts, int count) {
    return IntStream.range(0, count)
        .mapToObj(ticket -> inserts.write(work(ticket, "{}", LONG)))
        .toList();
  }

  private static Work work(long ticket, String body, Duration time) {
    return new Work(
        "test",
        ticket,
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement("insert", List.of(body), List.of()).addingOneRow()),
        Transaction.write(),
        Deadline.after(time),
        CacheTerms.none(),
        null);
  }

  private <T> T onLoop(Callable<T> call) throws Exception {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(_ -> {
      try {
        promise.complete(call.call());
      } catch (Exception | AssertionError e) {
        promise.fail(e);
      }
    });
    return await(promise.future());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** A lane that keeps what it is sent until it is told to answer. */
  private final class Sent implements GatheredInserts.Lane {

    private record Transactions(List<Work> works, Promise<Optional<List<Reply>>> answer) {}

    private final List<Transactions> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public boolean plain(Work work) {
      return true;
    }

    @Override
    public Future<Reply> alone(Work work) {
      return together(List.of(work)).map(replies -> replies.orElseThrow().getFirst());
    }

    @Override
    public Future<Optional<List<Reply>>> together(List<Work> works) {
      Transactions transaction = new Transactions(works, Promise.promise());
      all.add(transaction);
      return transaction.answer().future();
    }

    List<Integer> sizes() {
      return all.stream().map(transaction -> transaction.works().size()).toList();
    }

    void answer(int place) throws Exception {
      onLoop(() -> {
        all.get(place)
            .answer()
            .complete(Optional.of(Collections.nCopies(all.get(place).works().size(), OWN)));
        return null;
      });
    }
  }
}
