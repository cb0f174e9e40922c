package io.twinlane.bench;

import io.twinlane.bench.measure.Received;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A fixed number of requests over some keep-alive connections, each of which sends its next one
 * when it has the answer to the last.
 *
 * @param port of the server on loopback
 * @param connections how many
 * @param count of the requests of all connections together
 */
record Series(Vertx vertx, int port, int connections, int count) {

  private static final int MINUTES_MAX = 5;

  /**
   * What came of it.
   *
   * @param asAsked how many answers were what was asked for
   * @param medianMicros the time of an answer
   * @param p99Micros the time within which 99 of 100 came
   */
  record Outcome(int asAsked, double medianMicros, double p99Micros, double perSecond) {

    static Outcome of(long[] sortedNanos, int asAsked, long elapsedNanos) {
      return new Outcome(
          asAsked,
          within(sortedNanos, 0.5),
          within(sortedNanos, 0.99),
          sortedNanos.length / (elapsedNanos / 1e9));
    }

    private static double within(long[] sortedNanos, double part) {
      return sortedNanos.length == 0
          ? Double.NaN
          : sortedNanos[(int) (sortedNanos.length * part)] / 1_000.0;
    }
  }

  Outcome run(LongFunction<String> request, Predicate<String> asked) {
    // Vert.x closes a client that nobody holds, and with it what it connected
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    Course course = new Course(request, asked, new long[count]);
    long begin = System.nanoTime();
    var all =
        Future.join(
            IntStream.range(0, connections)
                .mapToObj(_ -> new Connection(course).run(client))
                .toList());
    try {
      all.toCompletionStage().toCompletableFuture().get(MINUTES_MAX, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException("requests to port " + port + " did not end", e);
    } finally {
      client.close();
    }
    long elapsed = System.nanoTime() - begin;
    long[] came = Arrays.stream(course.nanos).filter(nanos -> nanos > 0).sorted().toArray();
    return Outcome.of(came, course.asAsked.get(), elapsed);
  }

  /** What all connections share; each request's time is written by one of them alone. */
  private static final class Course {

    private final LongFunction<String> request;
    private final Predicate<String> asked;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger asAsked = new AtomicInteger();

    Course(LongFunction<String> request, Predicate<String> asked, long[] nanos) {
      this.request = request;
      this.asked = asked;
      this.nanos = nanos;
    }
  }

  /** One connection's requests and answers. */
  private final class Connection {

    private final Course course;
    private final Promise<Void> done = Promise.promise();
    private final Received received = new Received();
    private int number;
    private long sentAt;

    Connection(Course course) {
      this.course = course;
    }

    Future<Void> run(NetClient client) {
      return client.connect(port, "127.0.0.1").compose(this::talk);
    }

    private Future<Void> talk(NetSocket socket) {
      socket.handler(data -> hear(socket, data));
      socket.closeHandler(_ -> done.tryComplete());
      ask(socket);
      return done.future();
    }

    private void ask(NetSocket socket) {
      number = course.next.getAndIncrement();
      if (number >= count) {
        socket.close();
        return;
      }
      String request = course.request.apply(number);
      sentAt = System.nanoTime();
      socket.write(request);
    }

    private void hear(NetSocket socket, Buffer data) {
      String answer = received.whole(data);
      if (answer == null) {
        return;
      }
      course.nanos[number] = System.nanoTime() - sentAt;
      if (course.asked.test(answer)) {
        course.asAsked.incrementAndGet();
      }
      ask(socket);
    }
  }
}
