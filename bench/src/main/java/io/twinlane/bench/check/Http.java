package io.twinlane.bench.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * A client over HTTP/1.1 that sends everything once. Its futures never fail: whatever happens is an
 * {@link Answer}, after the time-out at the latest.
 */
final class Http {

  private static final int CONNECTIONS_MAX = 1_000;
  private static final int WAITING_MAX = 10_000;

  private final HttpClientAgent client;
  private final long timeoutMillis;

  /**
   * Closed together with its Vert.x.
   *
   * @param keepAlive whether a connection serves more than one request
   */
  Http(Vertx vertx, Duration timeout, boolean keepAlive) {
    this.timeoutMillis = timeout.toMillis();
    this.client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setKeepAlive(keepAlive))
            .with(
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX))
            .build();
  }

  /** Sends to the gateway of a base URL, such as {@code http://127.0.0.1:8080}. */
  Future<Answer> send(String gateway, Request request) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setAbsoluteURI(gateway + request.path())
            .setTimeout(timeoutMillis);
    request.headers().forEach(options::putHeader);
    if (!request.body().isEmpty()) {
      options.putHeader("Content-Type", "application/json");
    }
    return client
        .request(options)
        .transform(connected ->
            connected.succeeded()
                ? exchange(connected.result(), request.body())
                : Future.succeededFuture(new Answer.NotSent(cause(connected.cause()))));
  }

  private static Future<Answer> exchange(HttpClientRequest request, String body) {
    return request
        .send(Buffer.buffer(body))
        .compose(response ->
            response
                .body()
                .<Answer>map(whole ->
                    new Answer.Came(response.statusCode(), response.headers(), whole.toString())))
        .otherwise(e -> new Answer.Lost(cause(e)));
  }

  /** The kind of failure; its message has ports and times, which would set equals apart. */
  private static String cause(Throwable e) {
    return e.getClass().getSimpleName();
  }
}
