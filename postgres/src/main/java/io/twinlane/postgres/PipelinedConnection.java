package io.twinlane.postgres;

import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection down which statements are sent without waiting for the answers to those before. Its
 * client opens it when it is first used, and again when it was lost. Lives on one event loop.
 */
public final class PipelinedConnection {

  private final SqlClient client;
  private @Nullable WireHandler wire;

  /**
   * Over a client of one connection.
   *
   * @param making makes the client, which tells of each connection that it has opened once
   *     PostgreSQL has said that it has its role
   */
  PipelinedConnection(Function<Consumer<WireHandler>, SqlClient> making) {
    client = making.apply(opened -> wire = opened);
  }

  /** Sends single statements down it. */
  public SqlClient client() {
    return client;
  }

  public Future<Void> close() {
    return client.close();
  }

  /**
   * Runs a read on it if it is open. Null where it turns out that the rows can only be read as the
   * client does.
   */
  Future<@Nullable Reply> run(ReadExchange exchange, Work work, StatementSpans told) {
    if (wire == null) {
      return Future.failedFuture(new NotSentException(ClosedConnectionException.INSTANCE));
    }
    Future<@Nullable Reply> running = exchange.run(TracePoint.here(), wire, work, told);
    ContextInternal asker = ContextInternal.current();
    if (asker == null) {
      return running;
    }
    // an exchange ends in no context of Vert.x's
    PromiseInternal<@Nullable Reply> answer = asker.promise();
    running.onComplete(answer);
    return answer.future();
  }
}
