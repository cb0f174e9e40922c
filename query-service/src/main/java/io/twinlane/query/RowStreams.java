package io.twinlane.query;

import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Rows;
import io.twinlane.schema.message.RowsRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;

/**
 * Gives rows piece by piece to those who cannot take them all at once, on connections of their own,
 * so that other reads go on. Lives on one event loop.
 */
final class RowStreams {

  /** Who takes nothing for so long keeps a connection from others for nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final EventBus bus;
  private final ExclusiveConnections connections;
  private final Statements statements;
  private final ReplayGate gate;
  private final int max;
  private int running;

  RowStreams(
      EventBus bus,
      ExclusiveConnections connections,
      Statements statements,
      ReplayGate gate,
      int max) {
    this.bus = bus;
    this.connections = connections;
    this.statements = statements;
    this.gate = gate;
    this.max = max;
  }

  /** The answer after the last piece. Never fails: what goes wrong is a {@link Failure} in it. */
  Future<Reply> answer(RowsRequest request) {
    if (running >= max) {
      return Future.succeededFuture(new Failure.Busy(Reason.POOL_FULL));
    }
    running++;
    Taker taker = new Taker(request.address(), request.stream());
    return connections
        .use(
            request.work(),
            held ->
                gate.onceReplayed(
                    request.work(), () -> statements.stream(held, request.work(), taker::take)))
        .map(reply -> taker.begun && reply instanceof Failure.Busy ? broken(request) : reply)
        .onComplete(_ -> running--);
  }

  /** Stops a stream whose client has gone. */
  void abandon(long ticket) {
    connections.abandon(ticket);
  }

  /** Stops all streams: the process ends. */
  void cancelAll() {
    connections.cancelAll();
  }

  /** What has been begun must not be begun again: its first rows would come twice. */
  private static Failure broken(RowsRequest request) {
    return new Failure.Unanswered(request.work().requestId());
  }

  /** Whoever gets the pieces. */
  private final class Taker {

    private final String address;
    private final long stream;
    private boolean begun;

    Taker(String address, long stream) {
      this.address = address;
      this.stream = stream;
    }

    Future<?> take(Buffer lines) {
      begun = true;
      return bus.request(
          address,
          new Rows(stream, lines),
          new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()));
    }
  }
}
