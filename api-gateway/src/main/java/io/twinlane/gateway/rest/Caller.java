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

  /**
   * The caller of a request.
   *
   * @throws RestException if its token is not believed, or is missing where one is needed
   */
  static Caller of(MultiMap headers, Tokens tokens, @Nullable String anonymousRole) {
    String token = Bearer.token(headers);
    if (token == null) {
      return anonymous(tokens, anonymousRole);
    }
    return switch (tokens.verify(token)) {
      case Token.Valid valid -> {
        String acting = valid.role() == null ? anonymousRole : valid.role();
        if (acting == null) {
          throw new RestException(Problem.anonymous());
        }
        yield new Caller(acting, valid.claimsAs(acting));
      }
      case Token.Refused refused -> throw new RestException(Problem.token(refused));
    };
  }

  private static Caller anonymous(Tokens tokens, @Nullable String anonymousRole) {
    if (anonymousRole == null && tokens.configured()) {
      throw new RestException(Problem.anonymous());
    }
    return new Caller(
        anonymousRole,
        anonymousRole == null ? "{}" : new JsonObject().put("role", anonymousRole).encode());
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
