package io.twinlane.bench.contender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who is logged in: their requests carry what clients such as supabase-js send along, and
 * run as a role of theirs.
 *
 * @param secret that their tokens are signed with, for this run
 * @param role of PostgreSQL
 */
public record Visitor(String secret, String role) {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;

  /** One in a role, whose secret nobody else knows. */
  public static Visitor as(String role) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new Visitor(HexFormat.of().formatHex(secret), role);
  }

  /** Header lines of each of their requests. */
  public String headers() {
    String token = token("5b2f6c0e-7a55-4a5e-9d39-6c9b8e6d1c11");
    return """
    Authorization: Bearer %s
    apikey: %s
    Accept: */*
    Accept-Language: *
    Accept-Encoding: br, gzip, deflate
    User-Agent: node
    X-Client-Info: supabase-js-node/2.0.0
    """
        .formatted(token, token)
        .replace("\n", "\r\n");
  }

  /** What one of them shows: RFC 7519, by HS256. */
  public String token(String subject) {
    String said =
        encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
            + "."
            + encoded(
                "{\"role\":\"%s\",\"aud\":\"authenticated\",\"sub\":\"%s\"}"
                    .formatted(role, subject));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return said + "." + encoded(mac.doFinal(said.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
