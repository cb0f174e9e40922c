package io.twinlane.gateway.sql;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.http.ContentCodings;
import io.twinlane.gateway.http.Observation;
import io.twinlane.gateway.http.RateLimiter;
import io.twinlane.gateway.http.RequestId;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TraceId;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /sql}, {@code /cached/sql} and {@code /direct/sql}: walks a request through the steps
 * of the dialect.
 *
 * <p>Any page may read the answers: what lets a client in is in a header that no browser sends by
 * itself.
 */
public final class SqlHandler {

  private static final Logger LOG = LoggerFactory.getLogger(SqlHandler.class);

  private static final String CONNECTION = "Neon-Connection-String";
  private static final String ALLOWED =
      "Authorization, Neon-Connection-String, Neon-Raw-Text-Output, Neon-Array-Mode,"
          + " Neon-Pool-Opt-In, Neon-Batch-Read-Only, Neon-Batch-Isolation-Level,"
          + " Neon-Batch-Deferrable, Cache-Control, X-Request-Id, Twinlane-Timing";
  private static final String EXPOSED =
      "Age, Cache-Status, Neon-Request-Id, Server-Timing, X-Request-Id";

  private final SqlSettings settings;
  private final SqlLogin login;
  private final SqlAsking asking;
  private final @Nullable ContentCodings codings;
  private final RateLimiter limiter;

  public SqlHandler(Vertx vertx, SqlSettings settings, SqlLogin login, Lanes lanes) {
    this.settings = settings;
    this.codings = settings.compression() ? new ContentCodings(vertx) : null;
    this.limiter = new RateLimiter(settings.rateLimit(), settings.rateWindow());
    this.login = login;
    this.asking = new SqlAsking(lanes, settings);
  }

  /** Puts the dialect on its paths. */
  public void mount(Router router) {
    router.route("/sql").handler(context -> handle(context, LaneChoice.EITHER));
    router.route("/cached/sql").handler(context -> handle(context, LaneChoice.CACHED));
    router.route("/direct/sql").handler(context -> handle(context, LaneChoice.DIRECT));
  }

  private void handle(RoutingContext context, LaneChoice path) {
    HttpServerRequest request = context.request();
    HttpServerResponse response =
        context
            .response()
            .putHeader("Neon-Request-Id", UUID.randomUUID().toString())
            .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    if (request.method().equals(HttpMethod.OPTIONS)) {
      tellOptions(response);
      return;
    }
    Future.succeededFuture()
        .compose(_ -> answer(context, path))
        .recover(cause -> failed(response, cause))
        .onSuccess(answer -> write(request, response, answer));
  }

  private Future<SqlAnswer> answer(RoutingContext context, LaneChoice path) {
    HttpServerRequest request = context.request();
    if (!request.method().equals(HttpMethod.POST)) {
      throw new SqlException(
          SqlAnswer.error(405, "", "send a POST with a query").with("Allow", "OPTIONS, POST"));
    }
    Future<Buffer> whole = body(request);
    return TracePoint.here()
        .after(login.ready(request.headers()))
        .compose(_ -> whole)
        .compose(body -> {
          SqlCall call = call(request, path, body);
          return asking.answer(call, requestId(context.response()), Observation.of(context));
        });
  }

  private SqlCall call(HttpServerRequest request, LaneChoice path, Buffer body) {
    MultiMap headers = request.headers();
    String given = headers.get(CONNECTION);
    if (given == null) {
      throw SqlException.of("invalid header: neon-connection-string");
    }
    ConnectionString connection = ConnectionString.parse(given);
    SqlLogin.Client client = login.client(connection, headers);
    limiter
        .count(() -> identity(request, client), request.response(), System.nanoTime())
        .ifPresent(excess -> {
          throw new SqlException(SqlAnswer.tooMany(excess));
        });
    SqlTerms terms = SqlTerms.of(headers);
    LaneChoice choice = path == LaneChoice.EITHER ? LaneChoice.of(connection) : path;
    return SqlCall.of(client, SqlBodyParser.parse(body.getBytes()), terms, choice);
  }

  /**
   * Whose requests are counted together. Who names a user has not proved to be the user yet, and
   * uses up nobody's share but his address's.
   */
  private static String identity(HttpServerRequest request, SqlLogin.Client client) {
    return request.remoteAddress().hostAddress()
        + '\0'
        + client.session().scope()
        + client.identity().role();
  }

  /** The body, whatever it says it is. */
  private Future<Buffer> body(HttpServerRequest request) {
    int max = settings.requestBytesMax();
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(whole::tryFail);
    request.handler(piece -> {
      if (body.length() + piece.length() > max) {
        whole.tryFail(new SqlException(SqlAnswer.tooLarge("request", 413, max)));
      } else {
        body.appendBuffer(piece);
      }
    });
    request.endHandler(_ -> whole.tryComplete(body));
    return whole.future();
  }

  private static String requestId(HttpServerResponse response) {
    return String.valueOf(response.headers().get(RequestId.HEADER));
  }

  private static Future<SqlAnswer> failed(HttpServerResponse response, Throwable cause) {
    if (cause instanceof SqlException told) {
      return Future.succeededFuture(told.answer());
    }
    String incident = UUID.randomUUID().toString();
    RequestLine.of(LOG.atError(), requestId(response), TraceId.told(response))
        .setCause(cause)
        .log("incident {}", incident);
    return Future.succeededFuture(SqlAnswer.of(new Failure.Internal(incident)));
  }

  private static void tellOptions(HttpServerResponse response) {
    response
        .putHeader("Allow", "OPTIONS, POST")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "OPTIONS, POST")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400")
        .end();
  }

  private void write(HttpServerRequest request, HttpServerResponse response, SqlAnswer answer) {
    if (response.closed()) {
      return;
    }
    answer.headers().forEach(response::putHeader);
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        // no cache on the way hears of writes
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (codings != null && answer.body().size() == 1) {
      codings.coded(request, response, answer.body().getFirst()).onSuccess(response::end);
      return;
    }
    // the results of a batch are not put together in memory
    long length = answer.body().stream().mapToLong(Buffer::length).sum();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    answer.body().forEach(response::write);
    response.end();
  }
}
