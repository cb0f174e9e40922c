package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Isolation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several requests of the dialect in one transaction: all of them are done, or none. An addition of
 * Twinlane's own.
 */
final class Batch {

  static final String ISOLATION = "Transaction-Isolation";

  private final RestSettings settings;
  private final Preparation preparation;
  private final Asking asking;

  Batch(RestSettings settings, Preparation preparation, Asking asking) {
    this.settings = settings;
    this.preparation = preparation;
    this.asking = asking;
  }

  /** The answers of all parts, in order. */
  Future<RestAnswer> answer(Client client) {
    Call whole = client.call();
    Preferences preferences =
        Preferences.parse(whole.headers().getAll("Prefer"), settings.ending().overridable());
    Transaction transaction = transaction(whole, preferences);
    List<Call> calls = BatchParser.parse(whole.body());
    List<Future<Planned>> prepared = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      prepared.add(prepared(calls.get(i), i));
    }
    return Future.all(prepared)
        .compose(_ -> {
          List<Planned> parts = prepared.stream().map(Future::result).toList();
          return run(client, preferences, transaction, parts);
        });
  }

  /** Refuses with the place of the part, whether at once or later. */
  private Future<Planned> prepared(Call call, int place) {
    return Future.succeededFuture(call)
        .map(Batch::unconditional)
        .compose(preparation::prepared)
        .map(Batch::checked)
        .recover(cause ->
            Future.failedFuture(
                cause instanceof RestException refused
                    ? new RestException(refused.problem().ofPart(place))
                    : cause));
  }

  /** A precondition needs a snapshot of its own. */
  private static Call unconditional(Call part) {
    if (part.headers().contains(HttpHeaders.IF_MATCH)) {
      throw new RestException(Problem.batch("If-Match cannot be part of a batch"));
    }
    return part;
  }

  /** What belongs to the transaction is not for one part of it to say. */
  private static Planned checked(Planned part) {
    RestRequest request = part.request();
    if (request.terms().preferences().ending().isPresent()) {
      throw new RestException(Problem.batch("Prefer: tx is for the batch, not for a part of it"));
    }
    boolean single = request.terms().accept().single();
    if (single && part.statements().isEmpty()) {
      throw new RestException(Problem.notSingular(0));
    }
    return single ? part.expecting(Expectation.single()) : part;
  }

  private Future<RestAnswer> run(
      Client client, Preferences preferences, Transaction transaction, List<Planned> parts) {
    List<Statement> statements =
        parts.stream().flatMap(part -> part.statements().stream()).toList();
    if (statements.isEmpty()) {
      return Future.succeededFuture(BatchAnswer.of(parts, List.of(), false));
    }
    return asking
        .write(client, scope(preferences, parts), statements, transaction)
        .recover(cause -> Future.failedFuture(ofPart(cause, parts)))
        .map(done -> BatchAnswer.of(parts, slices(parts, done), done.replayed()));
  }

  private static Scope scope(Preferences preferences, List<Planned> parts) {
    return new Scope(
        schema(parts), preferences.timezone(), parts.stream().anyMatch(Planned::teamsCode));
  }

  private static String schema(List<Planned> parts) {
    List<String> schemas = parts.stream().map(part -> part.request().schema()).distinct().toList();
    if (schemas.size() > 1) {
      throw new RestException(Problem.batch("All parts of a batch are of one schema"));
    }
    return schemas.getFirst();
  }

  /** A failure counts statements; a client counts parts. */
  private static Throwable ofPart(Throwable cause, List<Planned> parts) {
    if (!(cause instanceof RestException refused) || refused.problem().statement() < 0) {
      return cause;
    }
    int left = refused.problem().statement();
    int place = 0;
    while (left >= parts.get(place).statements().size()) {
      left -= parts.get(place).statements().size();
      place++;
    }
    return new RestException(refused.problem().ofPart(place));
  }

  private static List<Optional<Done>> slices(List<Planned> parts, Done done) {
    List<Optional<Done>> slices = new ArrayList<>();
    int from = 0;
    for (Planned part : parts) {
      int to = from + part.statements().size();
      List<Result> results = done.results().subList(from, to);
      slices.add(results.isEmpty() ? Optional.empty() : Optional.of(new Done(results)));
      from = to;
    }
    return slices;
  }

  private Transaction transaction(Call whole, Preferences preferences) {
    return new Transaction(
        Access.READ_WRITE,
        isolation(whole.headers().get(ISOLATION)),
        asking.ending(preferences.ending()));
  }

  private static Isolation isolation(@Nullable String given) {
    return switch (given == null ? "" : given.strip().toLowerCase(Locale.ROOT)) {
      case "", "read-committed" -> Isolation.READ_COMMITTED;
      case "repeatable-read" -> Isolation.REPEATABLE_READ;
      case "serializable" -> Isolation.SERIALIZABLE;
      default ->
          throw new RestException(
              Problem.header(ISOLATION, "read-committed, repeatable-read or serializable"));
    };
  }
}
