package io.twinlane.query;

import io.twinlane.postgres.Sessions;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/**
 * Asks about a statement as whoever runs it: in the lane's own database, or in a session of the
 * client's. A replica cannot tell, so there the server that is written to is asked.
 *
 * @param pool of the lane's own
 */
record ReadAsking(Pool pool, Sessions sessions, Replay replay, Primary primary)
    implements ReadSets.Asking {

  /** To find out what the server is. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public Future<Shape> ask(Work work, Function<SqlConnection, Future<Shape>> question) {
    return replay
        .reached(Replay.ANY_TIME, PATIENCE)
        .compose(_ -> replay.replica() ? primary.shape(work) : sessions.ask(work, pool, question));
  }

  @Override
  public String name(Work work, String table) {
    Session session = work.session();
    return TablesChanged.name(session == null ? null : sessions.otherDatabase(session), table);
  }
}
