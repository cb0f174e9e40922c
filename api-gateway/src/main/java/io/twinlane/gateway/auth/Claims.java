package io.twinlane.gateway.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.twinlane.gateway.auth.Token.Reason;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a token says whose signature was checked. */
record Claims(String text, JsonObject claims) {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Clocks of two machines differ. */
  private static final long SKEW_SECONDS = 30;

  /** The claims of a token's middle part; null if it is not what a token holds. */
  static @Nullable Claims read(String part) {
    JsonObject claims = object(part);
    return claims == null ? null : new Claims(claims.encode(), claims);
  }

  /** One part of a token as an object; null if it is none, or says something twice. */
  static @Nullable JsonObject object(String part) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part)))
              .toString();
      try (JsonParser parser = STRICT.createParser(text)) {
        while (parser.nextToken() != null) {
          // every key is looked at
        }
      }
      return new JsonObject(text);
    } catch (CharacterCodingException e) {
      return null;
    } catch (IllegalArgumentException | IOException | DecodeException e) {
      return null;
    }
  }

  /** Whether it is for here and now. */
  Token judged(TokenSettings settings) {
    String untimely = untimely();
    if (untimely != null) {
      return refused("The JWT '" + untimely + "' claim must be a number");
    }
    long now = System.currentTimeMillis() / 1_000;
    if (later(now - SKEW_SECONDS, "exp", Long.MAX_VALUE)) {
      return refused("JWT expired");
    }
    if (!later(now + SKEW_SECONDS, "nbf", Long.MIN_VALUE)) {
      return refused("JWT not yet valid");
    }
    if (!later(now + SKEW_SECONDS, "iat", Long.MIN_VALUE)) {
      return refused("JWT issued at future");
    }
    if (!forAudience(settings.audience())) {
      return refused("JWT not in audience");
    }
    if (settings.issuer() != null && !settings.issuer().equals(claims.getValue("iss"))) {
      return refused("JWT not from a known issuer");
    }
    return new Token.Valid(text, role(settings.roleClaim()));
  }

  /** The claim that should be a time and is none; null if there is no such claim. */
  @Nullable String untimely() {
    for (String name : List.of("exp", "nbf", "iat")) {
      Object value = claims.getValue(name);
      if (value != null && !(value instanceof Number)) {
        return name;
      }
    }
    return null;
  }

  /** Whether a moment is past, or at, the one that a claim names. */
  private boolean later(long moment, String name, long otherwise) {
    Number named = claims.getNumber(name);
    return moment >= (named == null ? otherwise : named.longValue());
  }

  /** As PostgREST has it: a token for nobody in particular is for everybody. */
  private boolean forAudience(@Nullable String wanted) {
    Object audience = claims.getValue("aud");
    return switch (audience) {
      case null -> true;
      case String one -> wanted == null || one.equals(wanted);
      case JsonArray several ->
          wanted == null || several.isEmpty() || several.stream().anyMatch(wanted::equals);
      default -> false;
    };
  }

  private @Nullable String role(List<String> path) {
    Object at = claims;
    for (String name : path) {
      at = at instanceof JsonObject object ? object.getValue(name) : null;
    }
    return Objects.requireNonNullElse(at, "") instanceof String role && !role.isEmpty()
        ? role
        : null;
  }

  private static Token refused(String why) {
    return new Token.Refused(Reason.NOT_FOR_NOW, why);
  }
}
