package io.twinlane.schema.cluster;

import io.vertx.core.Completable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;

/**
 * Sends notices in the order in which they were handed in, by a thread of its own, since sending
 * may block. At most 10,000 wait; one more is refused.
 */
final class Outbox {

  private static final int NOTICES_MAX = 10_000;

  private final JChannel channel;
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(NOTICES_MAX),
          Thread.ofPlatform().daemon().name("cluster-sender").factory());

  Outbox(JChannel channel) {
    this.channel = channel;
  }

  /** To all other members, made when its turn has come. */
  void multicast(Supplier<Notice> notice) {
    send(notice, (_, _) -> {});
  }

  /** The same; the completion is failed if it cannot be sent. */
  void send(Supplier<Notice> notice, Completable<Void> failed) {
    inTurn(() -> channel.send(new BytesMessage(null, notice.get().encoded())), failed);
  }

  /** To the one who said something under this id. */
  void confirm(Address from, long id) {
    if (id != 0) {
      byte[] notice = new Notice.Confirmed(id).encoded();
      inTurn(() -> channel.send(new BytesMessage(from, notice)), (_, _) -> {});
    }
  }

  /**
   * Leaves the cluster after what waits already, so that the others hear of everything in order.
   */
  void close(Completable<Void> closed) {
    inTurn(
        () -> {
          channel.close();
          closed.succeed();
        },
        closed);
    sender.shutdown();
  }

  private void inTurn(Sending sending, Completable<Void> failed) {
    try {
      sender.execute(() -> {
        try {
          sending.run();
        } catch (Exception e) {
          failed.fail(e);
        }
      });
    } catch (RejectedExecutionException e) {
      failed.fail(e);
    }
  }

  private interface Sending {
    void run() throws Exception;
  }
}
