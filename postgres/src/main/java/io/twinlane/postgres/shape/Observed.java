package io.twinlane.postgres.shape;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.Set;

/**
 * What a transaction has written, as PostgreSQL executed it.
 *
 * @param tables as {@code schema.table}, parents of partitions among them
 * @param ddl whether it may have changed the schema
 */
public record Observed(Set<String> tables, boolean ddl) {

  private static final String CHECKED = "SET CONSTRAINTS ALL IMMEDIATE";
  private static final String OBSERVED = Probe.resource("observed.sql");

  public Observed {
    tables = Set.copyOf(tables);
  }

  /**
   * Looks at the transaction that is open on a connection, just before its COMMIT. Deferred
   * triggers run first, so that what they write is seen; a deferred constraint that is violated
   * fails here as it would have failed there.
   */
  public static Future<Observed> of(SqlConnection connection) {
    Future<?> checked = connection.query(CHECKED).execute();
    return looked(connection, checked, connection.preparedQuery(OBSERVED).execute());
  }

  /**
   * The same where a client's own statements have come before: whatever names they have made mean
   * nothing here, and mean the same again afterwards.
   */
  public static Future<Observed> ofClient(SqlConnection connection) {
    Future<?> checked = connection.query(CHECKED).execute();
    Future<?> aside = connection.query("SAVEPOINT twinlane_observed").execute();
    Future<?> plain = connection.query("SET LOCAL search_path = pg_catalog").execute();
    Future<RowSet<Row>> looked = connection.preparedQuery(OBSERVED).execute();
    Future<?> back = connection.query("ROLLBACK TO SAVEPOINT twinlane_observed").execute();
    // the first one says what is wrong; the last one is waited for
    Future<?> around = back.transform(_ -> checked.compose(_ -> Future.join(aside, plain, back)));
    return looked(connection, around, looked);
  }

  private static Future<Observed> looked(
      SqlConnection connection, Future<?> around, Future<RowSet<Row>> looked) {
    // all of it is over before anything else is sent, whatever fails
    return looked
        .transform(_ -> around.transform(_ -> Future.succeededFuture()))
        .compose(_ -> around.compose(_ -> looked))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Observed(Set.of(row.getArrayOfStrings("tables")), row.getBoolean("ddl"));
        })
        .compose(observed -> counted(connection, observed));
  }

  /** What was counted for this transaction must not look like DDL of the next one. */
  private static Future<Observed> counted(SqlConnection connection, Observed observed) {
    return observed.ddl()
        ? connection.query("select pg_stat_force_next_flush()").execute().map(observed)
        : Future.succeededFuture(observed);
  }
}
