package io.twinlane.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Keep-alive connections that each send one request after another, for as little CPU as a client in
 * Java can do with: the head of an answer is only looked at for its status and length.
 *
 * @param vertx runs the connections
 * @param name what is measured
 * @param port of the server on loopback
 * @param connections how many
 * @param request the n-th one, whole: {@link #get} and {@link #patch} make some
 */
record HttpLoad(Vertx vertx, String name, int port, int connections, LongFunction<String> request)
    implements Contender {

  static String get(String path) {
    return get(path, "");
  }

  /** With further header lines, each ended as lines are. */
  static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  static String patch(String path, String json) {
    return "PATCH %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, json.length(), json);
  }

  /** With further header lines, each ended as lines are. */
  static String post(String path, String json, String headers) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(path, headers, json.length(), json);
  }

  @Override
  public Load run(Duration duration) {
    AtomicLong requests = new AtomicLong();
    AtomicLong failures = new AtomicLong();
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    var all =
        Future.join(
            IntStream.range(0, connections)
                .mapToObj(_ -> new Connection(requests, failures, end).run())
                .toList());
    try {
      all.toCompletionStage()
          .toCompletableFuture()
          .get(duration.toSeconds() + 30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(name + " did not end", e);
    }
    return new Load(requests.get(), failures.get(), System.nanoTime() - begin);
  }

  /** One connection's requests and answers. */
  private final class Connection {

    private final AtomicLong requests;
    private final AtomicLong failures;
    private final long end;
    private final Promise<Void> done = Promise.promise();
    private final Received received = new Received();

    Connection(AtomicLong requests, AtomicLong failures, long end) {
      this.requests = requests;
      this.failures = failures;
      this.end = end;
    }

    Future<Void> run() {
      return vertx
          .createNetClient(new NetClientOptions().setTcpNoDelay(true))
          .connect(port, "127.0.0.1")
          .compose(this::talk);
    }

    private Future<Void> talk(NetSocket socket) {
      socket.handler(data -> hear(socket, data));
      socket.closeHandler(_ -> done.tryComplete());
      ask(socket);
      return done.future();
    }

    private void ask(NetSocket socket) {
      if (System.nanoTime() > end) {
        socket.close();
        return;
      }
      socket.write(request.apply(requests.incrementAndGet()));
    }

    private void hear(NetSocket socket, Buffer data) {
      String answer = received.whole(data);
      if (answer == null) {
        return;
      }
      if (!answer.startsWith("HTTP/1.1 20")) {
        failures.incrementAndGet();
      }
      ask(socket);
    }
  }
}
