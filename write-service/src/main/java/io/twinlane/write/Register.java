package io.twinlane.write;

import io.twinlane.postgres.DatabaseWatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The register of those who may acknowledge writes: the table {@code twinlane.writers}, which all
 * of them see alike. Fails where PostgreSQL does not answer in time, or does not let the lane write
 * there.
 */
final class Register {

  private final DatabaseWatch database;
  private final Duration patience;

  Register(DatabaseWatch database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /**
   * One write-service in the register.
   *
   * @param doubtedBy who could not reach it; null if nobody says so
   * @param ended whether it must not acknowledge writes any more
   */
  record Line(String writer, @Nullable String doubtedBy, boolean ended) {}

  /** All lines, also those of services that have ended. */
  Future<List<Line>> look() {
    return ask("select writer, doubted_by, ended from twinlane.writers", Tuple.tuple())
        .map(Register::lines);
  }

  Future<?> enter(String writer) {
    return ask("insert into twinlane.writers (writer) values ($1)", Tuple.of(writer));
  }

  Future<?> remove(String writer) {
    return ask("delete from twinlane.writers where writer = $1", Tuple.of(writer));
  }

  /** Says that somebody could not be reached; one who lives will answer. */
  Future<?> doubt(String writer, String by) {
    return ask(
        "update twinlane.writers set doubted_by = $2 where writer = $1 and doubted_by is null",
        Tuple.of(writer, by));
  }

  /** Answers those who doubt. */
  Future<?> live(String writer) {
    return ask("update twinlane.writers set doubted_by = null where writer = $1", Tuple.of(writer));
  }

  /** Ends somebody who has not answered, unless that was just now. */
  Future<?> end(String writer, String doubtedBy) {
    return ask(
        "update twinlane.writers set ended = true where writer = $1 and doubted_by = $2",
        Tuple.of(writer, doubtedBy));
  }

  private Future<RowSet<Row>> ask(String sql, Tuple values) {
    return database.ask(sql, values).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static List<Line> lines(RowSet<Row> rows) {
    List<Line> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(new Line(row.getString(0), row.getString(1), row.getBoolean(2))));
    return lines;
  }
}
