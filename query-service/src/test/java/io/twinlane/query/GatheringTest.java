package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.twinlane.postgres.QuickStatements;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration LATE = Duration.ofMillis(-1);
  private static final String SQL = "select _t.id from t as _t where _t.id = $1::text::int4";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final QuickStatements quick = new QuickStatements();
  private final Sent sent = new Sent();

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void whereNothingIsUnderWayNothingWaits() throws Exception {
    Gathering gathering = gathering(64, 100);

    Future<Reply> first = many(gathering, 1).getFirst();
    sent.answer(0);
    Future<Reply> second = many(gathering, 1).getFirst();
    sent.answer(1);

    assertThat(sent.sizes()).containsExactly(1, 1);
    assertThat(List.of(body(await(first)), body(await(second)))).containsExactly("0", "0");
  }

  @Test
  void whatComesWhileTwoAreUnderWayIsOneStatement() throws Exception {
    Gathering gathering = gathering(64, 100);

    List<Future<Reply>> replies = many(gathering, 10);
    sent.answer(0);
    sent.answer(2);

    assertThat(sent.sizes()).containsExactly(1, 1, 8);
    assertThat(body(await(replies.get(5)))).isEqualTo("5");
    assertThat(body(await(replies.get(9)))).isEqualTo("9");
    assertThat(replies.get(1).isComplete()).isFalse();
  }

  @Test
  void whatWasSparedIsCounted() throws Exception {
    Gathering gathering = gathering(64, 100);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    gathering.show(meters);

    many(gathering, 10);
    sent.answer(0);

    assertThat(meters.get("twinlane.gathered.lookups").functionCounter().count()).isEqualTo(8);
    assertThat(meters.get("twinlane.gathered.statements").functionCounter().count()).isEqualTo(1);
  }

  @Test
  void noStatementHasMoreThanItsLimit() throws Exception {
    Gathering gathering = gathering(4, 100);

    many(gathering, 9);
    sent.answer(0);
    sent.answer(1);

    assertThat(sent.sizes()).containsExactly(1, 1, 4, 3);
  }

  @Test
  void ofWhatIsNotSoQuickFewerAreOneStatement() throws Exception {
    quick.took(null, SQL, Duration.ofSeconds(15).toNanos());
    Gathering gathering = gathering(64, 100);

    many(gathering, 10);
    sent.answer(0);

    assertThat(sent.sizes()).containsExactly(1, 1, 4);
  }

  @Test
  void nothingIsGatheredWhereThatIsOff() throws Exception {
    many(gathering(1, 100), 5);

    assertThat(sent.sizes()).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void whatIsNoLookUpIsSentByItself() throws Exception {
    Gathering gathering = gathering(64, 100);
    Statement plain = new Statement(SQL, List.of("1"), List.of());

    onLoop(() -> {
      IntStream.range(0, 5).forEach(_ -> gathering.read(work(0, plain)));
      return null;
    });

    assertThat(sent.sizes()).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void otherColumnsAreAnotherShape() throws Exception {
    Gathering gathering = gathering(64, 100);
    Statement other =
        new Statement(SQL, List.of("7"), List.of(new ResultColumn("other", Use.VALUE)))
            .lookingUp(new KeyLookup(SQL.indexOf(KeyLookup.VALUE), SQL.length()));
    many(gathering, 3);

    onLoop(() -> gathering.read(work(0, other)));

    assertThat(sent.sizes()).containsExactly(1, 1, 1);
  }

  @Test
  void whenAGatheredStatementFailsEachIsRunByItself() throws Exception {
    Gathering gathering = gathering(64, 100);
    List<Future<Reply>> replies = many(gathering, 5);
    sent.answer(0);

    sent.fail(2, refused("22P02"));
    sent.answer(3);
    sent.fail(4, refused("22P02"));
    sent.answer(5);

    assertThat(sent.sizes()).containsExactly(1, 1, 3, 1, 1, 1);
    assertThat(body(await(replies.get(2)))).isEqualTo("2");
    assertThat(await(replies.get(3))).isEqualTo(refused("22P02"));
    assertThat(body(await(replies.get(4)))).isEqualTo("4");
  }

  @Test
  void whoeverRunsOutOfTimeInAGroupIsToldWithoutTheOthers() throws Exception {
    Gathering gathering = gathering(new Gathering.Limits(64, 100, Duration.ofMillis(20), LONG));
    List<Future<Reply>> replies = many(gathering, 4);
    Future<Reply> hasty =
        onLoop(() ->
            gathering.read(work(9, lookup("9")).until(Deadline.after(Duration.ofMillis(200)))));
    sent.answer(0);

    assertThat(await(hasty)).isEqualTo(new Failure.Busy(Reason.EXPIRED));
    assertThat(replies.get(3).isComplete()).isFalse();
  }

  @Test
  void anErrorThatNoKeyCausesIsTheAnswerToAll() throws Exception {
    Gathering gathering = gathering(64, 100);
    List<Future<Reply>> replies = many(gathering, 4);
    sent.answer(0);

    sent.fail(2, refused("55P03"));

    assertThat(sent.sizes()).containsExactly(1, 1, 2);
    assertThat(await(replies.get(3))).isEqualTo(refused("55P03"));
  }

  @Test
  void whatIsNobodysFaultIsTheAnswerToAll() throws Exception {
    Gathering gathering = gathering(64, 100);
    List<Future<Reply>> replies = many(gathering, 4);
    sent.answer(0);

    sent.fail(2, new Failure.Unanswered("lost"));

    assertThat(sent.sizes()).containsExactly(1, 1, 2);
    assertThat(await(replies.get(2))).isEqualTo(new Failure.Unanswered("lost"));
    assertThat(await(replies.get(3))).isEqualTo(new Failure.Unanswered("lost"));
  }

  @Test
  void whoWaitsBehindSomethingSlowIsSentAllTheSame() throws Exception {
    Gathering gathering = gathering(new Gathering.Limits(64, 100, Duration.ofMillis(20), LONG));
    List<Future<Reply>> replies = many(gathering, 6);

    sent.awaitCount(3);
    sent.answer(2);

    assertThat(sent.sizes()).containsExactly(1, 1, 4);
    assertThat(body(await(replies.get(4)))).isEqualTo("4");
  }

  @Test
  void whoFindsTooManyWaitingIsSentByItself() throws Exception {
    Gathering gathering = gathering(64, 3);

    many(gathering, 6);

    assertThat(sent.sizes()).containsExactly(1, 1, 1);
  }

  @Test
  void whoHasGoneIsNotSent() throws Exception {
    Gathering gathering = gathering(64, 100);
    List<Future<Reply>> replies = many(gathering, 5);

    onLoop(() -> {
      gathering.abandon(3);
      return null;
    });
    sent.answer(0);

    assertThat(sent.sizes()).containsExactly(1, 1, 2);
    assertThat(await(replies.get(3))).isEqualTo(new Failure.Busy(Reason.EXPIRED));
  }

  @Test
  void whoseTimeIsOverIsNotSent() throws Exception {
    Gathering gathering = gathering(64, 100);
    many(gathering, 2);
    List<Future<Reply>> late =
        onLoop(() ->
            IntStream.range(0, 3)
                .mapToObj(_ -> gathering.read(work(0, lookup("7")).until(Deadline.after(LATE))))
                .toList());
    Future<Reply> inTime = many(gathering, 1).getFirst();

    sent.answer(0);
    sent.answer(2);

    assertThat(sent.sizes()).containsExactly(1, 1, 1);
    assertThat(body(await(inTime))).isEqualTo("0");
    for (Future<Reply> one : late) {
      assertThat(await(one)).isEqualTo(new Failure.Busy(Reason.EXPIRED));
    }
  }

  @Test
  void whatIsRefusedAtOnceDoesNotPileUp() throws Exception {
    sent.refuseFrom(2);
    quick.took(null, SQL, LONG.toNanos());
    Gathering gathering = gathering(64, 100_000);
    List<Future<Reply>> replies = many(gathering, 20_000);

    sent.answer(0);

    assertThat(await(replies.get(19_999))).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
    assertThat(replies.get(1).isComplete()).isFalse();
  }

  private Gathering gathering(int keysMax, int waitingMax) {
    return gathering(new Gathering.Limits(keysMax, waitingMax, LONG, LONG));
  }

  private Gathering gathering(Gathering.Limits limits) {
    return new Gathering(vertx, limits, quick, sent);
  }

  /** Look-ups of the keys 0, 1, 2…, whose tickets are their keys. */
  private List<Future<Reply>> many(Gathering gathering, int count) throws Exception {
    return onLoop(() ->
        IntStream.range(0, count)
            .mapToObj(key -> gathering.read(work(key, lookup(Integer.toString(key)))))
            .toList());
  }

  private static Statement lookup(String key) {
    return new Statement(SQL, List.of(key), List.of(new ResultColumn("id", Use.VALUE)))
        .lookingUp(new KeyLookup(SQL.indexOf(KeyLookup.VALUE), SQL.length()));
  }

  private static Work work(long ticket, Statement statement) {
    return new Work(
        "test",
        ticket,
        Identity.ofLane(),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(Duration.ofMinutes(1)),
        CacheTerms.none(),
        null);
  }

  private static Failure refused(String state) {
    return new Failure.Refused(state, "no", null, null, -1);
  }

  private static String body(Reply reply) {
    return ((Done) reply).last().body().toString();
  }

  private <T> T onLoop(Callable<T> call) throws Exception {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(_ -> {
      try {
        promise.complete(call.call());
      } catch (Exception e) {
        promise.fail(e);
      }
    });
    return promise.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** A lane that keeps what it is sent until it is told to answer: each key with itself. */
  private final class Sent implements Gathering.Lane {

    private record Statements(List<Work> works, Promise<List<Reply>> answer) {}

    private final List<Statements> all = Collections.synchronizedList(new ArrayList<>());
    private int refusedFrom = Integer.MAX_VALUE;

    @Override
    public Future<Reply> alone(Work work) {
      return together(List.of(work)).map(List::getFirst);
    }

    @Override
    public Future<List<Reply>> together(List<Work> works) {
      Statements statements = new Statements(works, Promise.promise());
      all.add(statements);
      if (all.size() > refusedFrom) {
        Reply full = new Failure.Busy(Reason.POOL_FULL);
        statements.answer().complete(Collections.nCopies(works.size(), full));
      }
      return statements.answer().future();
    }

    void refuseFrom(int place) {
      refusedFrom = place;
    }

    List<Integer> sizes() {
      return all.stream().map(statements -> statements.works().size()).toList();
    }

    void answer(int place) throws Exception {
      List<Reply> replies = new ArrayList<>();
      for (Work work : all.get(place).works()) {
        String key = work.statements().getFirst().parameters().getFirst();
        replies.add(new Done(List.of(new Result(Buffer.buffer(key), 1, null, List.of()))));
      }
      answer(place, replies);
    }

    void fail(int place, Reply reply) throws Exception {
      answer(place, Collections.nCopies(all.get(place).works().size(), reply));
    }

    private void answer(int place, List<Reply> replies) throws Exception {
      onLoop(() -> {
        all.get(place).answer().complete(replies);
        return null;
      });
    }

    void awaitCount(int count) throws Exception {
      while (all.size() < count) {
        onLoop(() -> null);
      }
    }
  }
}
