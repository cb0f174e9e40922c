package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.Rows;
import io.twinlane.schema.message.RowsRequest;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Those who take rows piece by piece. All pieces come to one address of the gateway's, which is
 * there since its start: an address for each request would first have to be made known to every
 * member of a cluster. Safe from any thread.
 */
final class RowTakers {

  private static final int GONE = 410;

  private final String address = Address.PIECES.of(UUID.randomUUID().toString());
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Stream> streams = new ConcurrentHashMap<>();

  /** Begins to hear of pieces. */
  Future<Void> listen(EventBus bus) {
    return bus.consumer(address, this::take).completion();
  }

  /** A stream of the rows of a work, which is known until it is over. */
  Stream stream(Work work, Consumer<Message<Rows>> taker) {
    return new Stream(work, taker);
  }

  private void take(Message<Rows> piece) {
    Stream stream = streams.get(piece.body().stream());
    if (stream == null) {
      piece.fail(GONE, "nobody takes it any more");
    } else {
      stream.take(piece);
    }
  }

  /** One taker, under another number for each service that is asked. */
  final class Stream implements Question.Wording {

    private final Work work;
    private final Consumer<Message<Rows>> taker;
    private volatile long number;
    private volatile boolean begun;

    Stream(Work work, Consumer<Message<Rows>> taker) {
      this.work = work;
      this.taker = taker;
    }

    /** What a service that was asked before still sends is taken by nobody. */
    @Override
    public Request next() {
      over();
      number = numbers.incrementAndGet();
      streams.put(number, this);
      return new RowsRequest(work, address, number);
    }

    /** What has been begun must not be begun again: its first rows would come twice. */
    @Override
    public boolean repeatable() {
      return !begun;
    }

    void over() {
      streams.remove(number);
    }

    private void take(Message<Rows> piece) {
      begun = true;
      taker.accept(piece);
    }
  }
}
