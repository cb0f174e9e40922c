package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.service.Instance;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to a lane, on its way from service to service until one of them answers.
 *
 * <p>Where a service is not there or takes nothing new, nothing was executed, and the next one is
 * asked; in the end whoever listens at the lane's own address. Where a service is lost while the
 * question is under way, what reads is asked once more, and what may write is not: it is {@link
 * Failure.Unknown}. An answer that comes after that is not heard.
 */
final class Question {

  private static final Logger LOG = LoggerFactory.getLogger(Question.class);

  /** A lane that answers at its deadline is still heard: the limits nest. */
  private static final Duration HEARD_AFTER = Duration.ofSeconds(1);

  /** No timer ends earlier than by this much. */
  private static final Duration TIMER = Duration.ofMillis(200);

  /** Services that refuse are not chosen again, unless they tell of themselves meanwhile. */
  private static final int REFUSALS_MAX = 16;

  private final EventBus bus;
  private final Services services;
  private final Asked asked;
  private final Wording wording;
  private final Promise<Reply> answer = Promise.promise();
  private final TracePoint point = TracePoint.here();
  private int refusals;
  private boolean again;

  Question(EventBus bus, Services services, Asked asked, Wording wording) {
    this.bus = bus;
    this.services = services;
    this.asked = asked;
    this.wording = wording;
  }

  /**
   * What decides where a question goes, and how long.
   *
   * @param address of the lane
   * @param hash what tells it from others
   * @param deadline when nobody waits any more
   * @param access whether it may write
   * @param requestId whose question it is; empty for the gateway's own
   */
  record Asked(Address address, long hash, Deadline deadline, Access access, String requestId) {}

  /** What is sent. */
  interface Wording {

    /** The message, made anew for each service. */
    Request next();

    /** Whether it may be asked again of another, though the first may have done it. */
    boolean repeatable();
  }

  /** A wording that is always the same. */
  record Plain(Request next, boolean repeatable) implements Wording {}

  /** The answer, which never fails. */
  Future<Reply> ask() {
    send();
    return answer.future();
  }

  private void send() {
    Service service =
        refusals < REFUSALS_MAX ? services.choose(asked.address(), asked.hash()) : null;
    long millis = Math.max(1, asked.deadline().remaining().plus(HEARD_AFTER).toMillis());
    long timely = System.nanoTime() + Duration.ofMillis(millis).minus(TIMER).toNanos();
    Attempt attempt = new Attempt(service, timely);
    String address = asked.address().value();
    if (service != null) {
      address = service.address(asked.address());
      service.begin(attempt);
    }
    bus.<Reply>request(address, wording.next(), new DeliveryOptions().setSendTimeout(millis))
        .onComplete(attempt);
  }

  private void failed(Throwable cause, boolean taken) {
    if (!taken) {
      answer.tryComplete(new Failure.Busy(Reason.NO_SERVICE));
    } else {
      fail(String.valueOf(cause.getMessage()));
    }
  }

  private void fail(String why) {
    String incident = UUID.randomUUID().toString();
    RequestLine.of(LOG.atWarn(), asked.requestId())
        .log("incident {}: no answer from a lane: {}", incident, why);
    answer.tryComplete(
        switch (asked.access()) {
          case READ_ONLY -> new Failure.Unanswered(incident);
          case READ_WRITE -> new Failure.Unknown(incident);
        });
  }

  private boolean movable() {
    return wording.repeatable() && !again && !asked.deadline().expired();
  }

  /** One service's chance; of a service that is not known, whoever listens. */
  final class Attempt implements Handler<AsyncResult<Message<Reply>>> {

    private final @Nullable Service service;
    private final long timely;

    /** With the moment from which on nobody answers in time. */
    Attempt(@Nullable Service service, long timely) {
      this.service = service;
      this.timely = timely;
    }

    @Override
    public void handle(AsyncResult<Message<Reply>> result) {
      if (service == null) {
        unchosen(result);
      } else if (service.end(this)) {
        chosen(service, result);
      }
    }

    private void unchosen(AsyncResult<Message<Reply>> result) {
      if (result.succeeded()) {
        answer.tryComplete(result.result().body());
      } else {
        failed(result.cause(), taken(result.cause()));
      }
    }

    private void chosen(Service from, AsyncResult<Message<Reply>> result) {
      if (refused(result)) {
        refusals++;
        services.refused(from);
        send();
      } else if (result.succeeded()) {
        from.answered();
        answer.tryComplete(result.result().body());
      } else if (Services.broken(result.cause())) {
        lost();
      } else {
        failed(result.cause(), taken(result.cause()));
      }
    }

    /** A service that is about to end says that it is none, and has done nothing. */
    private boolean refused(AsyncResult<Message<Reply>> result) {
      return result.succeeded()
          ? result.result().body() instanceof Failure.Busy(var reason)
              && reason == Reason.NO_SERVICE
          : !taken(result.cause());
    }

    /**
     * Whether a service has had the message. To one that was discarded, since its consumer went
     * before it was handed over, Vert.x answers with a timeout, but long before its time.
     */
    private boolean taken(Throwable cause) {
      boolean early =
          System.nanoTime() - timely < 0
              && cause instanceof ReplyException reply
              && reply.failureType() == ReplyFailure.TIMEOUT;
      return !early && !Instance.absent(cause);
    }

    /** The service has ended, or there is a better way than to wait for it. */
    void lost() {
      if (movable()) {
        again = true;
        point.run(Question.this::send);
      } else {
        fail("the service has gone");
      }
    }

    /** Whether there is another way to an answer, should this service only be slow. */
    boolean movable() {
      return Question.this.movable();
    }
  }
}
