package io.twinlane.bench.measure;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A client whose requests are due at even intervals, whether earlier ones are answered or not. One
 * that finds every connection busy waits for its turn, and its time runs meanwhile.
 *
 * <p>All connections live on one event loop; the thread that calls keeps the schedule.
 *
 * @param vertx runs the connections
 * @param port of the server on loopback
 * @param connections how many at most are in use
 */
public record OpenLoop(Vertx vertx, int port, int connections, Question question) {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /**
   * Sends by schedule for so long.
   *
   * @param leadIn how long before that what is sent does not count, by the same schedule
   * @param aftermath how long the last ones are waited for; what is unanswered then has failed, and
   *     took until then
   * @throws IllegalStateException if the server cannot be reached
   */
  public Latency run(double perSecond, Duration leadIn, Duration duration, Duration aftermath) {
    long uncounted = Math.round(perSecond * leadIn.toNanos() / 1e9);
    long count = uncounted + Math.max(1, Math.round(perSecond * duration.toNanos() / 1e9));
    Context context = vertx.getOrCreateContext();
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    try {
      Arrivals arrivals = new Arrivals(question, uncounted, count, 1e9 / perSecond);
      connect(context, client, arrivals);
      arrivals.beginAt(System.nanoTime());
      keepSchedule(context, arrivals, count);
      settle(context, arrivals, aftermath);
      return arrivals.latency(perSecond);
    } finally {
      client.close();
    }
  }

  private void connect(Context context, NetClient client, Arrivals arrivals) {
    Promise<Void> connected = Promise.promise();
    context.runOnContext(_ ->
        Future.all(
                IntStream.range(0, connections)
                    .mapToObj(_ -> client.connect(port, "127.0.0.1").onSuccess(arrivals::take))
                    .toList())
            .<Void>mapEmpty()
            .onComplete(connected));
    try {
      await(connected.future(), CONNECT_MAX);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no connection to port " + port, e);
    }
  }

  /** Tells the event loop of what is due, all at once where several have become so. */
  private static void keepSchedule(Context context, Arrivals arrivals, long count) {
    for (long due = 0; due < count; ) {
      long wait = arrivals.due(due) - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
        continue;
      }
      long through = arrivals.dueBy(System.nanoTime());
      context.runOnContext(_ -> arrivals.arrive(through));
      due = through;
    }
  }

  private static void settle(Context context, Arrivals arrivals, Duration aftermath) {
    try {
      await(arrivals.settled(), aftermath);
    } catch (TimeoutException e) {
      context.runOnContext(_ -> arrivals.giveUp("no answer in time"));
      arrivals.settled().toCompletionStage().toCompletableFuture().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Future<Void> future, Duration max)
      throws ExecutionException, TimeoutException {
    CompletableFuture<Void> waiting = future.toCompletionStage().toCompletableFuture();
    try {
      waiting.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
