package io.twinlane.gateway.rest;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps clients up to date on what they have read: for {@code Accept: text/event-stream} the rows
 * come as a server-sent event (HTML Living Standard, section 9.2), and again whenever they have
 * changed.
 *
 * <p>After each write through the suite every such read is asked again as its client, of the CACHED
 * lane, which knows what the write has to do with it; and now and then for the sake of writes from
 * outside. Several writes in a moment are one. Lives on one event loop.
 */
public final class LiveReads {

  private static final String EVENT_STREAM = "text/event-stream";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final int max;
  private final Set<LiveRead> open = new LinkedHashSet<>();
  private final Context context;
  private boolean due;
  private boolean closing;

  LiveReads(Vertx vertx, int max) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.max = max;
  }

  /** Begins to hear of writes. */
  Future<Void> listen() {
    vertx.setPeriodic(EVERY.toMillis(), _ -> each());
    return vertx
        .eventBus()
        .<TablesChanged>consumer(Address.CHANGES.value(), _ -> changed())
        .completion();
  }

  static boolean wanted(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains(EVENT_STREAM)
        && request.method().equals(HttpMethod.GET);
  }

  /** The read itself, whose rows come in their usual form. */
  static Call read(Call call) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(call.headers());
    headers.remove(HttpHeaders.ACCEPT).remove(HttpHeaders.IF_NONE_MATCH);
    // browsers' EventSource always sends it; what is told is never older than what was written
    headers.remove(HttpHeaders.CACHE_CONTROL);
    return new Call(call.method(), call.uri(), headers, call.body());
  }

  /** Answers with the rows, and with what becomes of them. Fails like any read. */
  Future<Void> begin(LiveRead live) {
    open.removeIf(LiveRead::over);
    if (open.size() >= max || closing) {
      throw new RestException(Problem.tooManyLive(max));
    }
    // from here on, so that no write is missed behind the first look
    open.add(live);
    return live.begin().onFailure(_ -> open.remove(live)).mapEmpty();
  }

  /** Ends all of them, from any thread, and begins no more: clients come back by themselves. */
  public void close() {
    context.runOnContext(_ -> {
      closing = true;
      open.forEach(LiveRead::end);
      open.clear();
    });
  }

  private void changed() {
    if (!due && !open.isEmpty()) {
      due = true;
      vertx.setTimer(
          PAUSE.toMillis(),
          _ -> {
            due = false;
            each();
          });
    }
  }

  private void each() {
    open.removeIf(LiveRead::over);
    List<LiveRead> all = new ArrayList<>(open);
    all.forEach(LiveRead::ask);
  }
}
