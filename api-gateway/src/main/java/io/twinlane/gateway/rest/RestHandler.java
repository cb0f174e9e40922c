package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Tokens;
import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.http.ContentCodings;
import io.twinlane.gateway.http.HeaderNames;
import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks a request through the steps of the dialect: prepare, ask a lane, answer; a batch of them
 * likewise.
 */
public final class RestHandler {

  private static final String PROBLEM = "application/problem+json";

  private final @Nullable ContentCodings codings;
  private final Preparation preparation;
  private final Asking asking;
  private final Conditional conditional;
  private final LiveReads live;
  private final Batch batch;
  private final Options options;
  private final Root root;

  public RestHandler(
      Vertx vertx, RestSettings settings, Tokens tokens, CatalogRoom catalogs, Lanes lanes) {
    this.codings = settings.compression() ? new ContentCodings(vertx) : null;
    this.preparation = new Preparation(settings, catalogs);
    this.asking = new Asking(settings, tokens, lanes, catalogs);
    this.options = new Options(settings, preparation);
    this.root = new Root(settings, preparation, asking);
    this.live = new LiveReads(vertx, settings.liveReadsMax());
    this.conditional = new Conditional(preparation, asking);
    this.batch = new Batch(settings, preparation, asking);
  }

  /** Answers a request for the table that the path names. */
  public void handle(RoutingContext context) {
    begun(context)
        .compose(_ -> {
          // nobody learns what tables there are, or costs a connection, before it is known who asks
          Client client = asking.client(context);
          return LiveReads.wanted(context.request())
              ? live.begin(
                  new LiveRead(client.asking(LiveReads.read(client.call())), preparation, asking))
              : preparation.prepared(client.call()).compose(planned -> run(client, planned));
        })
        .onFailure(cause -> fail(context, cause));
  }

  private Future<Void> run(Client client, Planned planned) {
    if (RowStream.wanted(planned)) {
      return RowStream.answer(client, planned, asking);
    }
    return (client.call().headers().contains(HttpHeaders.IF_MATCH)
            ? conditional.run(client, planned)
            : found(client, planned))
        .map(answer -> written(client.context(), answer))
        .mapEmpty();
  }

  /** Begins to tell clients of changes. */
  public Future<Void> listen() {
    return live.listen();
  }

  /** Lets those go who are being told of changes. */
  public void close() {
    live.close();
  }

  /** Answers with a description of what the client may do. */
  public void handleRoot(RoutingContext context) {
    answer(context, () -> root.answer(asking.client(context)));
  }

  /** Answers which methods the relation or the function of the path has. */
  public void handleOptions(RoutingContext context) {
    answer(context, () -> options.answer(Call.of(context)));
  }

  /** Answers several requests, which are one transaction. */
  public void handleBatch(RoutingContext context) {
    answer(context, () -> batch.answer(asking.client(context)));
  }

  private void answer(RoutingContext context, Supplier<Future<RestAnswer>> answer) {
    begun(context)
        .compose(_ -> answer.get())
        .map(found -> written(context, found))
        .onFailure(cause -> fail(context, cause));
  }

  /** Done as soon as it can be said who asks. */
  private Future<?> begun(RoutingContext context) {
    return TracePoint.here().after(asking.identified(context));
  }

  private Future<RestAnswer> found(Client client, Planned planned) {
    RestRequest request = planned.request();
    if (planned.statements().isEmpty()) {
      return Future.succeededFuture(RestAnswer.nothing(request, planned.plan()));
    }
    return (reads(planned)
            ? asking.read(client, planned)
            : asking.write(client, Scope.of(planned), planned.statements(), transaction(request)))
        .map(planned::answer)
        .recover(cause -> Future.failedFuture(ofPut(request, cause)));
  }

  /** Of a body without the row that the address names, no row is written. */
  private static Throwable ofPut(RestRequest request, Throwable cause) {
    return request.verb() == RestRequest.Verb.PUT
            && cause instanceof RestException refused
            && refused.problem().code().equals("PGRST116")
        ? new RestException(Problem.putRow())
        : cause;
  }

  /** A function reads if it promises not to write, or is asked by a method that must not. */
  private static boolean reads(Planned planned) {
    return switch (planned.plan()) {
      case Plan.Read _ -> true;
      case Plan.Invoke(_, var call, _) ->
          !planned.request().terms().post()
              || call.routine().volatility() != Routine.Volatility.VOLATILE;
      case Plan.Insert _, Plan.Update _, Plan.Delete _, Plan.Nothing _ -> false;
    };
  }

  private Transaction transaction(RestRequest request) {
    return new Transaction(
        Access.READ_WRITE,
        Isolation.READ_COMMITTED,
        asking.ending(request.terms().preferences().ending()));
  }

  private Future<Void> written(RoutingContext context, RestAnswer answer) {
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    answer.headers().forEach((name, value) -> response.putHeader(HeaderNames.of(name), value));
    Buffer body = answer.body();
    if (body == null || context.request().method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    return codings == null
        ? response.end(body)
        : codings
            .coded(context.request(), response, body)
            .onFailure(context::fail)
            .compose(response::end);
  }

  private static void fail(RoutingContext context, Throwable cause) {
    if (cause instanceof RestException refused) {
      write(context, refused.problem());
    } else {
      context.fail(cause);
    }
  }

  /** Answers with a problem, in the form of RFC 9457 for those who ask for it. */
  public static void write(RoutingContext context, Problem problem) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    boolean described = accept != null && accept.contains(PROBLEM);
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(problem.status())
            .putHeader(
                HttpHeaders.CONTENT_TYPE, described ? PROBLEM : "application/json; charset=utf-8")
            .putHeader("Proxy-Status", "PostgREST; error=" + problem.code());
    problem.headers().forEach(response::putHeader);
    response.end(described ? problem.described() : problem.body());
  }
}
