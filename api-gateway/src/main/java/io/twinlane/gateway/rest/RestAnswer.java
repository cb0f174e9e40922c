package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Plan.Counting;
import io.twinlane.gateway.rest.Preferences.Returned;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Result;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last step: what a lane did, as an HTTP answer.
 *
 * @param headers in the order they are written
 * @param body null for an answer without one
 */
record RestAnswer(int status, Map<String, String> headers, @Nullable Buffer body) {

  /** On an answer that an earlier request with the same idempotency key has had. */
  static final String REPLAYED = "Idempotency-Replayed";

  private static final Buffer EMPTY_ARRAY = Buffer.buffer("[]");
  private static final Pattern GUESS = Pattern.compile("rows=(\\d+)");

  /** The rows of a read and how they are counted. */
  record Page(Plan.Node node, Counting counting, boolean keyset) {}

  /** The answer to a read. */
  static RestAnswer read(RestRequest request, Page plan, Done done, String location) {
    Result result = done.last();
    if (request.terms().accept().single() && result.rows() != 1) {
      throw new RestException(Problem.notSingular(result.rows()));
    }
    long offset = plan.node().window().offset();
    Long total = total(plan.counting(), done);
    if (total != null && offset > total) {
      throw new RestException(Problem.offset(offset, total));
    }
    Map<String, String> headers = headers(request, false);
    headers.put("Content-Range", range(offset, result.rows(), total));
    if (!request.terms().post()) {
      headers.put("Content-Location", location);
    }
    if (plan.keyset() && more(plan.node().window(), result)) {
      headers.put("Link", new Cursor(result.key()).link(query(location)));
    }
    CacheHeaders.add(headers, request, done);
    String held = EntityTag.held(request.terms().ifNoneMatch(), headers.get("ETag"));
    if (held != null) {
      headers.remove("Content-Type");
      if (!held.equals(headers.put("ETag", held))) {
        headers.merge("Vary", "Accept-Encoding", (vary, coding) -> vary + ", " + coding);
      }
      return new RestAnswer(304, headers, null);
    }
    boolean part = total != null && result.rows() < total;
    return new RestAnswer(part ? 206 : 200, headers, shaped(request, plan.node(), result));
  }

  /** Whether there may be rows behind the page, and it is known where it ended. */
  private static boolean more(Window window, Result result) {
    return window.limit().isPresent()
        && result.rows() == window.limit().getAsLong()
        && !result.key().isEmpty();
  }

  private static @Nullable String query(String location) {
    int begin = location.indexOf('?');
    return begin < 0 ? null : location.substring(begin + 1);
  }

  /** The answer to a write. */
  static RestAnswer written(RestRequest request, Plan plan, Done done) {
    Result result = done.last();
    boolean represented = returned(request) == Returned.REPRESENTATION;
    Map<String, String> headers =
        headers(
            request,
            plan instanceof Plan.Insert insert && !insert.conflict().equals(Plan.Conflict.FAILS));
    if (done.replayed()) {
      headers.put(REPLAYED, "true");
    }
    Long total = request.terms().preferences().count().isPresent() ? (Long) result.rows() : null;
    return switch (request.verb()) {
      case INSERT -> {
        headers.put("Content-Range", "*/" + word(total));
        if (!result.key().isEmpty()
            && result.rows() == 1
            && returned(request) == Returned.HEADERS_ONLY
            && plan instanceof Plan.Insert insert
            && !WriteRenderer.tells(insert)) {
          headers.put("Location", location(insert.relation(), result.key()));
        }
        yield answer(request, plan, anyNew(plan, result) ? 201 : 200, headers, result);
      }
      case PUT -> {
        int status = anyNew(plan, result) ? 201 : represented ? 200 : 204;
        yield answer(request, plan, status, headers, result);
      }
      case UPDATE -> {
        headers.put("Content-Range", range(0, result.rows(), total));
        yield answer(request, plan, represented ? 200 : 204, headers, result);
      }
      case DELETE -> {
        headers.put("Content-Range", "*/" + word(total));
        yield answer(request, plan, represented ? 200 : 204, headers, result);
      }
      case READ, CALL -> throw new IllegalStateException("it is no write of rows");
    };
  }

