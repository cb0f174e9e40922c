package io.twinlane.query;

import io.twinlane.schema.message.Statement;
import java.util.regex.Pattern;

/**
 * Finds words that PostgreSQL reads as a date that moves: {@code today} where a date is expected
 * (PostgreSQL manual, 8.5.1.4). What holds one, even as a mere word, counts as volatile.
 */
final class DateWords {

  private static final Pattern MOVING =
      Pattern.compile("\\b(now|today|tomorrow|yesterday)", Pattern.CASE_INSENSITIVE);

  private static final Pattern MOVING_LITERAL =
      Pattern.compile("'[^']*\\b(now|today|tomorrow|yesterday)", Pattern.CASE_INSENSITIVE);

  private DateWords() {}

  /** Whether a literal in the text holds one: PostgreSQL reads those when it parses. */
  static boolean inLiteral(String sql) {
    return MOVING_LITERAL.matcher(sql).find();
  }

  static boolean inParameter(Statement statement) {
    for (String parameter : statement.parameters()) {
      if (parameter != null && MOVING.matcher(parameter).find()) {
        return true;
      }
    }
    return false;
  }
}
