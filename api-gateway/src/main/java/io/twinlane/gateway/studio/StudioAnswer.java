package io.twinlane.gateway.studio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in which the Studio answers; nothing else of it knows a status code. */
final class StudioAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(StudioAnswer.class);

  private StudioAnswer() {}

  static void json(RoutingContext context, JsonObject body) {
    write(context.response(), 200, "application/json", body.toBuffer());
  }

  static void done(RoutingContext context) {
    context.response().setStatusCode(204).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
  }

  static void redirect(RoutingContext context, String to) {
    context
        .response()
        .setStatusCode(308)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, to)
        .end();
  }

  static void problem(RoutingContext context, StudioProblem problem) {
    HttpServerResponse response = context.response();
    problem
        .retrySeconds()
        .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
    write(response, problem.status(), "application/json", problem.json().toBuffer());
  }

  /** The same for who reads it in a browser. */
  static void plain(RoutingContext context, StudioProblem problem) {
    write(
        context.response(),
        problem.status(),
        "text/plain; charset=utf-8",
        Buffer.buffer(problem.message() + "\n"));
  }

  /** Begins an answer with the status that another one has. */
  static void begin(HttpServerResponse response, HttpClientResponse given) {
    response.setStatusCode(given.statusCode());
  }

  /** What became of a request that failed on its way. */
  static void failed(RoutingContext context) {
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    problem(context, of(context.failure(), context.statusCode()));
  }

  private static StudioProblem of(Throwable failure, int status) {
    if (failure instanceof StudioException told) {
      return told.problem();
    }
    if (status == 413) {
      return StudioProblem.tooLarge();
    }
    if (failure instanceof HttpException || status < 500) {
      return StudioProblem.malformed("this cannot be understood");
    }
    LOG.error("a request of the Studio failed", failure);
    return StudioProblem.internal();
  }

  private static void write(HttpServerResponse response, int status, String type, Buffer body) {
    if (response.closed() || response.ended()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }
}
