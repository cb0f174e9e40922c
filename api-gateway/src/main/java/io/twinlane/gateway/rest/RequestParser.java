package io.twinlane.gateway.rest;

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
    Verb verb = verb(call.method());
    MultiMap headers = call.headers();
    String profile = headers.get(verb == Verb.READ ? "Accept-Profile" : "Content-Profile");
    Terms terms =
        new Terms(
            Preferences.parse(headers.getAll("Prefer"), settings.ending().overridable()),
            Accept.parse(headers.get(HttpHeaders.ACCEPT)),
            CacheDirectives.parse(joined(headers, HttpHeaders.CACHE_CONTROL)),
            CacheHeaders.credentials(headers),
            joined(headers, HttpHeaders.IF_NONE_MATCH),
            call.method().equals(HttpMethod.HEAD),
            profile != null);
    return new RestRequest(
        verb,
        schema(profile),
        call.table(),
        QueryParser.parse(call.query()),
        terms,
        verb == Verb.INSERT || verb == Verb.UPDATE
            ? Optional.of(BodyParser.parse(headers.get(HttpHeaders.CONTENT_TYPE), call.body()))
            : Optional.empty());
  }

  private static Verb verb(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD" -> Verb.READ;
      case "POST" -> Verb.INSERT;
      case "PATCH" -> Verb.UPDATE;
      case "DELETE" -> Verb.DELETE;
      case "PUT" -> throw new RestException(Problem.notYet("PUT"));
      default -> throw new RestException(Problem.method(method.name()));
    };
  }

  /** A list may be spread over several lines (RFC 9110, section 5.3); null if there is none. */
  static @Nullable String joined(MultiMap headers, CharSequence name) {
    List<String> lines = headers.getAll(name);
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  private String schema(@Nullable String profile) {
    String schema = profile == null ? settings.schemas().getFirst() : profile;
    if (!settings.schemas().contains(schema)) {
      throw new RestException(Problem.schema(schema, String.join(", ", settings.schemas())));
    }
    return schema;
  }
}
