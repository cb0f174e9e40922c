package io.twinlane.query;

import io.twinlane.query.Versions.Table;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A stored answer.
 *
 * @param done the answer, as PostgreSQL's rows made it
 * @param tables what it depends on
 * @param noted the board's time before its snapshot was taken
 * @param readNanos the moment before its snapshot was taken, from which its age counts
 * @param tag what tells its content from another
 * @param weight in bytes, roughly
 */
record Entry(Done done, List<Table> tables, long noted, long readNanos, String tag, long weight) {

  /** Objects around the bytes. */
  private static final long OVERHEAD = 512;

  private static final int TAG_BYTES = 15;

  static Entry of(CacheKey key, Done done, List<Table> tables, long noted, long readNanos) {
    return new Entry(done, tables, noted, readNanos, tag(done), weight(key, done));
  }

  static long weight(CacheKey key, Done done) {
    return OVERHEAD + key.weight() + bodyBytes(done);
  }

  static long bodyBytes(Done done) {
    long bytes = 0;
    for (Result result : done.results()) {
      bytes += result.body().length();
    }
    return bytes;
  }

  long ageNanos(long now) {
    return now - readNanos;
  }

  /**
   * A digest of the content, not of the versions of the tables: a write from outside changes the
   * one without the other, and an answer that came out the same may keep its tag.
   */
  private static String tag(Done done) {
    MessageDigest digest = sha256();
    for (Result result : done.results()) {
      digest.update(result.body().getBytes());
      digest.update((result.rows() + "/" + result.total()).getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest.digest(), TAG_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
