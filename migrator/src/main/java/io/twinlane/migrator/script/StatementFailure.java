package io.twinlane.migrator.script;

import io.twinlane.migrator.console.CommandException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an operator is told of a statement that failed: file, line, statement, SQLSTATE, and what to
 * do next.
 *
 * @param file its name
 * @param kept what became of the statements before it, as a sentence
 */
public record StatementFailure(String file, Script.Part part, String kept) {

  /** The failure to throw. */
  public CommandException because(SQLException cause) {
    return new CommandException(text(cause), cause);
  }

  private String text(SQLException cause) {
    ServerErrorMessage server =
        cause instanceof PSQLException known ? known.getServerErrorMessage() : null;
    StringBuilder text = new StringBuilder();
    text.append("%s failed at line %d.%n".formatted(file, part.line()));
    text.append("  statement: %s%n".formatted(part.shortened()));
    text.append("  SQLSTATE:  %s%n".formatted(cause.getSQLState()));
    text.append(
        "  message:   %s%n".formatted(server == null ? cause.getMessage() : server.getMessage()));
    if (server != null && server.getDetail() != null) {
      text.append("  detail:    %s%n".formatted(server.getDetail()));
    }
    if (server != null && server.getHint() != null) {
      text.append("  hint:      %s%n".formatted(server.getHint()));
    }
    return text.append("  next:      %s %s".formatted(kept, next(cause))).toString();
  }

  private static String next(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    if (state.startsWith("23")) {
      return "Mend the rows that are against it, or the file, and run the command again.";
    }
    return switch (state) {
      case "42501" -> "Grant the right to the migrating user, or migrate as the owner.";
      case "55P03", "57014" ->
          "Another session holds a lock: find it in pg_stat_activity, try again.";
      case "25001", "2D000" ->
          "It cannot run in a transaction: give it a file of its own that begins with"
              + " -- no-transaction.";
      case "25006" -> "The server takes no writes: a replica, or one that is made read-only.";
      default -> "Mend the file and run the command again.";
    };
  }
}
