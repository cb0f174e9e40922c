package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write of one statement and what is set for it as one exchange up to one Sync, which PostgreSQL
 * runs as one transaction and commits at its end (PostgreSQL manual, 54.2.3): one way there and
 * back, where BEGIN and COMMIT take two.
 *
 * <p>Only where nothing can be wrong that shows after the statement has run: it gives no rows, or
 * one that is sure to be as expected, not too large and of types that can be written. Whether it
 * was committed is unknown if the connection breaks from its beginning on.
 *
 * @param settings in force until the exchange ends, by name
 * @param bytesMax the largest answer that there may be
 */
record WriteExchange(Map<String, String> settings, int bytesMax) {

  /**
   * Whether a work can be run so.
   *
   * @param echoes whether a row that it adds is there for certain, and about as large as what is
   *     given for it
   */
  boolean takes(Work work, boolean echoes) {
    if (!work.standsAlone() || work.transaction().access() != Access.READ_WRITE) {
      return false;
    }
    Statement statement = work.statements().getFirst();
    boolean oneRow = echoes && statement.addsOneRow();
    boolean asExpected =
        statement.expectation().equals(Expectation.none())
            || (oneRow && statement.expectation().holdsForOneRow());
    return asExpected
        && (statement.columns().isEmpty()
            || (oneRow
                && ReadExchange.writable(statement.columns(), settings)
                && Echo.fits(statement, bytesMax)));
  }

  /**
   * Null where it turns out that a column can only be read as the driver does; then nothing was
   * run.
   */
  Future<@Nullable Reply> run(HeldConnection held, Work work, StatementSpans told) {
    Statement statement = work.statements().getFirst();
    WireHandler wire = Sockets.wire(held.connection());
    TextRows rows = new TextRows(statement.columns(), bytesMax);
    Command write = new Command(statement.sql(), statement.parameters(), true, rows);
    List<Command> all =
        settings.isEmpty() ? List.of(write) : List.of(SetConfig.command(settings, true), write);
    return wire.prepare(all)
        .recover(WriteExchange::nothingSent)
        .compose(_ -> {
          if (!rows.written()) {
            return Future.<@Nullable Reply>succeededFuture(null);
          }
          return held.cancelled()
              ? Future.<@Nullable Reply>succeededFuture(Failure.Refused.cancelled())
              : told.statement(held.point(), statement, Echo.orUnknown(wire.run(all)))
                  .compose(_ -> done(held, statement, rows.result()));
        })
        .recover(cause -> ReadExchange.ofOne(cause, all.size() - 1));
  }

  /** What is lost while a statement is prepared has not been run. */
  private static Future<Void> nothingSent(Throwable cause) {
    return Future.failedFuture(SqlState.lost(cause) ? new NotSentException(cause) : cause);
  }

  /**
   * It is committed, but for two cases in which nobody can tell any more what that is worth: a
   * cancel request may have hit the wait for a standby, after which PostgreSQL says that all is
   * well (PostgreSQL manual, synchronous_commit); and DDL may have come in after the catalog was
   * asked.
   */
  private static Future<Reply> done(HeldConnection held, Statement statement, Result result) {
    if (held.cancelled()) {
      return unknown("a cancel request may have hit the wait for a standby");
    }
    return statement.expectation().holds(result)
        ? Future.succeededFuture(new Done(List.of(result)))
        : unknown("a write gave other rows than could be foreseen");
  }

  private static Future<Reply> unknown(String why) {
    return Future.failedFuture(new IOException(why));
  }
}
