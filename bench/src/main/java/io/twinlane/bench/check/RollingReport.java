package io.twinlane.bench.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What came of the requests, in numbers and in words. Thread-safe. */
public final class RollingReport {

  private static final int EXAMPLES_MAX = 20;

  private final Rolling.Settings settings;
  private final Tally failures = new Tally();
  private final List<String> examples = new ArrayList<>();
  private final long[] latencies;
  private int answered;
  private int failed;
  private long begin;

  RollingReport(Rolling.Settings settings) {
    this.settings = settings;
    this.latencies = new long[settings.requests()];
  }

  synchronized void begins(long nanos) {
    begin = nanos;
  }

  synchronized void ends(long unanswered) {
    for (long i = 0; i < unanswered; i++) {
      failed(begin, "not even a failure in twice the time-out");
    }
  }

  synchronized void ended(long due, Request request, String gateway, Answer answer) {
    if (answer instanceof Answer.Came came && came.good()) {
      latencies[answered++] = System.nanoTime() - due;
    } else {
      failed(due, "%s at %s: %s".formatted(request.method(), gateway, answer.label()));
    }
  }

  synchronized void failed(long due, String cause) {
    failed++;
    failures.count(cause);
    if (examples.size() < EXAMPLES_MAX) {
      examples.add("  due at %,d ms: %s".formatted(millis(due - begin), cause));
    }
  }

  /** How many requests were not answered as they should be. */
  public synchronized int failed() {
    return failed;
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Override
  public synchronized String toString() {
    long[] sorted = Arrays.copyOf(latencies, answered);
    Arrays.sort(sorted);
    return """
    rolling: %,d requests at %d/s through %d gateways
    answered: %,d, in ms from when they were due: p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f
    failed: %,d (%s)
    %s\
    """
        .formatted(
            settings.requests(),
            settings.rate(),
            settings.gateways().all().size(),
            answered,
            part(sorted, 0.5),
            part(sorted, 0.99),
            part(sorted, 0.999),
            part(sorted, 1),
            failed,
            failures,
            examples.isEmpty() ? "" : String.join("\n", examples) + "\n");
  }

  private static double part(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
  }
}
