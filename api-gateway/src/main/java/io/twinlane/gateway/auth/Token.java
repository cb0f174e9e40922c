package io.twinlane.gateway.auth;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What became of a bearer token. */
public sealed interface Token {

  /**
   * One that is believed.
   *
   * @param claims all it says, as JSON
   * @param role the PostgreSQL role that it claims; null if it claims none
   */
  record Valid(String claims, @Nullable String role) implements Token {

    /** The claims of one who acts in a role, which is among them also where the token has none. */
    public String claimsAs(String acting) {
      return role == null ? new JsonObject(claims).put("role", acting).encode() : claims;
    }
  }

  /**
   * One that is not.
   *
   * @param why in a client's words
   */
  record Refused(Reason reason, String why) implements Token {}

  /** The kinds of refusals. */
  enum Reason {
    /** There is no key to check any token with. */
    NO_KEY,
    /** There are keys somewhere, but they could not be had yet. */
    KEY_AWAY,
    /** It is no token, or nobody known has signed it. */
    NOT_BELIEVED,
    /** It says itself that it is not for here, or not for now. */
    NOT_FOR_NOW
  }
}
