package io.twinlane.gateway.rest;

import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.rest.PlanMemo.Asked;
import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/**
 * Walks a request through the steps of the dialect: parse, plan, render, ask a lane, answer.
 *
 * <p>A name that the catalog does not hold is looked for once more in a fresh one, since a table
 * may be younger than the catalog.
 */
public final class RestHandler {

  private static final String BASE = "/rest/v1/";

  private final RestSettings settings;
  private final RequestParser parser;
  private final CatalogRoom catalogs;
  private final Lanes lanes;
  private final PlanMemo memo = new PlanMemo();

  public RestHandler(RestSettings settings, CatalogRoom catalogs, Lanes lanes) {
    this.settings = settings;
    this.parser = new RequestParser(settings);
    this.catalogs = catalogs;
    this.lanes = lanes;
  }

  /** Answers a request for the table that the path names. */
  public void handle(RoutingContext context) {
    HttpServerRequest http = context.request();
    Buffer body = context.body().available() ? context.body().buffer() : null;
    String requestId = RequestId.of(http);
    http.response().putHeader(RequestId.HEADER, requestId);
    try {
      answer(http, body == null ? Buffer.buffer() : body, requestId)
          .map(answer -> written(context, answer))
          .onFailure(cause -> fail(context, cause));
    } catch (RestException e) {
      write(context, e.problem());
    }
  }

  /** The one segment after the base path: nothing in the dialect is nested. */
  private static String table(String path) {
    String rest = path.length() < BASE.length() ? "" : path.substring(BASE.length());
    if (rest.startsWith("rpc/")) {
      throw new RestException(Problem.notYet("Calling a function"));
    }
    if (rest.isEmpty() || rest.contains("/")) {
      throw new RestException(Problem.path());
    }
    return Percent.decodedPath(rest);
  }

  /** The path and the query as they came, without what a header cannot hold. */
  private static String location(HttpServerRequest http) {
    String location = http.path().substring(BASE.length() - 1) + QueryParser.sorted(http.query());
    return Percent.encodedControls(location);
  }

  private Future<RestAnswer> answer(HttpServerRequest http, Buffer body, String requestId) {
    Asked asked = PlanMemo.asked(http);
    Catalog catalog = catalogs.atHand();
    Planned before = memo.find(catalog, asked);
    if (before != null) {
      return run(before, requestId);
    }
    RestRequest request = parser.parse(http, table(http.path()), body);
    return plan(request)
        .compose(plan -> {
          Planned planned = new Planned(request, plan, SqlRenderer.render(plan), location(http));
          if (catalogs.isAtHand(catalog)) {
            memo.put(catalog, asked, planned);
          }
          return run(planned, requestId);
        });
  }

  private Future<Plan> plan(RestRequest request) {
    return catalogs
        .current()
        .compose(reply -> planned(request, reply))
        .recover(cause -> again(request, cause));
  }

  private Future<Plan> planned(RestRequest request, Reply reply) {
    return switch (reply) {
      case CatalogReply(Catalog catalog) ->
          Future.succeededFuture(Planner.plan(request, catalog, settings.rowsMax()));
      case Failure failure -> Future.failedFuture(new RestException(Problem.of(failure)));
      case Done _, Noted _, CacheReply _ ->
          throw new IllegalStateException("a catalog was asked for");
    };
  }

  private Future<Plan> again(RestRequest request, Throwable cause) {
    return cause instanceof RestException refused && refused.problem().unknownName()
        ? catalogs.fresh().compose(reply -> planned(request, reply))
        : Future.failedFuture(cause);
  }

  private Future<RestAnswer> run(Planned planned, String requestId) {
    RestRequest request = planned.request();
    Plan plan = planned.plan();
    List<Statement> statements = planned.statements();
    if (statements.isEmpty()) {
      return Future.succeededFuture(RestAnswer.nothing(request, plan));
    }
    boolean reads = plan instanceof Plan.Read;
    Address lane = reads && !request.terms().cache().fresh() ? Address.QUERY : Address.WRITE;
    return lanes
        .run(lane, work(request, statements, reads, requestId))
        .map(reply -> answer(request, plan, reply, planned.location()));
  }

  private Work work(
      RestRequest request, List<Statement> statements, boolean reads, String requestId) {
    return new Work(
        requestId,
        new Identity(settings.anonymousRole()),
        sessionSettings(request.schema()),
        statements,
        reads ? Transaction.read() : writing(request),
        reads ? Expectation.none() : expectation(request),
        Deadline.after(settings.timeout()),
        request.terms().cache().terms());
  }

  /** The lanes' connections serve the default schema as they are. */
  private Map<String, String> sessionSettings(String schema) {
    return schema.equals(settings.schemas().getFirst())
        ? Map.of()
        : Map.of("search_path", settings.searchPath().of(schema));
  }

  private Transaction writing(RestRequest request) {
    boolean commits =
        request
            .terms()
            .preferences()
            .ending()
            .map(ending -> ending == Preferences.Ending.COMMIT)
            .orElse(settings.ending().commits());
    return commits
        ? Transaction.write()
        : new Transaction(Access.READ_WRITE, Isolation.READ_COMMITTED, Ending.ROLLBACK);
  }

  private static Expectation expectation(RestRequest request) {
    if (request.terms().accept().single()) {
      return Expectation.single();
    }
    var max = request.terms().preferences().maxAffectedIfStrict();
    return max.isPresent() ? new Expectation(null, max.getAsLong()) : Expectation.none();
  }

  private RestAnswer answer(RestRequest request, Plan plan, Reply reply, String location) {
    return switch (reply) {
      case Done done when plan instanceof Plan.Read read ->
          RestAnswer.read(request, read, done, location);
      case Done done -> RestAnswer.written(request, plan, done);
      case Failure failure -> throw new RestException(problem(failure));
      case CatalogReply _, Noted _, CacheReply _ ->
          throw new IllegalStateException("a work was asked for");
    };
  }

  private Problem problem(Failure failure) {
    Problem problem = Problem.of(failure);
    if (problem.unknownName()) {
      // the catalog had a name that the database has no more
      catalogs.fresh();
    }
    return settings.anonymousRole() == null ? problem : problem.forAnonymous();
  }

  private static Future<Void> written(RoutingContext context, RestAnswer answer) {
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    Buffer body = answer.body();
    return body == null || context.request().method().equals(HttpMethod.HEAD)
        ? response.end()
        : response.end(body);
  }

  private static void fail(RoutingContext context, Throwable cause) {
    if (cause instanceof RestException refused) {
      write(context, refused.problem());
    } else {
      context.fail(cause);
    }
  }

  /** Answers with a problem. */
  public static void write(RoutingContext context, Problem problem) {
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
            .putHeader("Proxy-Status", "PostgREST; error=" + problem.code());
    problem.headers().forEach(response::putHeader);
    response.end(problem.body());
  }
}
