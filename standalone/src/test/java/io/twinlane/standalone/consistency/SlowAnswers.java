package io.twinlane.standalone.consistency;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A way to PostgreSQL on which some answers are held back, after PostgreSQL has taken its snapshot
 * and before the lane has the rows: the moment in which a write may overtake a read.
 */
final class SlowAnswers {

  private final Vertx vertx;
  private final NetClient client;
  private final int heldPercent;
  private final int heldMillis;

  private SlowAnswers(Vertx vertx, int heldPercent, int heldMillis) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    this.heldPercent = heldPercent;
    this.heldMillis = heldMillis;
  }

  /** Listens, and completes with the port. */
  static Future<Integer> start(
      Vertx vertx, String host, int port, int heldPercent, int heldMillis) {
    SlowAnswers proxy = new SlowAnswers(vertx, heldPercent, heldMillis);
    return vertx
        .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
        .connectHandler(socket -> proxy.accept(socket, host, port))
        .listen()
        .map(NetServer::actualPort);
  }

  private void accept(NetSocket lane, String host, int port) {
    lane.pause();
    client
        .connect(port, host)
        .onFailure(_ -> lane.close())
        .onSuccess(server -> {
          Held held = new Held(lane);
          lane.handler(server::write);
          server.handler(held::pass);
          lane.closeHandler(_ -> server.close());
          server.closeHandler(_ -> lane.close());
          lane.resume();
        });
  }

  /** Keeps the order: what comes behind something held waits too. */
  private final class Held {

    private final NetSocket lane;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private boolean holding;

    Held(NetSocket lane) {
      this.lane = lane;
    }

    void pass(Buffer answer) {
      if (!holding && ThreadLocalRandom.current().nextInt(100) >= heldPercent) {
        lane.write(answer);
        return;
      }
      waiting.add(answer);
      if (!holding) {
        holding = true;
        vertx.setTimer(
            1 + ThreadLocalRandom.current().nextInt(heldMillis),
            _ -> {
              holding = false;
              waiting.forEach(lane::write);
              waiting.clear();
            });
      }
    }
  }
}
