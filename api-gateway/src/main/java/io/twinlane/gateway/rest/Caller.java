package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Token;
import io.twinlane.gateway.auth.Tokens;
import io.twinlane.schema.message.Identity;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: as what role, and with what to show for it.
 *
 * @param role the PostgreSQL role to act as; null for the lane's own
 * @param claims what policies may look at, as JSON
 * @param anonymous whether no token came with the request
 */
record Caller(@Nullable String role, String claims, boolean anonymous) {

  private static final String BEARER = "bearer ";

  /**
   * The caller of a request.
   *
   * @throws RestException if its token is not believed, or is missing where one is needed
   */
  static Caller of(MultiMap headers, Tokens tokens, @Nullable String anonymousRole) {
    String given = headers.get(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return anonymous(tokens, anonymousRole, given);
    }
    return switch (tokens.verify(given.substring(BEARER.length()).strip())) {
      case Token.Valid(String claims, var role) -> {
        String acting = role == null ? anonymousRole : role;
        if (acting == null) {
          throw new RestException(Problem.anonymous());
        }
        yield new Caller(acting, withRole(claims, acting, role == null), false);
      }
      case Token.Refused refused -> throw new RestException(Problem.token(refused));
    };
  }

  private static Caller anonymous(
      Tokens tokens, @Nullable String anonymousRole, @Nullable String given) {
    if (given != null && given.strip().equalsIgnoreCase("bearer")) {
      throw new RestException(Problem.emptyToken());
    }
    if (anonymousRole == null && tokens.configured()) {
      throw new RestException(Problem.anonymous());
    }
    return new Caller(
        anonymousRole,
        anonymousRole == null ? "{}" : new JsonObject().put("role", anonymousRole).encode(),
        true);
  }

  private static String withRole(String claims, String role, boolean missing) {
    return missing ? new JsonObject(claims).put("role", role).encode() : claims;
  }

  Identity identity() {
    return new Identity(role);
  }
}
