package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.CacheDirectives;
import io.twinlane.gateway.rest.RestRequest.Terms;
import io.twinlane.gateway.rest.RestRequest.Verb;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first step: HTTP to a {@link RestRequest}. Nothing here knows what tables there are. */
final class RequestParser {

  private final RestSettings settings;

  RequestParser(RestSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads a request whose path ends in the name of a table.
   *
   * @throws RestException with the problem to answer
   */
  RestRequest parse(Call call) {
    Verb verb = call.rpc() ? verbOfCall(call.method()) : verb(call.method());
    MultiMap headers = call.headers();
    String profile = headers.get(call.reads() ? "Accept-Profile" : "Content-Profile");
    Terms terms =
        new Terms(
            Preferences.parse(headers.getAll("Prefer"), settings.ending().overridable()),
            AcceptHeader.parse(headers.get(HttpHeaders.ACCEPT)),
            Accept.JSON,
            CacheDirectives.parse(joined(headers, HttpHeaders.CACHE_CONTROL)),
            CacheHeaders.credentials(headers),
            joined(headers, HttpHeaders.IF_NONE_MATCH),
            call.method().equals(HttpMethod.HEAD),
            !call.reads(),
            profile != null || settings.schemas().size() > 1);
    String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
    Query asked = query(call, verb, terms.preferences());
    boolean form = verb == Verb.CALL && BodyParser.isForm(contentType) && !call.reads();
    Query query = form ? asked.called(BodyParser.arguments(call.body())) : asked;
    Optional<RawBody> raw =
        verb == Verb.CALL && !call.reads()
            ? BodyParser.raw(contentType, call.body())
            : Optional.empty();
    return new RestRequest(
        verb,
        settings.schema(profile),
        call.table(),
        call.reads() ? Window.ofRange(headers.get("Range"), query) : query,
        terms,
        writes(verb, call) && raw.isEmpty() && !form
            ? Optional.of(body(verb, contentType, call))
            : Optional.empty(),
        raw);
  }

  private static boolean writes(Verb verb, Call call) {
    return switch (verb) {
      case INSERT, UPDATE, PUT -> true;
      case CALL -> !call.reads();
      case READ, DELETE -> false;
    };
  }

  private static Query query(Call call, Verb verb, Preferences preferences) {
    return preferences.keyset() && verb == Verb.READ
        ? QueryParser.parse(Cursor.without(call.query()), false).behind(Cursor.in(call.query()))
        : QueryParser.parse(call.query(), verb == Verb.CALL);
  }

  /** A function that takes nothing may be called without a body. */
  private static RowsBody body(Verb verb, @Nullable String contentType, Call call) {
    boolean none = verb == Verb.CALL && call.body().length() == 0;
    return none
        ? new RowsBody("{}", List.of(), true, false, 1, true)
        : BodyParser.parse(contentType, call.body());
  }

  private static Verb verbOfCall(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD", "POST" -> Verb.CALL;
      default -> throw new RestException(Problem.callMethod(method.name()));
    };
  }

  private static Verb verb(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD" -> Verb.READ;
      case "POST" -> Verb.INSERT;
      case "PATCH" -> Verb.UPDATE;
      case "DELETE" -> Verb.DELETE;
      case "PUT" -> Verb.PUT;
      default -> throw new RestException(Problem.method(method.name()));
    };
  }

  /** A list may be spread over several lines (RFC 9110, section 5.3); null if there is none. */
  static @Nullable String joined(MultiMap headers, CharSequence name) {
    List<String> lines = headers.getAll(name);
    return lines.isEmpty() ? null : String.join(",", lines);
  }
}
