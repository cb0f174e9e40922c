package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.service.Recent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of reads that were asked before, up to the statement, so that a repeated
 * {@code GET} is neither parsed nor planned again. Holds for one catalog; lives on one event loop.
 */
final class PlanMemo {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int URI_MAX = 512;

  private @Nullable Catalog catalog;
  private final Map<Asked, Planned> remembered = new Recent<>(REMEMBERED_MAX);

  /** A request that was parsed, planned and rendered. */
  record Planned(
      RestRequest request, Plan plan, List<Statement> statements, String location, boolean speaks) {

    Planned(RestRequest request, Plan plan, List<Statement> statements, String location) {
      this(request, plan, statements, location, false);
    }

    /** The same, with what the team's code has to say about the answer asked for at the end. */
    Planned answering() {
      List<Statement> all = new ArrayList<>(statements);
      all.add(ResponseSettings.STATEMENT);
      return new Planned(request, plan, all, location, true);
    }

    /** The same, whose rows must be as expected. */
    Planned expecting(Expectation expectation) {
      List<Statement> checked = new ArrayList<>(statements);
      int last = checked.size() - (speaks ? 2 : 1);
      checked.set(last, checked.get(last).expecting(expectation));
      return new Planned(request, plan, checked, location, speaks);
    }

    /** Whether functions or triggers of the team's run with it. */
    boolean teamsCode() {
      return speaks || plan instanceof Plan.Invoke;
    }

    /** What its statements have done, as an answer. */
    RestAnswer answer(Done done) {
      if (!speaks) {
        return ofStatements(done);
      }
      List<Result> results = new ArrayList<>(done.results());
      Result said = results.removeLast();
      return ResponseSettings.applied(
          ofStatements(new Done(results, done.cache(), done.replayed())), said);
    }

    private RestAnswer ofStatements(Done statements) {
      Done done = request.terms().accept().handler() == null ? statements : counted(statements);
      return switch (plan) {
        case Plan.Read(var node, var counting, var keyset) ->
            RestAnswer.read(request, new RestAnswer.Page(node, counting, keyset), done, location);
        case Plan.Invoke invoke -> CallAnswer.of(request, invoke, done, location);
        case Plan.Insert _, Plan.Update _, Plan.Delete _, Plan.Nothing _ ->
            RestAnswer.written(request, plan, done);
      };
    }
  }

  /** The one row of a handler says how many rows it has taken. */
  private static Done counted(Done done) {
    List<Result> results = new ArrayList<>(done.results());
    Result handled = results.removeLast();
    List<@Nullable String> key = new ArrayList<>(handled.key());
    long rows = Long.parseLong(Objects.requireNonNull(key.removeLast()));
    results.add(new Result(handled.body(), rows, handled.total(), key));
    return new Done(results, done.cache(), done.replayed());
  }

  /** Everything in a request that parsing looks at. */
  record Asked(
      HttpMethod method,
      String uri,
      List<String> prefer,
      @Nullable String accept,
      @Nullable String profile,
      @Nullable String range,
      @Nullable String cacheControl,
      @Nullable String ifNoneMatch,
      boolean credentials) {}

  /** The key of a read; null for a request that is not worth remembering. */
  static @Nullable Asked asked(Call call) {
    if (!call.reads() || call.uri().length() > URI_MAX) {
      return null;
    }
    MultiMap headers = call.headers();
    return new Asked(
        call.method(),
        call.uri(),
        headers.getAll("Prefer"),
        headers.get(HttpHeaders.ACCEPT),
        headers.get("Accept-Profile"),
        headers.get("Range"),
        RequestParser.joined(headers, HttpHeaders.CACHE_CONTROL),
        RequestParser.joined(headers, HttpHeaders.IF_NONE_MATCH),
        CacheHeaders.credentials(headers));
  }

  /** What became of the same request under the same catalog; null if nothing is remembered. */
  @Nullable Planned find(@Nullable Catalog current, @Nullable Asked asked) {
    forgetIfOther(current);
    return asked == null ? null : remembered.get(asked);
  }

  /** Remembers what was planned with this catalog. */
  void put(@Nullable Catalog plannedWith, @Nullable Asked asked, Planned planned) {
    forgetIfOther(plannedWith);
    if (asked != null && plannedWith != null) {
      remembered.put(asked, planned);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a catalog that was read again is another one
  private void forgetIfOther(@Nullable Catalog current) {
    if (current != catalog) {
      catalog = current;
      remembered.clear();
    }
  }
}
