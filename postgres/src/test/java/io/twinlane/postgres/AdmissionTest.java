package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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

class AdmissionTest {

  private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<Promise<Reply>> inside = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void asManyAreInsideAsThereArePlacesAndTheOthersFollowInOrder() throws Exception {
    Admission admission = admission(2, Map.of());
    List<Future<Reply>> replies = many(admission, 5, LATER);

    assertThat(inside).hasSize(2);
    leave(0);
    assertThat(inside).hasSize(3);
    for (int i = 1; i < 5; i++) {
      leave(i);
    }
    assertThat(replies).allMatch(reply -> reply.result() instanceof Noted);
  }

  @Test
  void whoComesToAFullQueueIsTold() throws Exception {
    Admission admission = admission(1, Map.of("POOL_WAITING_MAX", "2"));

    List<Future<Reply>> replies = many(admission, 4, LATER);

    assertThat(replies.get(3).result()).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
    assertThat(replies.get(2).isComplete()).isFalse();
  }

  @Test
  void whoHasWaitedTooLongIsToldAndTheNextOneIsLetIn() throws Exception {
    Admission admission = admission(1, Map.of("POOL_WAIT_TIMEOUT_MS", "30"));
    List<Future<Reply>> replies = many(admission, 2, LATER);

    assertThat(await(replies.get(1))).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
    leave(0);
    Future<Reply> next = many(admission, 1, LATER).getFirst();
    leave(1);

    assertThat(await(next)).isInstanceOf(Noted.class);
  }

  @Test
  void whoseTimeIsOverIsToldSo() throws Exception {
    Admission admission = admission(1, Map.of());
    many(admission, 1, LATER);

    Future<Reply> late = many(admission, 1, Deadline.after(Duration.ofMillis(30))).getFirst();

    assertThat(await(late)).isEqualTo(new Failure.Busy(Reason.EXPIRED));
  }

  @Test
  void aQueueThatStandsIsOverloadAndItsOldestAreTold() throws Exception {
    Admission admission = admission(1, Map.of("POOL_BURST_MS", "50"));
    List<Future<Reply>> replies = many(admission, 20, LATER);
    // a turn that took long tells that few can be served in time
    TimeUnit.MILLISECONDS.sleep(300);
    leave(0);

    assertThat(await(replies.get(5))).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
    Future<Reply> comer = many(admission, 1, LATER).getFirst();

    assertThat(await(comer)).isEqualTo(new Failure.Busy(Reason.POOL_FULL));
  }

  @Test
  void whenTheQueueHasEmptiedABurstIsWelcomeAgain() throws Exception {
    Admission admission = admission(1, Map.of("POOL_BURST_MS", "1000"));
    many(admission, 2, LATER);
    TimeUnit.MILLISECONDS.sleep(1_100);
    leave(0);
    leave(1);

    List<Future<Reply>> burst = many(admission, 10, LATER);

    assertThat(burst).noneMatch(Future::isComplete);
  }

  @Test
  void whatFailsLeavesItsPlace() throws Exception {
    Admission admission = admission(1, Map.of());
    onLoop(() ->
        admission.admitted(
            visitor(LATER),
            () -> {
              throw new IllegalStateException("a bug");
            }));

    many(admission, 1, LATER);

    assertThat(inside).hasSize(1);
  }

  private Admission admission(int places, Map<String, String> settings) {
    return new Admission(
        vertx,
        places,
        PoolSettings.from(Environment.of(settings), "TEST"),
        LaneBook.unread().pool("test"));
  }

  private List<Future<Reply>> many(Admission admission, int count, Deadline deadline)
      throws Exception {
    return onLoop(() ->
        IntStream.range(0, count)
            .mapToObj(_ ->
                admission.admitted(
                    visitor(deadline),
                    () -> {
                      Promise<Reply> promise = Promise.promise();
                      inside.add(promise);
                      return promise.future();
                    }))
            .toList());
  }

  private static Admission.Visitor visitor(Deadline deadline) {
    return new Admission.Visitor(deadline, () -> true);
  }

  private void leave(int number) throws Exception {
    onLoop(() -> inside.get(number).tryComplete(new Noted()));
    onLoop(() -> true);
  }

  private <T> T onLoop(Callable<T> act) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(_ -> {
      try {
        done.complete(act.call());
      } catch (Exception e) {
        done.fail(e);
      }
    });
    return await(done.future());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
