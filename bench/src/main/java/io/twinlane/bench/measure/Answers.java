package io.twinlane.bench.measure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** The answers of a load, counted. Thread-safe. */
final class Answers {

  private final String mark;
  private final LongAdder good = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder otherwise = new LongAdder();
  private final AtomicReference<String> first = new AtomicReference<>("");

  /** With what {@link Question#mark} says. */
  Answers(String mark) {
    this.mark = mark;
  }

  void add(String answer) {
    int status = HttpText.status(answer);
    if (status == 429 || status == 503) {
      refused.increment();
    } else if ((status < 200 || status >= 300) && status != 304) {
      failed.increment();
      first.compareAndSet("", answer);
    } else {
      good.increment();
      if (!answer.contains(mark)) {
        otherwise.increment();
      }
    }
  }

  /** Counts requests that never had an answer. */
  void missing(long count, String why) {
    failed.add(count);
    if (count > 0) {
      first.compareAndSet("", why);
    }
  }

  /** How many were successes. */
  long good() {
    return good.sum();
  }

  Unlike unlike() {
    return new Unlike(
        refused.sum(), failed.sum(), otherwise.sum(), Objects.requireNonNullElse(first.get(), ""));
  }
}
