package io.twinlane.postgres;

import io.twinlane.schema.settings.ConnectionBudget;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is worth a warning when PostgreSQL answers for the first time: too little room for the
 * pools, and a pooler that the connection string does not mention.
 */
final class FirstContact {

  private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
  private static final String QUESTION = ConnectionBudget.QUESTION + ", pg_backend_pid()";

  private final Connections connections;
  private final int connectionsWanted;
  private boolean made;

  FirstContact(Connections connections, int connectionsWanted) {
    this.connections = connections;
    this.connectionsWanted = connectionsWanted;
  }

  /** Looks once; behind a pooler that is known there is nothing to compare. */
  void look(SqlConnection connection) {
    if (made || connections.pooler()) {
      return;
    }
    int announced = PgConnection.cast(connection).processId();
    connection
        .query(QUESTION)
        .execute()
        .onSuccess(rows -> {
          made = true;
          Row row = rows.iterator().next();
          checkBudget(row.getInteger(0), row.getInteger(1));
          checkPooler(announced, row.getInteger(2));
        });
  }

  private void checkBudget(int max, int reserved) {
    ConnectionBudget budget = new ConnectionBudget(connectionsWanted, max, reserved);
    if (!budget.fits()) {
      LOG.warn("{}: {}", connections.application(), budget.text());
    }
  }

  /** A pooler makes up the process of a session, since the session has none of its own. */
  private void checkPooler(int announced, int answering) {
    if (announced != answering) {
      LOG.warn(
          "{}: something stands between here and PostgreSQL at {}. If it is a pooler in transaction"
              + " mode, add pgbouncer=true to the connection string.",
          connections.application(),
          connections.source().url().place());
    }
  }
}
