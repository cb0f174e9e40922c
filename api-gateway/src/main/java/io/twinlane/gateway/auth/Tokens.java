package io.twinlane.gateway.auth;

import io.twinlane.gateway.auth.Token.Reason;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks bearer tokens (RFC 7519, by the rules of RFC 8725): the algorithm is the key's and not the
 * token's to choose, and nothing in a token's header leads to a key. What was believed once is
 * remembered, and its times are looked at each time. Lives on one event loop.
 */
public final class Tokens {

  private static final int LENGTH_MAX = 8_192;
  private static final int REMEMBERED_MAX = 1_000;

  /** Headers by which a token would bring its own key, or ask for what is not known here. */
  private static final Set<String> SUSPECT = Set.of("jwk", "jku", "x5c", "x5u", "crit");

  private final TokenSettings settings;
  private final List<Key> keys;
  private final Map<String, Claims> believed =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Claims> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  public Tokens(Vertx vertx, TokenSettings settings) {
    this.settings = settings;
    this.keys = settings.keys().stream().map(key -> Key.of(vertx, key)).toList();
  }

  private record Key(@Nullable String id, String algorithm, JWTAuth check) {

    static Key of(Vertx vertx, Secret secret) {
      JsonObject jwk = new JsonObject(secret.value());
      String algorithm = jwk.getString("alg", usual(jwk));
      jwk.put("alg", algorithm);
      JWTAuth check =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addJwk(jwk)
                  // the times are looked at here, with the claims
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

  /** Whether any token can be believed. */
  public boolean configured() {
    return !keys.isEmpty();
  }

  /** What a token says, or why it is not believed. */
  public Token verify(String token) {
    if (token.isEmpty()) {
      return notBelieved("Empty JWT is sent in Authorization header");
    }
    if (keys.isEmpty()) {
      return new Token.Refused(Reason.NO_KEY, "Server lacks JWT secret");
    }
    Claims known = believed.get(token);
    if (known != null) {
      return known.judged(settings);
    }
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3) {
      return notBelieved("Expected 3 parts in JWT; got " + parts.size());
    }
    Claims claims = token.length() <= LENGTH_MAX ? Claims.read(parts.get(1)) : null;
    if (claims != null && claims.untimely() != null) {
      return claims.judged(settings); // refused, whoever signed it
    }
    if (claims == null || !signed(token, parts)) {
      return notBelieved("JWT cryptographic operation failed");
    }
    believed.put(token, claims);
    return claims.judged(settings);
  }

  private boolean signed(String token, List<String> parts) {
    JsonObject header = Claims.object(parts.getFirst());
    if (header == null
        || parts.getLast().isEmpty()
        || header.fieldNames().stream().anyMatch(SUSPECT::contains)
        || !(header.getValue("alg") instanceof String algorithm)
        || !(header.getValue("kid") instanceof String || !header.containsKey("kid"))) {
      return false;
    }
    String id = header.getString("kid");
    boolean named = id != null && keys.stream().map(Key::id).anyMatch(Objects::nonNull);
    Stream<Key> candidates = keys.stream().filter(key -> key.fits(algorithm, id));
    return candidates.filter(key -> !named || key.id() != null).anyMatch(key -> key.signed(token));
  }

  private static Token notBelieved(String why) {
    return new Token.Refused(Reason.NOT_BELIEVED, why);
  }
}
