package io.twinlane.postgres;

import io.twinlane.schema.service.InTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server whether it speaks TLS, where that is preferred and not required.
 *
 * <p>The client would ask by itself, and try again in plain text after a no; but it forgets to
 * close the connection on which it was told so, and PostgreSQL keeps that one for a minute. A lane
 * that reconnects often would use up the server's connections.
 */
final class TlsOffer {

  /** SSLRequest, of which the server answers with one byte (PostgreSQL manual, 54.7). */
  private static final Buffer QUESTION = Buffer.buffer().appendInt(8).appendInt(80877103);

  private static final byte YES = 'S';

  /** One for all: Vert.x remembers each client that it made, also when that is closed. */
  private @Nullable NetClient asking;

  /** The options, in plain text where TLS is preferred and the server has none. */
  Future<PgConnectOptions> settled(Vertx vertx, PgConnectOptions options, Duration limit) {
    if (options.getSslMode() != SslMode.PREFER || options.isUsingDomainSocket()) {
      return Future.succeededFuture(options);
    }
    return client(vertx, limit)
        .connect(options.getPort(), options.getHost())
        .compose(socket -> asked(socket, limit))
        .map(yes -> yes ? options : options.setSslMode(SslMode.DISABLE))
        // who cannot be asked cannot be connected to either, which says why
        .otherwise(options);
  }

  private synchronized NetClient client(Vertx vertx, Duration limit) {
    NetClient known = asking;
    if (known != null) {
      return known;
    }
    NetClient made =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout(Math.toIntExact(limit.toMillis())));
    asking = made;
    return made;
  }

  private static Future<Boolean> asked(NetSocket socket, Duration limit) {
    Promise<Boolean> answer = Promise.promise();
    socket.handler(bytes -> answer.tryComplete(bytes.getByte(0) == YES));
    socket.closeHandler(_ -> answer.tryFail("the server closed the connection"));
    return InTime.of(socket.write(QUESTION).compose(_ -> answer.future()), limit)
        .eventually(socket::close);
  }
}
