package io.twinlane.gateway.auth;

import io.twinlane.gateway.auth.Token.Reason;
import io.twinlane.schema.service.Health;
import io.twinlane.schema.service.Recent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
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
  private final KeySet keys;
  private final OwnKey.@Nullable Verifier own;
  private final Map<String, Claims> believed = new Recent<>(REMEMBERED_MAX);

  /**
   * Tokens by these settings.
   *
   * @param own what this process signs with itself; null for nothing
   */
  public Tokens(Vertx vertx, TokenSettings settings, @Nullable OwnKey own) {
    this.settings = settings;
    this.own = own == null ? null : own.verifier(vertx);
    // a key that is gone takes with it what was believed for it
    this.keys = new KeySet(vertx, settings, believed::clear);
  }

  /** Begins to look after keys that may change. */
  public void begin() {
    keys.begin();
  }

  /** The process is ready only while there are keys, if there should be. */
  public void report(Health health) {
    if (settings.place() != null) {
      health.readyWhile(
          "token-keys", () -> new Health.Finding(keys.known(), keys.known() ? "known" : "unknown"));
    }
  }

  /** Done as soon as the token can be verified, which may take a look for a new key. */
  public Future<?> ready(String token) {
    if (settings.place() == null || believed.containsKey(token) || own(token)) {
      return Future.succeededFuture();
    }
    int end = token.indexOf('.');
    JsonObject header =
        end < 0 || token.length() > LENGTH_MAX ? null : Claims.object(token.substring(0, end));
    return header != null && header.getValue("kid") instanceof String id
        ? keys.having(id)
        : keys.having(null);
  }

  /** Whether any token can be believed. */
  public boolean configured() {
    return settings.usable();
  }

  /** Whether this process has made the token itself. */
  public boolean own(String token) {
    return ownClaims(token) != null;
  }

  private @Nullable Claims ownClaims(String token) {
    return own == null || token.length() > LENGTH_MAX ? null : own.claims(token);
  }

  /** What a token says, or why it is not believed. */
  public Token verify(String token) {
    if (token.isEmpty()) {
      return notBelieved("Empty JWT is sent in Authorization header");
    }
    Claims known = believed.get(token);
    if (known != null) {
      return known.judged(settings);
    }
    Claims ours = ownClaims(token);
    if (ours != null) {
      // not remembered: it is for seconds, and would displace what lasts
      return ours.judged(settings);
    }
    if (keys.keys().isEmpty()) {
      return settings.usable()
          ? new Token.Refused(Reason.KEY_AWAY, "the keys for tokens cannot be read")
          : new Token.Refused(Reason.NO_KEY, "Server lacks JWT secret");
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
    boolean named = id != null && keys.keys().stream().map(Key::id).anyMatch(id::equals);
    Stream<Key> candidates = keys.keys().stream().filter(key -> key.fits(algorithm, id));
    return candidates.filter(key -> !named || key.id() != null).anyMatch(key -> key.signed(token));
  }

  private static Token notBelieved(String why) {
    return new Token.Refused(Reason.NOT_BELIEVED, why);
  }
}
