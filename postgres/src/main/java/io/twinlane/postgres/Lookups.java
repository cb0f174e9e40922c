package io.twinlane.postgres;

import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs look-ups of many keys as one statement, in a transaction of its own.
 *
 * @param bytesMax the largest answer that one key, or all together, may have
 * @param told how traces tell of them
 */
public record Lookups(int bytesMax, StatementSpans told) {

  /**
   * What each key would give alone, in their order. Fails, for all, with what the driver failed
   * with.
   *
   * @param one of the statements, which must be the same in all but their keys
   */
  public Future<List<Result>> run(SqlClient client, Statement one, List<@Nullable String> keys) {
    KeyLookup lookup = Objects.requireNonNull(one.lookup(), "only look-ups are gathered");
    TracePoint point = TracePoint.here();
    Future<List<Result>> sent =
        client
            .preparedQuery(lookup.gathered(one.sql()))
            .collecting(GatheredRows.collector(one.columns(), keys.size(), bytesMax))
            .execute(Tuple.of(keys.toArray(String[]::new)))
            .map(rows -> rows.value().results());
    return told.statement(point, one, sent);
  }
}
