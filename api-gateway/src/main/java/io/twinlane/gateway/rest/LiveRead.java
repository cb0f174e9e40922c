package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.Observation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client that is kept up to date on one read, for as long as its token is believed. */
final class LiveRead {

  /** A comment, which keeps connections open on the way. */
  private static final String STILL_THERE = ":\n\n";

  private static final int CLIENTS_FAULT = 400;
  private static final int SERVERS_FAULT = 500;

  private final Client client;
  private final Preparation preparation;
  private final Asking asking;
  private final HttpServerResponse response;
  private @Nullable String told;
  private boolean asked;
  private boolean again;

  LiveRead(Client client, Preparation preparation, Asking asking) {
    this.client = client;
    this.preparation = preparation;
    this.asking = asking;
    this.response = client.context().response();
    this.told = client.call().headers().get("Last-Event-ID");
  }

  /** The first answer; what is wrong with the read is wrong now. */
  Future<?> begin() {
    asked = true;
    return rows()
        .onComplete(_ -> asked = false)
        .onSuccess(answer -> {
          response
              .setChunked(true)
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
              // a proxy that waits for the end would wait for ever
              .putHeader("X-Accel-Buffering", "no");
          response.write("retry: 1000\n\n");
          tell(answer);
          Observation.of(client.context()).goesOn();
          if (again) {
            ask();
          }
        });
  }

  /** The rows as they are now. The names may mean something else than before. */
  private Future<RestAnswer> rows() {
    return Future.succeededFuture(client.call())
        .compose(preparation::prepared)
        .compose(planned -> asking.read(client, planned).map(planned::answer));
  }

  /** Whether nobody is there any more, or nobody who may. */
  boolean over() {
    if (!response.closed() && !response.ended() && !asking.known(client)) {
      end();
    }
    return response.closed() || response.ended();
  }

  void end() {
    if (!response.closed() && !response.ended()) {
      response.end();
    }
  }

  /** Looks whether the rows have changed. A client that reads too slowly is told of the last. */
  void ask() {
    if (asked || response.writeQueueFull()) {
      again = true;
      return;
    }
    asked = true;
    again = false;
    rows()
        .onSuccess(this::tell)
        .onFailure(this::failed)
        .onComplete(_ -> {
          asked = false;
          if (again && !over()) {
            ask();
          }
        });
  }

  private void tell(RestAnswer answer) {
    String tag = tag(answer);
    if (over()) {
      return;
    }
    if (tag.equals(told)) {
      response.write(STILL_THERE);
      return;
    }
    told = tag;
    response.write(event("rows", tag, answer.body() == null ? Buffer.buffer() : answer.body()));
  }

  /** Also of what is too large, or too much of a piece, to have one. */
  private static String tag(RestAnswer answer) {
    String tag = answer.headers().get("ETag");
    return tag == null ? Digests.sha256(String.valueOf(answer.body())) : tag;
  }

  /** What will not get better ends it; otherwise the next look may find more. */
  private void failed(Throwable cause) {
    if (over()) {
      return;
    }
    if (cause instanceof RestException refused) {
      response.write(event("problem", null, refused.problem().body()));
      int status = refused.problem().status();
      if (status >= CLIENTS_FAULT && status < SERVERS_FAULT) {
        end();
      }
    }
  }

  private static Buffer event(String name, @Nullable String id, Buffer data) {
    Buffer event = Buffer.buffer("event: " + name + '\n');
    if (id != null) {
      event.appendString("id: " + id + '\n');
    }
    data.toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> event.appendString("data: ").appendString(line).appendString("\n"));
    return event.appendString("\n");
  }
}
