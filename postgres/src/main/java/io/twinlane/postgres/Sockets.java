package io.twinlane.postgres;

import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Reaches the socket below a pooled connection, which the client's own interface hides: the only
 * place that touches the client's insides.
 */
final class Sockets {

  private Sockets() {}

  /**
   * Closes the socket under a connection, whatever waits for an answer on it; the pool drops the
   * connection. Unlike the client's own close, it does not wait for what is in flight.
   */
  static void close(SqlConnection connection) {
    var pooled = ((SqlConnectionInternal) connection).unwrap();
    var _ = ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext().close();
  }
}
