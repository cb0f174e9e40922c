package io.twinlane.postgres;

import io.twinlane.schema.message.Statement;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How large the row that a statement adds can be when it is given back, where nothing in it makes a
 * long value out of a short one: so that it may be committed before it is seen.
 */
final class Echo {

  /** What a row may have besides what is given for it: numbers, times, keys, short defaults. */
  private static final long OWN_BYTES = 64 << 10;

  /** What becomes of a character that is given: at most a control character in JSON. */
  private static final long BYTES_PER_CHAR = 8;

  /** What becomes of a number with an exponent, which is written out (PostgreSQL manual, 8.1). */
  private static final long BYTES_PER_EXPONENT = 150_000;

  private Echo() {}

  /** Whether it is at most so large for certain. */
  static boolean fits(Statement statement, int bytesMax) {
    boolean ofClient = statement.form() != null; // whose text may have values in it
    long given = ofClient ? bytes(statement.sql()) : 0;
    for (String value : statement.parameters()) {
      given += value == null ? 0 : bytes(value);
    }
    long uses = ofClient ? uses(statement.sql()) : statement.columns().size();
    return OWN_BYTES + given * uses <= bytesMax;
  }

  private static long bytes(String text) {
    long bytes = text.length() * BYTES_PER_CHAR;
    for (int i = 1; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean exponent = (letter == 'e' || letter == 'E') && endsNumber(text.charAt(i - 1));
      bytes += exponent ? BYTES_PER_EXPONENT : 0;
    }
    return bytes;
  }

  private static boolean endsNumber(char letter) {
    return Character.isDigit(letter) || letter == '.';
  }

  /** How often a value may come up: what stands more than once has something between. */
  private static long uses(String sql) {
    return 1 + sql.chars().filter(letter -> letter == ',' || letter == '|').count();
  }

  /** What it is if the answer turns out to be too large all the same: nobody can undo it. */
  static <T extends @Nullable Object> Future<T> orUnknown(Future<T> sent) {
    return sent.recover(cause ->
        Future.failedFuture(
            cause instanceof JsonBytes.TooLargeException
                ? new IOException("what a write gave back is larger than could be foreseen")
                : cause));
  }
}
