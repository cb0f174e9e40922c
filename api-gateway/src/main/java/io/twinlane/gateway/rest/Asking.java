package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Bearer;
import io.twinlane.gateway.auth.Tokens;
import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.http.Observation;
import io.twinlane.gateway.http.RateLimiter;
import io.twinlane.gateway.http.RequestId;
import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.PositionReply;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Rows;
import io.twinlane.schema.message.ShapeReply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a lane for what a client wants, as the client wants it, for as long as the client waits. */
final class Asking {

  private final RestSettings settings;
  private final Lanes lanes;
  private final CatalogRoom catalogs;
  private final Sessions sessions;
  private final Tokens tokens;
  private final RateLimiter limiter;
  private final Caller anonymous;

  /** A function of the team's that runs before each request, and may refuse it; none if not set. */
  private final List<Statement> preRequest;

  Asking(RestSettings settings, Tokens tokens, Lanes lanes, CatalogRoom catalogs) {
    this.tokens = tokens;
    this.settings = settings;
    this.lanes = lanes;
    this.catalogs = catalogs;
    this.sessions = new Sessions(settings, tokens);
    this.anonymous = Caller.anonymous(settings.anonymousRole());
    this.limiter = new RateLimiter(settings.rateLimit(), settings.rateWindow());
    this.preRequest =
        Optional.ofNullable(settings.preRequest()).stream()
            .map(name -> new Statement("select " + name + "()", List.of(), List.of()))
            .toList();
  }

  /** Done as soon as it can be said who asks. */
  Future<?> identified(RoutingContext context) {
    String token = Bearer.token(context.request().headers());
    return token == null ? Future.succeededFuture() : tokens.ready(token);
  }

  /** Who asks. */
  Client client(RoutingContext context) {
    Call call = Call.of(context);
    Caller caller = Caller.of(call.headers(), tokens, anonymous);
    limiter
        .count(() -> identity(context, caller), context.response(), System.nanoTime())
        .ifPresent(excess -> {
          throw new RestException(Problem.tooMany(excess));
        });
    return new Client(context, call, caller, catalogs.number());
  }

  /** Whether somebody is still who they were: keys and tokens come to their ends. */
  boolean known(Client client) {
    return known(client.call().headers(), client.caller());
  }

  private boolean known(MultiMap headers, Caller caller) {
    try {
      return Caller.of(headers, tokens, anonymous).equals(caller);
    } catch (RestException e) {
      return false;
    }
  }

  /** Whose requests are counted together. */
  private static String identity(RoutingContext context, Caller caller) {
    return Bearer.token(context.request().headers()) == null
        ? context.request().remoteAddress().hostAddress()
        : caller.owner();
  }

  /** A read, on the lane that it asks for. */
  Future<Done> read(Client client, Planned planned) {
    CacheDirectives cache = planned.request().terms().cache();
    Work work =
        work(client, Scope.of(planned), planned.statements(), Transaction.read(), cache.terms());
    repeatable(client);
    return done(client, cache.fresh() ? Address.WRITE : Address.QUERY, work);
  }

  /** Who sends the same again is asked for nothing but to be the same, unless requests count. */
  private void repeatable(Client client) {
    if (settings.rateLimit() == 0) {
      MultiMap headers = client.call().headers();
      Caller caller = client.caller();
      long catalog = client.catalog();
      Observation.of(client.context())
          .mayRepeat(() -> catalogs.number() == catalog && known(headers, caller));
    }
  }

  /** A read whose rows are taken piece by piece. */
  Future<Done> stream(Client client, Planned planned, Consumer<Message<Rows>> taker) {
    Work work =
        work(
            client,
            Scope.of(planned),
            planned.statements(),
            Transaction.read(),
            CacheTerms.none(),
            Patience.deadline(client.call().headers(), settings.streamTimeout()));
    return done(client, Address.ROWS, work, () -> lanes.stream(work, taker));
  }

  /** What the database says of itself to the one who asks. */
  Future<Done> describe(Client client, Scope scope, List<Statement> statements) {
    Work work = work(client, scope, statements, Transaction.read(), CacheTerms.none());
    return done(client, Address.QUERY, work);
  }

  /** A transaction that may write. */
  Future<Done> write(
      Client client, Scope scope, List<Statement> statements, Transaction transaction) {
    return done(
        client, Address.WRITE, work(client, scope, statements, transaction, CacheTerms.none()));
  }

  /** How a transaction ends, if the client has a word in it. */
  Ending ending(Optional<Preferences.Ending> wanted) {
    boolean commits =
        wanted
            .map(ending -> ending == Preferences.Ending.COMMIT)
            .orElse(settings.ending().commits());
    return commits ? Ending.COMMIT : Ending.ROLLBACK;
  }

  private Work work(
      Client client,
      Scope scope,
      List<Statement> statements,
      Transaction transaction,
      CacheTerms cache) {
    return work(
        client,
        scope,
        statements,
        transaction,
        cache,
        Patience.deadline(client.call().headers(), settings.timeout()));
  }

  private Work work(
      Client client,
      Scope scope,
      List<Statement> statements,
      Transaction transaction,
      CacheTerms cache,
      Deadline deadline) {
    List<Statement> all = new ArrayList<>(preRequest);
    all.addAll(statements);
    return new Work(
        client.context().response().headers().get(RequestId.HEADER),
        lanes.ticket(),
        client.caller().identity(),
        sessions.settings(client, scope),
        all,
        transaction,
        deadline,
        cache,
        transaction.access() == Access.READ_WRITE ? IdempotencyHeader.of(client) : null,
        null,
        Observation.of(client.context()).timed());
  }

  private Future<Done> done(Client client, Address lane, Work work) {
    return done(client, lane, work, () -> lanes.run(lane, work));
  }

  private Future<Done> done(Client client, Address lane, Work work, Supplier<Future<Reply>> asked) {
    HttpServerResponse response = client.context().response();
    if (response.closed()) {
      throw new RestException(LaneProblem.of(new Failure.Busy(Reason.EXPIRED)));
    }
    response.closeHandler(_ -> {
      if (!response.ended()) {
        lanes.abandon(work.ticket());
      }
    });
    String role = client.caller().role();
    boolean anonymous = role != null && role.equals(settings.anonymousRole());
    Observation observation = Observation.of(client.context());
    observation.asked(lane);
    return asked
        .get()
        .map(reply -> {
          observation.answered(reply);
          return done(reply, anonymous);
        })
        .map(this::withoutPreRequest);
  }

  private Done withoutPreRequest(Done done) {
    return preRequest.isEmpty()
        ? done
        : new Done(
            done.results().subList(preRequest.size(), done.results().size()),
            done.cache(),
            done.replayed());
  }

  private Done done(Reply reply, boolean anonymous) {
    return switch (reply) {
      case Done done -> done;
      case Failure failure -> throw new RestException(problem(failure, anonymous));
      case CatalogReply _,
          Noted _,
          CacheReply _,
          FiguresReply _,
          LeaseGrant _,
          PositionReply _,
          ShapeReply _ ->
          throw new IllegalStateException("a work was asked for");
    };
  }

  private Problem problem(Failure failure, boolean anonymous) {
    Problem problem = LaneProblem.of(failure).after(preRequest.size());
    if (problem.unknownName()) {
      // the catalog had a name that the database has no more
      catalogs.fresh();
    }
    return anonymous ? problem.forAnonymous() : problem;
  }
}
