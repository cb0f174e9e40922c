package io.twinlane.query;

import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.shape.Shape;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * Asks about a statement as whoever runs it: in the lane's own database, or in a session of the
 * client's.
 *
 * @param pool of the lane's own
 */
record ReadAsking(Pool pool, Sessions sessions) implements ReadSets.Asking {

  @Override
  public Future<Shape> ask(Work work, Function<SqlConnection, Future<Shape>> question) {
    Session session = work.session();
    return session == null
        ? pool.withConnection(question)
        : sessions.ask(session, clients -> clients.withConnection(question));
  }

  @Override
  public String name(Work work, String table) {
    Session session = work.session();
    return TablesChanged.name(session == null ? null : sessions.otherDatabase(session), table);
  }
}
