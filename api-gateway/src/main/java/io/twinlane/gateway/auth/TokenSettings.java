package io.twinlane.gateway.auth;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are checked.
 *
 * @param keys what signatures are checked with, each as JSON Web Keys (RFC 7517) has it; none if no
 *     token can be believed
 * @param place where there are more of them, or where these are; null if nowhere
 * @param audience whom tokens must be for, where they say it; null for anybody
 * @param issuer who must have made them; null for anybody
 * @param roleClaim the path to the claim that names the role
 */
public record TokenSettings(
    List<Secret> keys,
    @Nullable KeyPlace place,
    @Nullable String audience,
    @Nullable String issuer,
    List<String> roleClaim) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

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
        place(env),
        env.text("JWT_AUDIENCE").orElse(null),
        env.text("JWT_ISSUER").orElse(null),
        List.of((path.startsWith(".") ? path.substring(1) : path).split("\\.")));
  }

  private static List<Secret> keys(Environment env, Secret secret) {
    try {
      return KeyText.keys(secret.value());
    } catch (IllegalArgumentException e) {
      env.mistake("JWT_SECRET " + e.getMessage());
      return List.of();
    }
  }

  private static @Nullable KeyPlace place(Environment env) {
    Optional<String> file = env.text("JWT_SECRET_FILE");
    Optional<String> url = env.text("JWT_JWKS_URL");
    if (file.isPresent() && url.isPresent()) {
      env.mistake("JWT_SECRET_FILE and JWT_JWKS_URL are both set: keep one");
    }
    return url.<KeyPlace>flatMap(text -> url(env, text))
        .or(() -> file.map(path -> new KeyPlace.File(Path.of(path))))
        .orElse(null);
  }

  /** Whoever can change the answer decides who anybody is: it must come over TLS. */
  private static Optional<KeyPlace> url(Environment env, String text) {
    try {
      URI uri = new URI(text);
      boolean near = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
      if ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && near)) {
        return Optional.of(new KeyPlace.Url(uri));
      }
      env.mistake("JWT_JWKS_URL must begin with https://, unless it is of this machine");
    } catch (URISyntaxException e) {
      env.mistake("JWT_JWKS_URL is no URL");
    }
    return Optional.empty();
  }

  /** Whether any token can be believed, now or later. */
  public boolean usable() {
    return !keys.isEmpty() || place != null;
  }
}
