package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Bearer;
import io.twinlane.gateway.auth.Token;
import io.twinlane.gateway.auth.Tokens;
import io.twinlane.schema.message.Identity;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: as what role, and with what to show for it.
 *
 * @param role the PostgreSQL role to act as; null for the lane's own
 * @param claims what policies may look at, as JSON
 */
record Caller(@Nullable String role, String claims) {

  /** Claims of one token, not of its bearer (RFC 7519, section 4.1). */
  private static final Set<String> PASSING = Set.of("exp", "nbf", "iat", "jti");

  /** Whoever shows no token: in a role, or as the lane itself. */
  static Caller anonymous(@Nullable String role) {
    return new Caller(role, role == null ? "{}" : new JsonObject().put("role", role).encode());
  }

  /**
   * The caller of a request.
   *
   * @param anonymous who it is without a token
   * @throws RestException if its token is not believed, or is missing where one is needed
   */
  static Caller of(MultiMap headers, Tokens tokens, Caller anonymous) {
    String token = Bearer.token(headers);
    if (token == null) {
      if (anonymous.role() == null && tokens.configured()) {
        throw new RestException(Problem.anonymous());
      }
      return anonymous;
    }
    return switch (tokens.verify(token)) {
      case Token.Valid valid -> {
        String acting = valid.role() == null ? anonymous.role() : valid.role();
        if (acting == null) {
          throw new RestException(Problem.anonymous());
        }
        yield new Caller(acting, valid.claimsAs(acting));
      }
      case Token.Refused refused -> throw new RestException(Problem.token(refused));
    };
  }

  /**
   * Whose idempotency keys are whose: two users of one role have keys of their own, and a user
   * whose token was renewed has still the same.
   */
  String owner() {
    JsonObject lasting = new JsonObject(claims);
    PASSING.forEach(lasting::remove);
    lasting.remove("role");
    String acting = role == null ? "" : role;
    return lasting.isEmpty() ? acting : acting + " " + Digests.sha256(lasting.encode());
  }

  Identity identity() {
    return new Identity(role);
  }
}
