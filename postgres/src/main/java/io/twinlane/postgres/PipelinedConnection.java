package io.twinlane.postgres;

import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection down which statements are sent without waiting for the answers to those before; it
 * is opened when it is first used, and again when it was lost. Lives on one event loop.
 */
public final class PipelinedConnection {

  private @Nullable SqlClient client;
  private @Nullable WireHandler wire;

  PipelinedConnection() {}

  /** Sends single statements down it. */
  public SqlClient client() {
    if (client == null) {
      throw new IllegalStateException("used before it is made");
    }
    return client;
  }

  public Future<Void> close() {
    return client().close();
  }

  PipelinedConnection over(SqlClient made) {
    client = made;
    return this;
  }

  /** It has been opened, and nothing has been sent down it yet. */
  void opened(SqlConnection connection) {
    wire = Sockets.wire(connection).shared();
  }

  /** Null where it turns out that the rows can only be read as the client does. */
  Future<@Nullable Reply> run(ReadExchange exchange, Work work, StatementSpans told) {
    return wire == null
        ? Future.failedFuture(new NotSentException(ClosedConnectionException.INSTANCE))
        : exchange.run(TracePoint.here(), wire, work, told);
  }
}
