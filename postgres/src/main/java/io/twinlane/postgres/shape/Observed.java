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
    Future<?> checked = connection.query("SET CONSTRAINTS ALL IMMEDIATE").execute();
    Future<RowSet<Row>> looked = connection.preparedQuery(OBSERVED).execute();
    // both are over before anything else is sent, whichever fails
    return looked
        .transform(_ -> checked.compose(_ -> looked))
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
