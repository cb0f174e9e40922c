package io.twinlane.postgres;

import io.twinlane.postgres.shape.Probe;
import io.twinlane.schema.message.ErrorReport;
import io.twinlane.schema.message.Failure;
import io.vertx.pgclient.PgException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mistake in a statement that PostgreSQL found when it took the statement apart: whoever wrote it
 * is told the same as if it had been run.
 */
final class Mistake {

  /** Names, types and values that do not fit, and what is no SQL. */
  private static final Pattern STATES = Pattern.compile("22...|42(?!501|P05)...");

  private static final String NO_SQL = "42601";
  private static final int OF_NO_STATEMENT = -1;

  /** Of anything else the text may be right, and is only nothing that can be taken apart. */
  private static final Pattern OF_ROWS =
      Pattern.compile(
          "[\\s(]*(?:select|with|values|table|insert|update|delete|merge)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Mistake() {}

  /** Whether PostgreSQL found a mistake in this statement, and not in what it is asked to do. */
  static boolean in(String sql, PgException answer) {
    String state = answer.getSqlState();
    return STATES.matcher(state).matches()
        && (!state.equals(NO_SQL) || OF_ROWS.matcher(sql).matches());
  }

  /**
   * As its writer is told it.
   *
   * @param before the part of the text that stands before what was taken apart
   */
  static Failure.Refused told(PgException answer, String before) {
    return new Failure.Refused(
        answer.getSqlState(),
        answer.getErrorMessage(),
        answer.getDetail(),
        answer.getHint(),
        OF_NO_STATEMENT,
        moved(ServerErrors.report(answer), before.codePointCount(0, before.length())));
  }

  private static ErrorReport moved(ErrorReport report, int characters) {
    return new ErrorReport(
        report.severity(),
        moved(report.position(), characters - Probe.PREPARE.length()),
        report.internalPosition(),
        report.internalQuery(),
        report.where(),
        report.schema(),
        report.table(),
        report.column(),
        report.dataType(),
        report.constraint(),
        report.file(),
        report.line(),
        report.routine());
  }

  private static @Nullable String moved(@Nullable String position, int characters) {
    if (position == null) {
      return null;
    }
    int own = Integer.parseInt(position) + characters;
    return own > 0 ? Integer.toString(own) : null;
  }
}
