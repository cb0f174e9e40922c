package io.twinlane.standalone;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token that is signed with a shared secret (RFC 7515, HS256). */
final class SignedToken {

  private SignedToken() {}

  static String of(String secret, Map<String, String> claims) {
    String json = new JsonObject(Map.<String, Object>copyOf(claims)).encode();
    return of(secret, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", json);
  }

  /** With a header of whatever kind. */
  static String of(String secret, String header, String claims) {
    String text = encoded(header) + "." + encoded(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
