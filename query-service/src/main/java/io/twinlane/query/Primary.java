package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.LogPosition;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.PositionRequest;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.ShapeReply;
import io.twinlane.schema.message.ShapeRequest;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Instance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The server that is written to, where the lane reads a replica of it: what only it can tell or do
 * is asked of whichever write-service there is.
 */
final class Primary {

  private static final Duration POSITION_PATIENCE = Duration.ofSeconds(1);
  private static final Duration SHAPE_PATIENCE = Duration.ofSeconds(5);

  /** A lane that answers at its deadline is still heard: the limits nest. */
  private static final Duration HEARD_AFTER = Duration.ofMillis(500);

  /** What is not complete is no base for anything. */
  private static final Shape UNREAD =
      new Shape(
          Set.of("UNREAD"), Set.of(), Set.of(), List.of(), List.of(), SettingsRead.anything());

  private final EventBus bus;
  private final Connections connections;

  /** With the connections to the replica, as whose user a statement is asked about. */
  Primary(Vertx vertx, Connections connections) {
    this.bus = vertx.eventBus();
    this.connections = connections;
  }

  /** A place that is not before any commit acknowledged by now. */
  Future<LogPosition> position() {
    return ask(Address.POSITION, new PositionRequest(), POSITION_PATIENCE)
        .compose(reply ->
            reply instanceof PositionReply(String position)
                ? Future.succeededFuture(LogPosition.parse(position))
                : Future.failedFuture("no position: " + reply));
  }

  /** What a work's statement is made of. */
  Future<Shape> shape(Work work) {
    ShapeRequest request =
        new ShapeRequest(
            work,
            connections.source().url().user(),
            connections.sessionSettings().get("search_path"));
    return ask(Address.SHAPE, request, SHAPE_PATIENCE)
        .compose(reply ->
            switch (reply) {
              case ShapeReply(Shape shape) -> Future.succeededFuture(shape);
              // what PostgreSQL refuses it will refuse again
              case Failure.Refused _ -> Future.succeededFuture(UNREAD);
              default -> Future.failedFuture("no shape: " + reply);
            });
  }

  /** Has a read done on the DIRECT lane. The answer never fails. */
  Future<Reply> run(Work work) {
    Duration patience = work.deadline().remaining().plus(HEARD_AFTER);
    return ask(Address.WRITE, asRead(work), patience)
        .otherwise(cause ->
            Instance.absent(cause)
                ? new Failure.Busy(Reason.NO_SERVICE)
                : new Failure.Unanswered(work.requestId()));
  }

  /** What runs outside a transaction could write there. */
  private static Work asRead(Work work) {
    return work.transaction().own()
        ? new Work(
            work.requestId(),
            work.ticket(),
            work.identity(),
            work.settings(),
            work.statements(),
            Transaction.read(),
            Deadline.after(work.deadline().remaining()),
            work.cache(),
            work.idempotencyKey(),
            work.session())
        : work;
  }

  private Future<Reply> ask(Address address, Request request, Duration patience) {
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(Math.max(1, patience.toMillis()));
    return bus.<Reply>request(address.value(), request, options).map(Message::body);
  }
}
