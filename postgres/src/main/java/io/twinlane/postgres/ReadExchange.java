package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A read and what is set for it as one exchange up to one Sync, which PostgreSQL runs as one
 * transaction (PostgreSQL manual, 54.2.3): neither BEGIN nor COMMIT is needed, and where the
 * settings are refused the statement is not run.
 *
 * @param settings in force until the exchange ends, by name
 * @param bytesMax the largest answer that there may be
 */
record ReadExchange(Map<String, String> settings, int bytesMax) {

  /** Of PostgreSQL's own, those that change nothing in how a value becomes text. */
  private static final Set<String> HARMLESS = Set.of("role", "search_path", "application_name");

  /** Whether a work's rows can be written as they come in text. */
  boolean takes(Work work) {
    List<ResultColumn> columns = work.statements().getFirst().columns();
    return work.repeatable()
        && work.statements().size() == 1
        && !columns.isEmpty()
        && !settings.isEmpty()
        && writable(columns, settings);
  }

  /** Whether rows that are read with such settings can be written as they come in text. */
  static boolean writable(List<ResultColumn> columns, Map<String, String> settings) {
    return columns.stream().map(ResultColumn::use).noneMatch(Use.RAW::equals)
        && settings.keySet().stream()
            .allMatch(name -> name.indexOf('.') >= 0 || HARMLESS.contains(name));
  }

  /**
   * Null where it turns out that a column can only be read as the driver does; then nothing of it
   * is left.
   */
  Future<@Nullable Reply> run(TracePoint point, WireHandler wire, Work work, StatementSpans told) {
    Statement statement = work.statements().getFirst();
    TextRows rows = new TextRows(statement.columns(), bytesMax);
    Command read = new Command(statement.sql(), statement.parameters(), true, rows);
    return told.statement(
            point,
            statement,
            wire.run(List.of(SetConfig.command(settings, true), read))
                .recover(cause -> ofOne(cause, 1)))
        .map(_ -> rows.written() ? new Done(List.of(rows.result())) : null);
  }

  /**
   * The cause for a work whose only statement came after so many others, which are none of the
   * work's, and before what PostgreSQL does at the end of all.
   */
  static <T extends @Nullable Object> Future<T> ofOne(Throwable cause, int before) {
    if (!(cause instanceof StatementException failed) || failed.getCause() == null) {
      return Future.failedFuture(cause);
    }
    int statement = failed.statement() == before ? 0 : SqlState.OF_NO_STATEMENT;
    return Future.failedFuture(new StatementException(statement, failed.getCause()));
  }
}
