package io.twinlane.gateway.auth;

import io.twinlane.schema.settings.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What keys are written as: a set of JSON Web Keys (RFC 7517), one of them, or a secret's text. */
final class KeyText {

  /** A secret that could be guessed protects nothing. */
  private static final int SECRET_BYTES_MIN = 32;

  private KeyText() {}

  /**
   * The keys of a setting.
   *
   * @throws IllegalArgumentException if it holds none that protects, or half a document; the
   *     message does not repeat it
   */
  static List<Secret> keys(String text) {
    Optional<JsonObject> json = json(text.strip());
    if (json.isPresent()) {
      return keys(json.get().getJsonArray("keys", JsonArray.of(json.get())));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException("must have at least " + SECRET_BYTES_MIN + " bytes");
    }
    return List.of(
        new Secret(
            new JsonObject()
                .put("kty", "oct")
                .put("alg", "HS256")
                .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .encode()));
  }

  /**
   * The keys of a published set. What everybody can read is no secret: keys of HMAC are left out,
   * and those for encryption.
   *
   * @throws IllegalArgumentException if it is no set, or holds no key for signatures
   */
  static List<Secret> published(String text) {
    JsonObject set = json(text.strip()).orElseGet(JsonObject::new);
    JsonArray signing = new JsonArray();
    if (set.getValue("keys") instanceof JsonArray all) {
      all.stream()
          .filter(key ->
              key instanceof JsonObject object
                  && !object.getString("kty", "oct").equals("oct")
                  && object.getString("use", "sig").equals("sig"))
          .forEach(signing::add);
    }
    if (signing.isEmpty()) {
      throw new IllegalArgumentException("there is no key for signatures in it");
    }
    return keys(signing);
  }

  private static List<Secret> keys(JsonArray array) {
    return array.stream().map(key -> new Secret(((JsonObject) key).encode())).toList();
  }

  private static Optional<JsonObject> json(String text) {
    try {
      return text.startsWith("{") ? Optional.of(new JsonObject(text)) : Optional.empty();
    } catch (DecodeException e) {
      // half a document that everybody may know is no secret
      throw new IllegalArgumentException("begins like JSON and is none", e);
    }
  }
}
