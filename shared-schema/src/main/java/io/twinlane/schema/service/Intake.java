package io.twinlane.schema.service;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Where a service takes requests from the bus: it counts those that are under way, so that it can
 * end when they have been answered.
 *
 * <p>Invariant 5 at the end of a service: it is told in an answer that a request was not executed,
 * never by silence, which would leave a writer not knowing. A sender may choose a service that has
 * just taken its name off an address, and Vert.x answers nothing then; so somebody goes on
 * listening there, whom only those find who chose before.
 *
 * <p>A request that waits inside Vert.x while its consumer goes is discarded, and its sender told
 * of a timeout at once: a sender must know such a timeout by its coming before its time. Lives on
 * one event loop.
 */
public final class Intake {

  /** For requests that are on their way from other processes. */
  private static final Duration STRAGGLING = Duration.ofMillis(500);

  private final Vertx vertx;
  private final List<Door<?>> doors = new ArrayList<>();
  private final Promise<Void> empty = Promise.promise();
  private int underWay;
  private boolean closed;

  public Intake(Vertx vertx) {
    this.vertx = vertx;
  }

  /** An address, and who takes what comes there. */
  private record Door<T>(String address, Handler<Message<T>> handler, MessageConsumer<T> consumer) {

    /** Others find it no more; what has found it already is still heard. */
    Future<Void> close(Vertx vertx) {
      vertx.eventBus().localConsumer(address, handler);
      return consumer.unregister();
    }
  }

  /** Answers what comes to an address. Completes when others can know of it. */
  public <T extends Request> Future<Void> listen(
      String address, Function<T, Future<Reply>> answer) {
    Handler<Message<T>> handler = message -> take(message, answer);
    Door<T> door = new Door<>(address, handler, vertx.eventBus().consumer(address, handler));
    doors.add(door);
    return door.consumer().completion();
  }

  /** The same at the address of all of a kind, and at that of one among them. */
  public <T extends Request> Future<?> listen(
      Address address, String instance, Function<T, Future<Reply>> answer) {
    return Future.all(listen(address.value(), answer), listen(address.of(instance), answer));
  }

  private <T> void take(Message<T> message, Function<T, Future<Reply>> answer) {
    if (closed) {
      message.reply(new Failure.Busy(Reason.NO_SERVICE));
      return;
    }
    underWay++;
    Future.succeededFuture(message.body())
        .compose(answer)
        .onSuccess(message::reply)
        .onComplete(_ -> answered());
  }

  private void answered() {
    underWay--;
    if (closed && underWay == 0) {
      empty.tryComplete();
    }
  }

  /**
   * From now on, what comes is told that it was not executed: {@link Reason#NO_SERVICE}. Completes
   * when nothing is under way any more.
   */
  public Future<?> close() {
    if (!closed) {
      closed = true;
      if (underWay == 0) {
        empty.tryComplete();
      }
      return Future.join(doors.stream().map(door -> door.close(vertx)).toList())
          .transform(_ -> straggled())
          .compose(_ -> empty.future());
    }
    return empty.future();
  }

  private Future<?> straggled() {
    return vertx.isClustered()
        ? vertx.timer(STRAGGLING.toMillis(), TimeUnit.MILLISECONDS)
        : Future.succeededFuture();
  }
}
