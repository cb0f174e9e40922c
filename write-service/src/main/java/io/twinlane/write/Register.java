package io.twinlane.write;

import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.schema.service.InTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
   * @param lease how long its leases run
   * @param doubtedBy who could not reach it; null if nobody says so
   * @param ended whether it must not acknowledge writes any more
   */
  record Line(String writer, Duration lease, @Nullable String doubtedBy, boolean ended) {}

  /** All lines, also those of services that have ended. Fails on a server that follows another. */
  Future<List<Line>> look() {
    return ask(
            "select writer, lease_ms, doubted_by, ended, pg_is_in_recovery() from twinlane.writers",
            Tuple.tuple())
        .map(Register::lines);
  }

  /** Enters a name, unless it is there already. */
  Future<?> enter(String writer, Duration lease) {
    return ask(
        "insert into twinlane.writers (writer, lease_ms) values ($1, $2) on conflict do nothing",
        Tuple.of(writer, lease.toMillis()));
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
    return InTime.of(database.ask(sql, values), patience);
  }

  private static List<Line> lines(RowSet<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      if (row.getBoolean(4)) {
        throw new IllegalStateException("this server follows another one");
      }
      lines.add(
          new Line(
              row.getString(0),
              Duration.ofMillis(row.getLong(1)),
              row.getString(2),
              row.getBoolean(3)));
    }
    return lines;
  }
}
