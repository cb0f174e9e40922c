package io.twinlane.gateway.rest;

import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.gateway.rest.PlanMemo.Asked;
import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.Routine.Volatility;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ShapeReply;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks a call through the steps that need no database: parse, plan, render.
 *
 * <p>A name that the catalog does not hold is looked for once more in a fresh one, since a table
 * may be younger than the catalog.
 */
final class Preparation {

  private final RestSettings settings;
  private final RequestParser parser;
  private final CatalogRoom catalogs;
  private final PlanMemo memo = new PlanMemo();

  Preparation(RestSettings settings, CatalogRoom catalogs) {
    this.settings = settings;
    this.parser = new RequestParser(settings);
    this.catalogs = catalogs;
  }

  /**
   * What is to be run for a call.
   *
   * @throws RestException with the problem to answer; the future fails with the same
   */
  Future<Planned> prepared(Call call) {
    Asked asked = PlanMemo.asked(call);
    Catalog catalog = catalogs.atHand();
    Planned before = memo.find(catalog, asked);
    if (before != null) {
      return Future.succeededFuture(before);
    }
    RestRequest request = parser.parse(call);
    return plan(request)
        .map(found -> {
          Planned planned = whole(found, call);
          if (catalog != null && catalogs.isAtHand(catalog)) {
            memo.put(catalog, asked, planned, uri -> at(uri, call, catalog));
          }
          return planned;
        });
  }

  /** What would be run for the same call at another address; empty if it would be refused. */
  private Optional<Planned> at(String uri, Call call, Catalog catalog) {
    Call other = new Call(call.method(), uri, call.headers(), call.body());
    try {
      return Optional.of(whole(found(parser.parse(other), catalog), other));
    } catch (RestException _) {
      return Optional.empty();
    }
  }

  /** A request whose form of answer is known, and its plan. */
  private record Found(RestRequest request, Plan plan) {}

  private Planned whole(Found found, Call call) {
    return answering(checked(rendered(found, call)));
  }

  private static Planned rendered(Found found, Call call) {
    return new Planned(
        found.request(),
        found.plan(),
        SqlRenderer.render(found.plan(), Shape.of(found.request())),
        call.location());
  }

  private Future<Found> plan(RestRequest request) {
    return catalogs
        .current()
        .compose(reply -> planned(request, reply))
        .recover(cause -> again(request, cause));
  }

  private Future<Found> planned(RestRequest request, Reply reply) {
    return Future.succeededFuture(found(request, catalog(reply)));
  }

  private Found found(RestRequest request, Catalog catalog) {
    Plan plan = Planner.plan(request, catalog, settings.limits());
    Accept form = Negotiation.choose(request, plan, catalog);
    return new Found(request.answeredAs(form), plan);
  }

  /** The catalog at hand, or the first one. */
  Future<Catalog> catalog() {
    return catalogs.current().map(Preparation::catalog);
  }

  private static Catalog catalog(Reply reply) {
    return switch (reply) {
      case CatalogReply(Catalog catalog) -> catalog;
      case Failure failure -> throw new RestException(LaneProblem.of(failure));
      case Done _,
          Noted _,
          CacheReply _,
          FiguresReply _,
          LeaseGrant _,
          PositionReply _,
          ShapeReply _ ->
          throw new IllegalStateException("a catalog was asked for");
    };
  }

  private Future<Found> again(RestRequest request, Throwable cause) {
    return cause instanceof RestException refused && refused.problem().unknownName()
        ? catalogs.fresh().compose(reply -> planned(request, reply))
        : Future.failedFuture(cause);
  }

  /** What a client expects of a write is checked where it can still be undone. */
  private static Planned checked(Planned planned) {
    Expectation expectation = expectation(planned.request());
    return planned.statements().isEmpty() || expectation.equals(Expectation.none())
        ? planned
        : planned.expecting(expectation);
  }

  /** Where code of the team's runs, it may have something to say about the answer. */
  private Planned answering(Planned planned) {
    boolean handled = planned.request().terms().accept().handler() != null;
    boolean speaks = handled || settings.preRequest() != null || speaks(planned.plan());
    // the headers of lines that are sent as they come are sent before them
    return speaks && !RowStream.wanted(planned) && !planned.statements().isEmpty()
        ? planned.answering()
        : planned;
  }

  private static boolean speaks(Plan plan) {
    return switch (plan) {
      case Plan.Invoke(_, var call, _) -> call.routine().volatility() == Volatility.VOLATILE;
      case Plan.Insert insert ->
          insert.relation().triggers()
              || insert.children().stream().anyMatch(child -> child.relation().triggers());
      case Plan.Update update -> update.relation().triggers();
      case Plan.Delete delete -> delete.relation().triggers();
      case Plan.Read _, Plan.Nothing _ -> false;
    };
  }

  private static Expectation expectation(RestRequest request) {
    boolean reads =
        request.verb() == RestRequest.Verb.READ
            || (request.verb() == RestRequest.Verb.CALL && !request.terms().post());
    if (reads) {
      return Expectation.none();
    }
    if (request.terms().accept().single() || request.verb() == RestRequest.Verb.PUT) {
      return Expectation.single();
    }
    OptionalLong max = request.terms().preferences().maxAffectedIfStrict();
    return max.isPresent() ? new Expectation(null, max.getAsLong()) : Expectation.none();
  }
}
