package io.twinlane.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscardedTest {

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Lanes lanes =
      new Lanes(vertx.eventBus(), new Services(vertx, Duration.ofMinutes(1)));

  DiscardedTest() {
    Messages.register(vertx.eventBus());
  }

  @AfterEach
  void stop() {
    var _ = vertx.close();
  }

  @Test
  void aWriteThatNoServiceTakesWasNotExecuted() throws Exception {
    assertThat(await(lanes.run(Address.WRITE, write(60))))
        .isEqualTo(new Failure.Busy(Reason.NO_SERVICE));
  }

  @Test
  void aWriteThatReachesAServiceWhichIsJustGoneWasNotExecuted() throws Exception {
    MessageConsumer<Work> service = vertx.eventBus().consumer(Address.WRITE.value(), _ -> {});
    await(service.completion());

    Future<Reply> reply =
        Future.future(done ->
            vertx.runOnContext(_ -> {
              lanes.run(Address.WRITE, write(60)).onComplete(done);
              var _ = service.unregister();
            }));

    assertThat(await(reply)).isEqualTo(new Failure.Busy(Reason.NO_SERVICE));
  }

  @Test
  void aWriteThatIsNotAnsweredInTimeMayHaveHappened() throws Exception {
    await(vertx.eventBus().<Work>consumer(Address.WRITE.value(), _ -> {}).completion());

    assertThat(await(lanes.run(Address.WRITE, write(0)))).isInstanceOf(Failure.Unknown.class);
  }

  private static Work write(int seconds) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement("delete from books", List.of(), List.of())),
        Transaction.write(),
        Deadline.after(Duration.ofSeconds(seconds)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
