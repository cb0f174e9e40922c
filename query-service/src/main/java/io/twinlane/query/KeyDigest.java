package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What keys of answers are called where people see them: the same for the same key as long as the
 * process lives. Values are in keys, and few enough to be guessed, so that a secret goes in first.
 */
final class KeyDigest {

  private static final int SECRET_BYTES = 32;
  private static final int BYTES = 8;

  private final byte[] secret = new byte[SECRET_BYTES];

  KeyDigest() {
    new SecureRandom().nextBytes(secret);
  }

  /** In hexadecimal. */
  String of(CacheKey key) {
    MessageDigest digest = sha256();
    digest.update(secret);
    // not all of it, as a value may be as large as a request
    digest.update((key.hashCode() + "/" + key.weight()).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
