package io.twinlane.gateway.auth;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are checked.
 *
 * @param keys what signatures are checked with, each as JSON Web Keys (RFC 7517) has it; none if no
 *     token can be believed
 * @param audience whom tokens must be for, where they say it; null for anybody
 * @param issuer who must have made them; null for anybody
 * @param roleClaim the path to the claim that names the role
 */
public record TokenSettings(
    List<Secret> keys, @Nullable String audience, @Nullable String issuer, List<String> roleClaim) {

  /** A secret that could be guessed protects nothing. */
  private static final int SECRET_BYTES_MIN = 32;

  public TokenSettings {
    keys = List.copyOf(keys);
    roleClaim = List.copyOf(roleClaim);
  }

  public static TokenSettings from(Environment env) {
    List<Secret> keys = env.secret("JWT_SECRET").map(secret -> keys(env, secret)).orElse(List.of());
    String claim = env.text("JWT_ROLE_CLAIM", "role");
    String path = claim.startsWith("$") ? claim.substring(1) : claim;
    return new TokenSettings(
        keys,
        env.text("JWT_AUDIENCE").orElse(null),
        env.text("JWT_ISSUER").orElse(null),
        List.of((path.startsWith(".") ? path.substring(1) : path).split("\\.")));
  }

  /** A set of keys, one key, or the text of a secret. */
  private static List<Secret> keys(Environment env, Secret secret) {
    Optional<JsonObject> json = json(secret.value());
    if (json.isPresent()) {
      JsonArray set = json.get().getJsonArray("keys", JsonArray.of(json.get()));
      List<Secret> keys = new ArrayList<>();
      set.forEach(key -> keys.add(new Secret(((JsonObject) key).encode())));
      return keys;
    }
    byte[] bytes = secret.value().getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SECRET_BYTES_MIN) {
      env.mistake("JWT_SECRET must have at least " + SECRET_BYTES_MIN + " bytes");
    }
    return List.of(
        new Secret(
            new JsonObject()
                .put("kty", "oct")
                .put("alg", "HS256")
                .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .encode()));
  }

  private static Optional<JsonObject> json(String text) {
    try {
      return text.strip().startsWith("{")
          ? Optional.of(new JsonObject(text.strip()))
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }
}
