package io.twinlane.gateway.studio.facts;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * One page that looks at the lanes. What it does not read in time it is not told: nothing is kept
 * for it, and one that has read nothing for half a minute is let go.
 */
final class Onlooker {

  private static final Buffer STILL_THERE = Buffer.buffer(":\n\n");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServerResponse response;
  private long readNanos = System.nanoTime();

  /** A page that has just come. */
  Onlooker(HttpServerResponse response) {
    this.response = response;
  }

  void begin() {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // a proxy that waits for the end would wait for ever
        .putHeader("X-Accel-Buffering", "no");
    response.write(Buffer.buffer("retry: 1000\n\n"));
  }

  /** Whether it has gone, or had to go just now. */
  boolean over() {
    boolean gone = response.closed() || response.ended();
    if (!gone && asleep()) {
      response.reset(); // what it was sent last will never be read
      return true;
    }
    return gone;
  }

  private boolean asleep() {
    long now = System.nanoTime();
    if (!response.writeQueueFull()) {
      readNanos = now;
    }
    return now - readNanos > PATIENCE.toNanos();
  }

  void tell(Buffer event) {
    if (!response.writeQueueFull()) {
      response.write(event);
    }
  }

  /** There is nothing to tell, and the connection is to stay open on its way. */
  void tellNothing() {
    tell(STILL_THERE);
  }
}
