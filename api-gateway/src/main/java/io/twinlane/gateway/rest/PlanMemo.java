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
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of reads that were asked before, up to the statement, so that a repeated
 * {@code GET} is neither parsed nor planned again, nor one that differs in the values of its
 * filters alone. Holds for one catalog; lives on one event loop.
 */
final class PlanMemo {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int URI_MAX = 512;

  private @Nullable Catalog catalog;
  private final Map<Key, Planned> remembered = new Recent<>(REMEMBERED_MAX);
  private final Map<Key, Alike> alike = new Recent<>(REMEMBERED_MAX);

  /** What is known of requests with the same outline. */
  private sealed interface Alike {

    /** One was seen: it may be the only one. */
    record Seen() implements Alike {}

    /** What becomes of them depends on more than their values. */
    record Unlike() implements Alike {}

    /** What becomes of each. */
    record Of(Template template) implements Alike {}
  }

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

    /** The same for other values. */
    Planned running(List<Statement> others, String at) {
      return new Planned(request, plan, others, at, speaks);
    }

    /** The same for a client that has other answers already. */
    Planned noneMatching(@Nullable String tags) {
      return Objects.equals(tags, request.terms().ifNoneMatch())
          ? this
          : new Planned(request.noneMatching(tags), plan, statements, location, speaks);
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
  record Asked(Key key, Outline outline, @Nullable String ifNoneMatch) {

    Key likeOthers() {
      return key.at(outline.uri());
    }
  }

  /** What a plan depends on. */
  record Key(
      HttpMethod method,
      String uri,
      List<String> prefer,
      @Nullable String accept,
      @Nullable String profile,
      @Nullable String range,
      @Nullable String cacheControl,
      boolean credentials) {

    Key at(String other) {
      return new Key(method, other, prefer, accept, profile, range, cacheControl, credentials);
    }
  }

  /** The key of a read; null for a request that is not worth remembering. */
  static @Nullable Asked asked(Call call) {
    if (!call.reads() || call.uri().length() > URI_MAX) {
      return null;
    }
    MultiMap headers = call.headers();
    Key key =
        new Key(
            call.method(),
            call.uri(),
            headers.getAll("Prefer"),
            headers.get(HttpHeaders.ACCEPT),
            headers.get("Accept-Profile"),
            headers.get("Range"),
            RequestParser.joined(headers, HttpHeaders.CACHE_CONTROL),
            CacheHeaders.credentials(headers));
    return new Asked(
        key, Outline.of(call.uri()), RequestParser.joined(headers, HttpHeaders.IF_NONE_MATCH));
  }

  /** What became of the same request under the same catalog; null if nothing is remembered. */
  @Nullable Planned find(@Nullable Catalog current, @Nullable Asked asked) {
    forgetIfOther(current);
    if (asked == null) {
      return null;
    }
    Planned found = found(asked);
    return found == null ? null : found.noneMatching(asked.ifNoneMatch());
  }

  private @Nullable Planned found(Asked asked) {
    List<String> values = asked.outline().values();
    return !values.isEmpty() && alike.get(asked.likeOthers()) instanceof Alike.Of(var template)
        ? template.with(values)
        : remembered.get(asked.key());
  }

  /**
   * Remembers what was planned with this catalog.
   *
   * @param again plans the same request at another address; empty where that cannot be done
   */
  void put(
      @Nullable Catalog plannedWith,
      @Nullable Asked asked,
      Planned planned,
      Function<String, Optional<Planned>> again) {
    forgetIfOther(plannedWith);
    if (asked == null || plannedWith == null) {
      return;
    }
    remembered.put(asked.key(), planned);
    if (!asked.outline().values().isEmpty()) {
      Key outline = asked.likeOthers();
      alike.put(
          outline,
          switch (alike.get(outline)) {
            case null -> new Alike.Seen();
            case Alike.Seen _ -> compared(asked.outline(), planned, again);
            case Alike.Unlike unlike -> unlike;
            case Alike.Of of -> of;
          });
    }
  }

  private static Alike compared(
      Outline outline, Planned planned, Function<String, Optional<Planned>> again) {
    return again
        .apply(outline.with(Template.marks(outline.values().size())))
        .flatMap(marked -> Template.of(planned, outline.values(), marked))
        .<Alike>map(Alike.Of::new)
        .orElseGet(Alike.Unlike::new);
  }

  @SuppressWarnings("ReferenceEquality") // a catalog that was read again is another one
  private void forgetIfOther(@Nullable Catalog current) {
    if (current != catalog) {
      catalog = current;
      remembered.clear();
      alike.clear();
    }
  }
}
