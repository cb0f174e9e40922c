package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Rows;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows as they come, one line of JSON for each (application/x-ndjson), no faster than the
 * client takes them, and never more of them in memory than a piece. Where something goes wrong
 * behind the first piece the connection is broken off: half of the rows must not look like all.
 */
final class RowStream {

  private static final int GONE = 410;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String contentType;
  private final boolean credentials;

  /** What the client has not taken yet. */
  private @Nullable Message<Rows> waiting;

  private RowStream(Client client, Planned planned) {
    this.request = client.context().request();
    this.response = client.context().response();
    this.credentials = planned.request().terms().credentials();
    this.contentType = planned.request().terms().accept().contentType();
  }

  /** Whether a read is for lines of JSON, and for nothing that is known only at their end. */
  static boolean wanted(Planned planned) {
    return planned.request().terms().accept().lines()
        && !planned.request().terms().accept().csv()
        && !planned.request().terms().headOnly()
        && planned.plan() instanceof Plan.Read read
        && read.counting().kind() == Plan.Counting.Kind.NONE;
  }

  /** Answers a read. Fails as long as no row was sent. */
  static Future<Void> answer(Client client, Planned planned, Asking asking) {
    RowStream stream = new RowStream(client, planned);
    client.context().addEndHandler(_ -> stream.gone());
    return Future.succeededFuture()
        .compose(_ -> asking.stream(client, planned, stream::write))
        .compose(_ -> stream.end(), stream::brokenOff);
  }

  private void write(Message<Rows> piece) {
    if (response.closed()) {
      piece.fail(GONE, "the client has gone");
      return;
    }
    begin();
    response.write(piece.body().lines());
    if (response.writeQueueFull()) {
      waiting = piece;
      response.drainHandler(_ -> drained());
    } else {
      piece.reply(new Noted());
    }
  }

  private void drained() {
    Message<Rows> piece = waiting;
    if (piece != null) {
      waiting = null;
      piece.reply(new Noted());
    }
  }

  /** Nobody takes what is left. */
  private void gone() {
    Message<Rows> piece = waiting;
    if (piece != null) {
      waiting = null;
      piece.fail(GONE, "the client has gone");
    }
  }

  private void begin() {
    if (!response.headWritten()) {
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
      response.putHeader(HttpHeaders.VARY, "Accept, Accept-Profile, Authorization, Prefer, Range");
      response.putHeader(HttpHeaders.CACHE_CONTROL, CacheHeaders.control(credentials));
    }
  }

  private Future<Void> end() {
    if (response.closed()) {
      return Future.succeededFuture();
    }
    begin();
    return response.end();
  }

  private Future<Void> brokenOff(Throwable cause) {
    if (!response.headWritten()) {
      return Future.failedFuture(cause);
    }
    if (!response.closed()) {
      if (request.version() == HttpVersion.HTTP_2) {
        response.reset();
      } else {
        request.connection().close();
      }
    }
    return Future.succeededFuture();
  }
}
