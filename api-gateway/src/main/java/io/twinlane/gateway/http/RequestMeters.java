package io.twinlane.gateway.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.gateway.http.Observation.Lane;
import io.twinlane.schema.metrics.Histogram;
import io.twinlane.schema.metrics.Measure;
import io.twinlane.schema.trace.HttpRoute;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests by route, method, status and lane, how long each took, and the bytes of bodies.
 * Lives on the gateway's event loop.
 *
 * <p>What is found by plain numbers costs no memory for a request. A client can make up methods and
 * paths, but no label: beyond {@link #KINDS_MAX} kinds of requests, those that are new are one
 * kind.
 */
public final class RequestMeters {

  private static final Measure DURATION =
      Measure.duration(
          "http_server_request_duration_seconds",
          "Time from a request's coming until its answer was handed to the connection");

  private static final int KINDS_MAX = 300;
  private static final String OTHER = "_OTHER";
  private static final List<HttpMethod> METHODS =
      List.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PATCH,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private static final int STATUS_MIN = 100;
  private static final int STATUS_END = 600;

  private final MeterRegistry meters;
  private final Map<HttpRoute, Map<Lane, Statuses[]>> kinds = new EnumMap<>(HttpRoute.class);
  private final Map<Lane, AtomicLong> received = new EnumMap<>(Lane.class);
  private final Map<Lane, AtomicLong> sent = new EnumMap<>(Lane.class);
  private int known;

  /** One that listens to these, from now on. */
  public RequestMeters(MeterRegistry meters, Observations observations) {
    this.meters = meters;
    Gauge.builder("http.server.active.requests", observations, Observations::underWay)
        .description("Requests that are being answered")
        .strongReference(true)
        .register(meters);
    for (Lane lane : Lane.values()) {
      received.put(lane, bytes("twinlane.http.received", "Bytes of requests' bodies", lane));
      sent.put(lane, bytes("twinlane.http.sent", "Bytes of answers' bodies", lane));
    }
    for (HttpRoute route : HttpRoute.values()) {
      kinds.put(route, new EnumMap<>(Lane.class));
    }
    observations.listen(this::ended, this::repeated);
  }

  /** The kinds of requests that are alike but for their status; made when they first come. */
  private static final class Statuses {
    private final @Nullable Histogram[] all = new Histogram[STATUS_END - STATUS_MIN];
  }

  private AtomicLong bytes(String name, String what, Lane lane) {
    AtomicLong bytes = new AtomicLong();
    FunctionCounter.builder(name, bytes, AtomicLong::getOpaque)
        .baseUnit("bytes")
        .description(what)
        .tag("lane", lane.word())
        .register(meters);
    return bytes;
  }

  private void ended(Observation one) {
    kind(one).add(one.waitedNanos());
    add(received.get(one.lane()), one.request().bytesRead());
    add(sent.get(one.lane()), one.request().response().bytesWritten());
  }

  private Repeat.Count repeated(Observation first) {
    Histogram kind = kind(first);
    AtomicLong bytesSent = Objects.requireNonNull(sent.get(first.lane()));
    return (nanos, bytes) -> {
      kind.add(nanos);
      add(bytesSent, bytes);
    };
  }

  private static void add(@Nullable AtomicLong bytes, long more) {
    if (bytes != null) {
      bytes.setOpaque(bytes.getPlain() + more);
    }
  }

  private Histogram kind(Observation one) {
    int method = METHODS.indexOf(one.request().method()) + 1;
    int status = Math.clamp(one.status(), STATUS_MIN, STATUS_END - 1);
    @Nullable Histogram[] all = statuses(one.route(), one.lane())[method].all;
    Histogram kind = all[status - STATUS_MIN];
    if (kind == null) {
      kind = made(one, method, status);
      all[status - STATUS_MIN] = kind;
    }
    return kind;
  }

  private Statuses[] statuses(HttpRoute route, Lane lane) {
    Map<Lane, Statuses[]> byLane = Objects.requireNonNull(kinds.get(route));
    Statuses[] byMethod = byLane.get(lane);
    if (byMethod == null) {
      byMethod = new Statuses[METHODS.size() + 1];
      Arrays.setAll(byMethod, _ -> new Statuses());
      byLane.put(lane, byMethod);
    }
    return byMethod;
  }

  private Histogram made(Observation one, int method, int status) {
    boolean room = known++ < KINDS_MAX;
    return Histogram.of(
        meters,
        DURATION,
        "http_route",
        room ? one.route().pattern() : OTHER,
        "http_request_method",
        room && method > 0 ? METHODS.get(method - 1).name() : OTHER,
        "http_response_status_code",
        // 5xx still counts among the errors
        room ? Integer.toString(status) : status / 100 + "xx",
        "lane",
        one.lane().word());
  }
}
