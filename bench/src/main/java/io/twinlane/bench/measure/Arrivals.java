package io.twinlane.bench.measure;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The requests of an {@link OpenLoop}, in the order in which they are due. Lives on one event loop,
 * but for the times at which they are due.
 */
final class Arrivals {

  private final Question question;
  private final long uncounted;
  private final long count;
  private final double intervalNanos;
  private final Answers answers;
  private final Times times = new Times();
  private final Promise<Void> settled = Promise.promise();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> busy = new HashSet<>();
  private volatile long begin;
  private long arrived;
  private long sent;
  private long done;

  /**
   * As many, evenly apart.
   *
   * @param uncounted so many of the first, whose times are those of a start and do not count
   */
  Arrivals(Question question, long uncounted, long count, double intervalNanos) {
    this.question = question;
    this.uncounted = uncounted;
    this.answers = new Answers(question.mark());
    this.count = count;
    this.intervalNanos = intervalNanos;
  }

  /** The moment of the first one, by {@link System#nanoTime}. */
  void beginAt(long nanos) {
    begin = nanos;
  }

  /** When the n-th one is due, from 0. */
  long due(long n) {
    return begin + (long) (n * intervalNanos);
  }

  /** How many are due by then. */
  long dueBy(long nanos) {
    return Math.min(count, (long) ((nanos - begin) / intervalNanos) + 1);
  }

  /** Uses a connection. */
  void take(NetSocket socket) {
    Connection connection = new Connection(socket);
    socket.handler(connection::hear);
    socket.closeHandler(_ -> connection.closed());
    idle.add(connection);
  }

  /** So many are due by now; those that find a connection are sent. */
  void arrive(long through) {
    arrived = through;
    while (sent < arrived && !idle.isEmpty()) {
      idle.removeFirst().ask(sent++);
    }
    endIfNobodyIsLeft();
  }

  /** Counts all that have no answer as failed, and their time until now. */
  void giveUp(String why) {
    if (settled.future().isComplete()) {
      return;
    }
    long now = System.nanoTime();
    busy.forEach(connection -> took(connection.number, now));
    for (long n = sent; n < count; n++) {
      took(n, now);
    }
    answers.missing(busy.size() + count - sent, why);
    settled.complete();
  }

  Future<Void> settled() {
    return settled.future();
  }

  /** Once all is settled, on any thread that has waited for it. */
  Latency latency(double perSecond) {
    return new Latency(perSecond, count - uncounted, times.percentiles(), answers.unlike());
  }

  private void took(long number, long now) {
    done++;
    if (number >= uncounted) {
      times.add(now - due(number), TimeUnit.NANOSECONDS);
    }
  }

  private void endIfNobodyIsLeft() {
    if (idle.isEmpty() && busy.isEmpty() && done < count && arrived == count) {
      giveUp("every connection was closed");
    }
  }

  private void oneIsDone() {
    if (done == count) {
      settled.tryComplete();
    }
  }

  /** One connection, idle or with one request under way. */
  private final class Connection {

    private final NetSocket socket;
    private final Received received = new Received();
    private long number;

    Connection(NetSocket socket) {
      this.socket = socket;
    }

    void ask(long n) {
      number = n;
      busy.add(this);
      socket.write(question.request().apply(n));
    }

    void hear(Buffer data) {
      String answer = received.whole(data);
      if (answer == null || settled.future().isComplete()) {
        return;
      }
      took(number, System.nanoTime());
      answers.add(answer);
      busy.remove(this);
      if (sent < arrived) {
        ask(sent++);
      } else {
        idle.add(this);
      }
      oneIsDone();
    }

    void closed() {
      idle.remove(this);
      if (busy.remove(this) && !settled.future().isComplete()) {
        took(number, System.nanoTime());
        answers.missing(1, "the connection was closed instead of an answer");
        oneIsDone();
        endIfNobodyIsLeft();
      }
    }
  }
}