  /** The answer to a write that named nothing to write. */
  static RestAnswer nothing(RestRequest request, Plan plan) {
    if (request.terms().accept().single()) {
      throw new RestException(Problem.notSingular(0));
    }
    return written(request, plan, new Done(List.of(new Result(EMPTY_ARRAY, 0, null, List.of()))));
  }

  private static RestAnswer answer(
      RestRequest request, Plan plan, int status, Map<String, String> headers, Result result) {
    if (returned(request) != Returned.REPRESENTATION) {
      headers.remove("Content-Type");
      return new RestAnswer(status, headers, null);
    }
    return new RestAnswer(status, headers, shaped(request, node(plan), result));
  }

  /** A merge says whether any row was new; anything else that was inserted was. */
  private static boolean anyNew(Plan plan, Result result) {
    return !(plan instanceof Plan.Insert insert && WriteRenderer.tells(insert))
        || !"false".equals(result.key().getFirst());
  }

  private static Plan.@Nullable Node node(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> insert.returning().node().orElse(null);
      case Plan.Update update -> update.returning().node().orElse(null);
      case Plan.Delete delete -> delete.returning().node().orElse(null);
      case Plan.Read(var node, _, _) -> node;
      case Plan.Invoke(var node, _, _) -> node;
      case Plan.Nothing _ -> null;
    };
  }

  private static Map<String, String> headers(RestRequest request, boolean resolved) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", request.terms().accept().contentType());
    headers.put("Vary", "Accept, Accept-Profile, Authorization, Prefer, Range");
    if (request.terms().profile()) {
      headers.put("Content-Profile", request.schema());
    }
    String applied =
        request
            .terms()
            .preferences()
            .applied(request.verb() != Verb.READ && request.verb() != Verb.CALL, resolved);
    if (!applied.isEmpty()) {
      headers.put("Preference-Applied", applied);
    }
    return headers;
  }

  private static Returned returned(RestRequest request) {
    return request.terms().preferences().returned().orElse(Returned.MINIMAL);
  }

  /** An array, the one object in it without its brackets, or lines below the names of columns. */
  private static Buffer shaped(RestRequest request, Plan.@Nullable Node node, Result result) {
    Buffer body = result.body();
    Accept accept = request.terms().accept();
    if (accept.csv()) {
      return Csv.withHeader(node == null ? List.of() : node.outputs(), body);
    }
    if (accept.lines()) {
      return body.length() == 0 ? body : body.copy().appendString("\n");
    }
    return accept.single() && body.length() > 2 ? body.slice(1, body.length() - 1) : body;
  }

  private static @Nullable Long total(Counting counting, Done done) {
    Result last = done.last();
    return switch (counting.kind()) {
      case NONE -> null;
      case PAGE -> (Long) last.rows();
      case EXACT -> last.total();
      case PLANNED -> (Long) guess(done);
      case ESTIMATED -> {
        Long counted = last.total();
        yield counted != null && counted > counting.countedMax()
            ? (Long) Math.max(counted, guess(done))
            : counted;
      }
    };
  }

  /** The number of rows in the first line of an EXPLAIN. */
  private static long guess(Done done) {
    Matcher matcher = GUESS.matcher(done.results().getFirst().body().toString());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String range(long offset, long rows, @Nullable Long total) {
    String page = rows == 0 ? "*" : offset + "-" + (offset + rows - 1);
    return page + "/" + word(total);
  }

  private static String word(@Nullable Long total) {
    return total == null ? "*" : total.toString();
  }

  private static String location(Relation relation, List<@Nullable String> key) {
    StringBuilder location = new StringBuilder("/").append(encoded(relation.name()));
    for (int i = 0; i < key.size(); i++) {
      location.append(i == 0 ? '?' : '&').append(encoded(relation.primaryKey().get(i)));
      String value = key.get(i);
      location.append(value == null ? "=is.null" : "=eq." + encoded(value));
    }
    return location.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
