package io.twinlane.bench.check;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which gateways get requests, as a Service of Kubernetes chooses them: those that said they were
 * ready when they were probed last, in turn. Thread-safe.
 */
final class Endpoints implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final Request PROBE = Request.get("/health/ready", Map.of());

  private final Vertx vertx;
  private final Gateways gateways;
  private final Http http;
  private final BitSet ready = new BitSet();
  private final long timer;
  private int last = -1;

  private Endpoints(Vertx vertx, Gateways gateways) {
    this.vertx = vertx;
    this.gateways = gateways;
    this.http = new Http(vertx, PROBE_TIMEOUT, false);
    this.timer = vertx.setPeriodic(0, PERIOD.toMillis(), _ -> probe());
  }

  /** Begins to probe. */
  static Endpoints watch(Vertx vertx, Gateways gateways) {
    return new Endpoints(vertx, gateways);
  }

  private void probe() {
    for (int i = 0; i < gateways.all().size(); i++) {
      int gateway = i;
      http.send(gateways.all().get(i).probe(), PROBE)
          .onSuccess(
              answer -> note(gateway, answer instanceof Answer.Came came && came.status() == 200));
    }
  }

  /** Ends the probing. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  private synchronized void note(int gateway, boolean answers) {
    ready.set(gateway, answers);
  }

  /** The next one in turn; none if no gateway is ready. */
  synchronized OptionalInt next() {
    int found = ready.nextSetBit(last + 1);
    last = found < 0 ? ready.nextSetBit(0) : found;
    return last < 0 ? OptionalInt.empty() : OptionalInt.of(last);
  }
}
