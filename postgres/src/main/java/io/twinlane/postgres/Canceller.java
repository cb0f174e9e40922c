package io.twinlane.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;

/** Stops what runs on a connection; gets through also while all those of the pool are in use. */
public sealed interface Canceller {

  /** Completes when PostgreSQL was told. What runs there may have ended before. */
  Future<?> cancel(SqlConnection connection);

  /**
   * Whether a request that completed can hit nothing that is sent on the connection afterwards.
   * PostgreSQL ignores one that finds a session idle.
   */
  boolean certain();

  /**
   * By a function of PostgreSQL's, on a connection of its own: it returns once the signal is sent.
   */
  record BySql(Supplier<Pool> pool) implements Canceller {

    @Override
    public Future<?> cancel(SqlConnection connection) {
      return pool.get()
          .preparedQuery("select pg_cancel_backend($1)")
          .execute(Tuple.of(PgConnection.cast(connection).processId()));
    }

    @Override
    public boolean certain() {
      return true;
    }
  }

  /**
   * By a cancel request, which is all that a pooler understands: nobody tells when it has arrived.
   */
  record ByRequest() implements Canceller {

    @Override
    public Future<?> cancel(SqlConnection connection) {
      return PgConnection.cast(connection).cancelRequest();
    }

    @Override
    public boolean certain() {
      return false;
    }
  }
}
