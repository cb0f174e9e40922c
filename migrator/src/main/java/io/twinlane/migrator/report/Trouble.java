package io.twinlane.migrator.report;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL says of a failure. */
final class Trouble {

  private Trouble() {}

  /** Its sentence alone: the details beside it may hold values of rows. */
  static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
    return String.valueOf(server == null ? e.getMessage() : server.getMessage());
  }
}
