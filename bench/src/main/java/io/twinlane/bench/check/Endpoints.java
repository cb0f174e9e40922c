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
final class Endpoints {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final Request PROBE = Request.get("/health/ready", Map.of());

  private final Gateways gateways;
  private final Http http;
  private final BitSet ready = new BitSet();
  private int last = -1;

  private Endpoints(Vertx vertx, Gateways gateways) {
    this.gateways = gateways;
    this.http = new Http(vertx, PROBE_TIMEOUT, false);
  }

  /** Begins to probe, until Vert.x is closed. */
  static Endpoints watch(Vertx vertx, Gateways gateways) {
    Endpoints endpoints = new Endpoints(vertx, gateways);
    endpoints.probe();
    vertx.setPeriodic(PERIOD.toMillis(), _ -> endpoints.probe());
    return endpoints;
  }

  private void probe() {
    for (int i = 0; i < gateways.all().size(); i++) {
      int gateway = i;
      http.send(gateways.all().get(i).probe(), PROBE)
          .onSuccess(
              answer -> note(gateway, answer instanceof Answer.Came came && came.status() == 200));
    }
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
