package io.twinlane.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that are in no pool, all with the same TCP client: one for each of them would
 * stay behind, also where nobody could be connected to. They end with the context in which the
 * first of them was opened.
 */
final class SingleConnections {

  private @Nullable Factory known;

  private record Factory(Enclosure enclosure, ConnectionFactory<PgConnectOptions> connections) {

    static Factory in(Vertx vertx) {
      Enclosure made = new Enclosure(vertx);
      return new Factory(
          made,
          made.holding(
              () -> PgDriver.INSTANCE.createConnectionFactory(vertx, new NetClientOptions())));
    }
  }

  /** A new connection, which whoever asked for it closes. */
  Future<PgConnection> open(Vertx vertx, PgConnectOptions options) {
    return factory(vertx)
        .connections()
        .connect(vertx.getOrCreateContext(), options)
        .map(PgConnection::cast);
  }

  private synchronized Factory factory(Vertx vertx) {
    Factory found = known;
    if (found == null || found.enclosure().isClosed()) {
      found = Factory.in(vertx);
      known = found;
    }
    return found;
  }
}
