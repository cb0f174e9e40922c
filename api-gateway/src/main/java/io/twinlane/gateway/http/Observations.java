package io.twinlane.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees every request of the gateway from its coming until its end, and tells those who listen of
 * each at its end. Lives on the gateway's event loop.
 */
public final class Observations {

  private final List<Consumer<Observation>> listeners = new ArrayList<>();
  private final List<Repeating> repeating = new ArrayList<>();
  private final ServerTiming.When timing;
  private final AtomicInteger underWay = new AtomicInteger();
  private @Nullable Observation latest;

  /** One that names each request in its answer, and tells where its time went, if it is to. */
  public Observations(ServerTiming.When timing) {
    this.timing = timing;
  }

  /** How somebody counts requests that repeat one which was observed. */
  interface Repeating {

    /** Who counts them; null if each must be observed. */
    Repeat.@Nullable Count of(Observation first);
  }

  /**
   * Adds one who hears of each request at its end, at once and on the event loop.
   *
   * @param repeats for those that are not observed, as they repeat one that was
   */
  void listen(Consumer<Observation> listener, Repeating repeats) {
    listeners.add(listener);
    repeating.add(repeats);
  }

  /** Counts the requests that repeat one for all who listen; null if one must see each. */
  Repeat.@Nullable Count counted(Observation first) {
    List<Repeat.Count> counts = new ArrayList<>();
    for (Repeating each : repeating) {
      Repeat.Count count = each.of(first);
      if (count == null) {
        return null;
      }
      counts.add(count);
    }
    return (nanos, bytes) -> {
      for (int i = 0; i < counts.size(); i++) {
        counts.get(i).add(nanos, bytes);
      }
    };
  }

  /** A request has come; the router is to have it in the same turn of the event loop. */
  public Observation begin(HttpServerRequest request) {
    underWay.setOpaque(underWay.getPlain() + 1);
    Observation begun = new Observation(request, this);
    latest = begun;
    request.response().putHeader(HeaderNames.of(RequestId.HEADER), RequestId.of(request));
    if (timing.wanted(request)) {
      begun.noteTimes();
      ServerTiming.add(begun);
    }
    return begun;
  }

  /** The first handler of the router: lets all others find what was begun just now. */
  public void attach(RoutingContext context) {
    Objects.requireNonNull(latest).attach(context);
    context.next();
  }

  /** How many requests are being answered; for any thread. */
  int underWay() {
    return underWay.getOpaque();
  }

  void ended(Observation one) {
    underWay.setOpaque(underWay.getPlain() - 1);
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).accept(one);
    }
  }
}
