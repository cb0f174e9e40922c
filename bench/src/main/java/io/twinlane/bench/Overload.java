package io.twinlane.bench;

import io.twinlane.bench.contender.Server;
import io.twinlane.bench.contender.Tables;
import io.twinlane.schema.settings.DatabaseUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three times as many requests as can be served, come what may: a statement of 20 ms on ten
 * connections serves 500 a second, and 1,500 are sent, however many are answered.
 */
final class Overload {

  static final String HEAD =
      """

      1,500 requests a second for %d s, of which ten connections can serve 500

      | admission | answered within 1 s, per second | p99 of 200s, ms | refused | p99 of refusals, ms | no Retry-After | heap after, MiB | 200 one second later, ms |
      |---|---|---|---|---|---|---|---|
      """;

  /** With the defaults, and with every limit out of the way. */
  static final Map<String, Map<String, String>> WAYS = ways();

  private static final int PER_SECOND = 1_500;
  private static final long TICK_MILLIS = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LATE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Server suite;
  private final Duration duration;
  private final long[] served;
  private final long[] refused;
  private final AtomicInteger servedCount = new AtomicInteger();
  private final AtomicInteger refusedCount = new AtomicInteger();
  private final AtomicInteger withoutRetryAfter = new AtomicInteger();

  Overload(Vertx vertx, Server suite, Duration duration) {
    this.vertx = vertx;
    this.suite = suite;
    this.duration = duration;
    this.served = new long[PER_SECOND * (int) duration.plus(WARM_UP).plusSeconds(1).toSeconds()];
    this.refused = new long[served.length];
  }

  private static Map<String, Map<String, String>> ways() {
    Map<String, Map<String, String>> ways = new LinkedHashMap<>();
    ways.put("on", Map.of("WRITE_POOL_MAX", "11"));
    ways.put(
        "off",
        Map.of(
            "WRITE_POOL_MAX", "11",
            "POOL_WAITING_MAX", "100000",
            "POOL_WAIT_TIMEOUT_MS", "60000",
            "POOL_BURST_MS", "60000"));
    return ways;
  }

  static void prepare(DatabaseUrl url) {
    Tables.execute(url, "create view napping as select pg_sleep(0.02)::text as slept");
  }

  /** One line of the report. */
  String run(String name) {
    HttpClientAgent client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setDefaultPort(suite.port()).setDefaultHost("127.0.0.1"))
            .with(new PoolOptions().setHttp1MaxSize(4_000).setMaxWaitQueueSize(-1))
            .build();
    offer(client, WARM_UP);
    servedCount.set(0);
    refusedCount.set(0);
    offer(client, duration);
    int inTime = (int) Arrays.stream(served, 0, servedCount.get()).filter(this::inTime).count();
    double goodput = inTime / (double) duration.toSeconds();
    long heap = suite.heapMebibytes();
    sleep(1_000);
    long after = timed(client);
    String line =
        "| %s | %.0f | %.0f | %d | %.0f | %d | %d | %d |%n"
            .formatted(
                name,
                goodput,
                p99(served, servedCount.get()),
                refusedCount.get(),
                p99(refused, refusedCount.get()),
                withoutRetryAfter.get(),
                heap,
                TimeUnit.NANOSECONDS.toMillis(after));
    client.close();
    return line;
  }

  private void offer(HttpClientAgent client, Duration how) {
    int total = (int) (PER_SECOND * how.toSeconds());
    CountDownLatch open = new CountDownLatch(total);
    long begin = System.nanoTime();
    for (int sent = 0; sent < total; ) {
      long due = (System.nanoTime() - begin) * PER_SECOND / 1_000_000_000L;
      for (; sent < Math.min(due, total); sent++) {
        ask(client, open);
      }
      sleep(TICK_MILLIS);
    }
  }

  private boolean inTime(long nanos) {
    return nanos <= LATE.toNanos();
  }

  private long timed(HttpClientAgent client) {
    CountDownLatch open = new CountDownLatch(1);
    long begin = System.nanoTime();
    ask(client, open);
    try {
      return open.await(60, TimeUnit.SECONDS) ? System.nanoTime() - begin : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void ask(HttpClientAgent client, CountDownLatch open) {
    long begin = System.nanoTime();
    client
        .request(HttpMethod.GET, "/rest/v1/napping")
        .compose(request -> request.putHeader("Cache-Control", "no-cache").send())
        .compose(response -> response.end().map(response))
        .onSuccess(response -> {
          long took = System.nanoTime() - begin;
          if (response.statusCode() == 200) {
            served[servedCount.getAndIncrement()] = took;
          } else {
            refused[refusedCount.getAndIncrement()] = took;
            if (response.getHeader("Retry-After") == null) {
              withoutRetryAfter.incrementAndGet();
            }
          }
        })
        .onComplete(_ -> open.countDown());
  }

  private static double p99(long[] nanos, int count) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) (count * 0.99)] / 1e6;
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
