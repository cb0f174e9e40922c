package io.twinlane.gateway.auth;

import io.twinlane.schema.settings.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import org.jspecify.annotations.Nullable;

/** One key that signatures are checked with, by the algorithm that is the key's own. */
record Key(@Nullable String id, String algorithm, JWTAuth check) {

  /** The key that a JSON Web Key (RFC 7517) describes. */
  static Key of(Vertx vertx, Secret secret) {
    JsonObject jwk = new JsonObject(secret.value());
    String algorithm = jwk.getString("alg", usual(jwk));
    jwk.put("alg", algorithm);
    JWTAuth check =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addJwk(jwk)
                // the times are looked at with the claims
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    return new Key(jwk.getString("kid"), algorithm, check);
  }

  private static String usual(JsonObject jwk) {
    return switch (jwk.getString("kty", "")) {
      case "oct" -> "HS256";
      case "EC" -> "ES256";
      case "OKP" -> "EdDSA";
      default -> "RS256";
    };
  }

  boolean fits(String wanted, @Nullable String wantedId) {
    return algorithm.equals(wanted) && (id == null || wantedId == null || id.equals(wantedId));
  }

  /** The check of a signature is done when the future is there. */
  boolean signed(String token) {
    return check.authenticate(new TokenCredentials(token)).succeeded();
  }
}
