package io.twinlane.postgres;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Reaches the socket below a pooled connection, which the client's own interface hides: the only
 * place that touches the client's insides.
 */
final class Sockets {

  /** What the client's own reader and writer of messages is called on a connection. */
  private static final String CODEC = "codec";

  private static final String WIRE = "twinlane.wire";

  private Sockets() {}

  /**
   * Closes the socket under a connection, whatever waits for an answer on it; the pool drops the
   * connection. Unlike the client's own close, it does not wait for what is in flight.
   */
  static void close(SqlConnection connection) {
    var _ = channel(connection).close();
  }

  /**
   * The handler of the protocol under a connection, put there when it is first asked for.
   *
   * @throws IllegalStateException if the client is built otherwise than this one knows
   */
  static WireHandler wire(SqlConnection connection) {
    ChannelPipeline pipeline = channel(connection).pipeline();
    if (pipeline.get(WIRE) instanceof WireHandler wire) {
      return wire;
    }
    if (pipeline.get(CODEC) == null) {
      throw new IllegalStateException(
          "this version of vertx-pg-client has no handler \"codec\" on its connections: "
              + pipeline.names());
    }
    WireHandler wire = new WireHandler();
    pipeline.addBefore(CODEC, WIRE, wire);
    return wire;
  }

  private static ChannelHandlerContext channel(SqlConnection connection) {
    var pooled = ((SqlConnectionInternal) connection).unwrap();
    return ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext();
  }
}
