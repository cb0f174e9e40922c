package io.twinlane.bench.measure;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Keep-alive connections that each send one request after another, for as little CPU as a client in
 * Java can do with. It tells throughput; of latency it knows nothing, for a server that stalls is
 * asked less.
 *
 * @param vertx runs the connections
 * @param port of the server on loopback
 * @param connections how many
 */
public record ClosedLoop(Vertx vertx, int port, int connections, Question question) {

  private static final Duration AFTERMATH = Duration.ofSeconds(30);

  /**
   * Sends for about so long, and waits for what is under way then.
   *
   * @throws IllegalStateException if the server cannot be reached, or does not come to an end
   */
  public Load run(Duration duration) {
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    Course course = new Course(System.nanoTime() + duration.toNanos());
    long begin = System.nanoTime();
    var all =
        Future.join(
            IntStream.range(0, connections)
                .mapToObj(_ -> new Connection(course).run(client))
                .toList());
    try {
      all.toCompletionStage()
          .toCompletableFuture()
          .get(duration.plus(AFTERMATH).toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("requests to port " + port + " did not end", e);
    } finally {
      client.close();
    }
    return new Load(course.answers.good(), course.answers.unlike(), System.nanoTime() - begin);
  }

  /** What all connections share. */
  private final class Course {

    private final Answers answers = new Answers(question.mark());
    private final AtomicLong next = new AtomicLong();
    private final long end;

    Course(long end) {
      this.end = end;
    }
  }

  /** One connection's requests and answers. */
  private final class Connection {

    private final Course course;
    private final Promise<Void> done = Promise.promise();
    private final Received received = new Received();
    private boolean finished;

    Connection(Course course) {
      this.course = course;
    }

    Future<Void> run(NetClient client) {
      return client.connect(port, "127.0.0.1").compose(this::talk);
    }

    private Future<Void> talk(NetSocket socket) {
      socket.handler(data -> hear(socket, data));
      socket.closeHandler(_ -> closed());
      ask(socket);
      return done.future();
    }

    private void closed() {
      if (!finished) {
        course.answers.missing(1, "the connection was closed instead of an answer");
      }
      done.tryComplete();
    }

    private void ask(NetSocket socket) {
      if (System.nanoTime() - course.end > 0) {
        finished = true;
        socket.close();
        return;
      }
      socket.write(question.request().apply(course.next.incrementAndGet()));
    }

    private void hear(NetSocket socket, Buffer data) {
      String answer = received.whole(data);
      if (answer == null) {
        return;
      }
      course.answers.add(answer);
      ask(socket);
    }
  }
}
