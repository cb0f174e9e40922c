package io.twinlane.postgres;

import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;

/** What happens in a transaction besides its statements. Here: nothing. */
public interface Steps {

  /** None besides the statements. */
  Steps NONE = new Steps() {};

  /**
   * After BEGIN, still as the lane's own user. With an answer the work is over: nothing of it is
   * run, and the transaction is rolled back.
   */
  default Future<Optional<Reply>> begun(SqlConnection connection) {
    return Future.succeededFuture(Optional.empty());
  }

  /** When all statements have run as expected, and COMMIT is next. A failure rolls back. */
  default Future<?> beforeCommit(SqlConnection connection, Done done) {
    return Future.succeededFuture();
  }
}
