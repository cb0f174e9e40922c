package io.twinlane.schema.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Tells the content of an answer from any other, as {@code ETag} and {@code If-Match} need it.
 *
 * <p>A digest of the content, not of the versions of the tables: a write from outside changes the
 * one without the other, and an answer that came out the same may keep its tag.
 */
public final class ContentTag {

  private static final int BYTES = 15;

  private ContentTag() {}

  /** The tag, in the letters of base64url. */
  public static String of(List<Result> results) {
    MessageDigest digest = sha256();
    for (Result result : results) {
      digest.update(result.body().getBytes());
      digest.update((result.rows() + "/" + result.total()).getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
