package io.twinlane.postgres;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reaches the socket below a pooled connection, which the client's own interface hides: the only
 * place that touches the client's insides.
 */
final class Sockets {

  /** What the client's own reader and writer of messages is called on a connection. */
  private static final String CODEC = "codec";

  /** What Vert.x calls the handler that ends a connection on which nothing happens. */
  private static final String IDLE = "idle";

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
   * How long nothing need happen on a connection from now on before it is closed; for ever if zero.
   */
  static void allowSilence(SqlConnection connection, Duration silence) {
    ChannelPipeline pipeline = channel(connection).pipeline();
    if (pipeline.get(IDLE) == null) {
      throw new IllegalStateException(
          "this version of Vert.x has no handler \"idle\" on its connections: " + pipeline.names());
    }
    if (silence.isZero()) {
      pipeline.remove(IDLE);
    } else {
      long millis = silence.toMillis();
      pipeline.replace(IDLE, IDLE, new IdleStateHandler(0, 0, millis, TimeUnit.MILLISECONDS));
    }
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

  /** Whether it has not been closed, by either side. */
  static boolean isOpen(SqlConnection connection) {
    return channel(connection).channel().isActive();
  }

  private static ChannelHandlerContext channel(SqlConnection connection) {
    var pooled = ((SqlConnectionInternal) connection).unwrap();
    return ((SocketConnectionBase) pooled.unwrap()).socket().channelHandlerContext();
  }
}
