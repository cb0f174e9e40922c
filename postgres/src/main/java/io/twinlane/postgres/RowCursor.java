package io.twinlane.postgres;

import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;

/**
 * Reads rows piece by piece from a cursor of PostgreSQL's, and waits with each until the one before
 * was taken. How many rows a piece has follows from how large rows are. Lives on one event loop.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-declare.html">DECLARE</a>
 */
final class RowCursor {

  private static final String DECLARE = "declare twinlane_rows no scroll cursor for ";
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int PIECE_ROWS_MAX = 256;

  private final SqlConnection connection;
  private final List<ResultColumn> columns;
  private final int bytesMax;
  private final Function<Buffer, Future<?>> taker;
  private final Promise<Void> done = Promise.promise();

  RowCursor(
      SqlConnection connection,
      List<ResultColumn> columns,
      int bytesMax,
      Function<Buffer, Future<?>> taker) {
    this.connection = connection;
    this.columns = columns;
    this.bytesMax = bytesMax;
    this.taker = taker;
  }

  static String declared(String sql) {
    return DECLARE + sql;
  }

  /** Reads until there are no more, or nobody takes them. */
  Future<Void> read() {
    next(1);
    return done.future();
  }

  private void next(int rows) {
    connection
        .preparedQuery("fetch forward %d from twinlane_rows".formatted(rows))
        .collecting(RowWriter.collector(columns, bytesMax))
        .execute()
        .map(found -> found.value().result(0))
        .onFailure(done::tryFail)
        .onSuccess(piece -> give(piece, rows));
  }

  private void give(Result piece, int asked) {
    if (piece.rows() == 0) {
      done.tryComplete();
      return;
    }
    taker
        .apply(piece.body().appendString("\n"))
        .onFailure(done::tryFail)
        .onSuccess(_ -> {
          if (piece.rows() < asked) {
            done.tryComplete();
          } else {
            next(wanted(piece));
          }
        });
  }

  /** Powers of two, as each number is a statement to prepare; at most twice as many as before. */
  private int wanted(Result piece) {
    long fitting =
        Math.min(PIECE_BYTES, bytesMax / 4) * piece.rows() / Math.max(1, piece.body().length());
    long rows = Math.min(Math.min(fitting, 2 * piece.rows()), PIECE_ROWS_MAX);
    return Integer.highestOneBit((int) Math.max(1, rows));
  }
}
