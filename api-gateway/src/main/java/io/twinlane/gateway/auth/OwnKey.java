package io.twinlane.gateway.auth;

import io.twinlane.schema.settings.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key of this process alone: it is made at start, never leaves the process and ends with it. What
 * it signs is believed here beside the configured keys, and also where there are none.
 */
public final class OwnKey {

  /** How long a token is good for, in seconds; at least half of that from when it is given out. */
  private static final long TOKEN_SECONDS = 60;

  private static final int BYTES = 32;

  private final String id = UUID.randomUUID().toString();
  private final Secret jwk;

  /** A new one, which nobody else has. */
  public OwnKey() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    this.jwk =
        new Secret(
            new JsonObject()
                .put("kty", "oct")
                .put("alg", "HS256")
                .put("kid", id)
                .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(random))
                .encode());
  }

  /** What makes tokens that pass by these settings. */
  public Signer signer(Vertx vertx, TokenSettings settings) {
    return new Signer(Key.of(vertx, jwk), settings);
  }

  Verifier verifier(Vertx vertx) {
    return new Verifier(id, Key.of(vertx, jwk));
  }

  /** Tells its own tokens from others. */
  record Verifier(String id, Key key) {

    /** What a token says that was made by this key; null of any other. */
    @Nullable Claims claims(String token) {
      List<String> parts = List.of(token.split("\\.", -1));
      JsonObject header = parts.size() == 3 ? Claims.object(parts.getFirst()) : null;
      boolean made =
          header != null
              && Objects.equals(header.getValue("kid"), id)
              && Objects.equals(header.getValue("alg"), key.algorithm())
              && !parts.getLast().isEmpty()
              && key.signed(token);
      return made ? Claims.read(parts.get(1)) : null;
    }
  }

  /** Makes tokens. */
  public static final class Signer {

    private final Key key;
    private final TokenSettings settings;

    private Signer(Key key, TokenSettings settings) {
      this.key = key;
      this.settings = settings;
    }

    /**
     * A token for a minute at most. Within half a minute it is the same for the same, so that what
     * was kept for it can be found.
     *
     * @param claims what else it says; nothing in it can change whom it is for, or until when
     */
    public String token(String role, JsonObject claims) {
      JsonObject all = claims.copy();
      List.of("exp", "nbf", "iat", "jti", "aud", "iss").forEach(all::remove);
      putRole(all, role);
      long begun = Instant.now().getEpochSecond() / (TOKEN_SECONDS / 2) * (TOKEN_SECONDS / 2);
      all.put("iat", begun).put("exp", begun + TOKEN_SECONDS);
      if (settings.audience() != null) {
        all.put("aud", new JsonArray().add(settings.audience()));
      }
      if (settings.issuer() != null) {
        all.put("iss", settings.issuer());
      }
      return key.check()
          .generateToken(all, new JWTOptions().setAlgorithm(key.algorithm()).setNoTimestamp(true));
    }

    /** Where the settings say that it is. */
    private void putRole(JsonObject claims, String role) {
      List<String> path = settings.roleClaim();
      JsonObject at = claims;
      for (String name : path.subList(0, path.size() - 1)) {
        JsonObject below =
            at.getValue(name) instanceof JsonObject object ? object : new JsonObject();
        at.put(name, below);
        at = below;
      }
      at.put(path.getLast(), role);
    }
  }
}
