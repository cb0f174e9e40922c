package io.twinlane.migrator.script;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A file of SQL, taken apart into its statements so that a failure can name the one that failed.
 */
public final class Script {

  /** Statements that PostgreSQL refuses inside a transaction. */
  private static final Pattern OUTSIDE_TRANSACTION =
      Pattern.compile(
          "^(CREATE\\s+(UNIQUE\\s+)?INDEX|DROP\\s+INDEX|REINDEX\\b.*|ALTER\\s+TABLE\\b.*\\bDETACH\\s+PARTITION\\b.*)\\s+CONCURRENTLY\\b|^VACUUM\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Statements that would end the transaction that a file runs in. */
  private static final Pattern TRANSACTION_CONTROL =
      Pattern.compile(
          "^(BEGIN|START\\s+TRANSACTION|COMMIT|END|ROLLBACK(?!\\s+TO)|ABORT|PREPARE\\s+TRANSACTION)\\b"
              + "(?!\\s+ATOMIC)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ATOMIC =
      Pattern.compile("\\bBEGIN\\s+ATOMIC\\b", Pattern.CASE_INSENSITIVE);

  private final String name;
  private final List<Part> parts;

  private Script(String name, List<Part> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
  }

  /**
   * A statement as it stands in the file.
   *
   * @param sql with the comments in front of it
   * @param line of its first word, from 1
   */
  public record Part(String sql, int line) {

    /** Without the comments in front of it. */
    public String bare() {
      return withoutComments(sql);
    }
  }

  /**
   * The statements of a file.
   *
   * @throws CommandException if it cannot be split, or would end its own transaction
   */
  public static Script of(SqlFile original) {
    SqlFile file = new SqlFile(original.name(), withoutByteOrderMark(original.text()));
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (String sql : split(file)) {
      int at = Math.max(from, file.text().indexOf(sql.strip(), from));
      from = at + sql.strip().length();
      parts.add(new Part(sql.strip(), lineOf(file.text(), at, sql.strip())));
    }
    parts.forEach(part -> refuseTransactionControl(file.name(), part));
    return new Script(file.name(), parts);
  }

  private static void refuseTransactionControl(String name, Part part) {
    String sql = withoutComments(part.sql());
    if (TRANSACTION_CONTROL.matcher(sql).find()) {
      throw new CommandException(
          "%s has %s at line %d: each file is one transaction already. Take it out."
              .formatted(name, shortened(sql), part.line()));
    }
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** The statements, in order. */
  public List<Part> parts() {
    return parts;
  }

  /** Whether every statement may run inside a transaction. */
  public boolean transactional() {
    return parts.stream()
        .noneMatch(part -> OUTSIDE_TRANSACTION.matcher(withoutComments(part.sql())).find());
  }

  /**
   * Runs the statements in order.
   *
   * @throws CommandException at the first one that fails; it names file, line, statement and
   *     SQLSTATE
   */
  public void run(Connection connection) {
    for (Part part : parts) {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(part.sql());
      } catch (SQLException e) {
        throw new CommandException(failed(part, e), e);
      }
    }
  }

  private String failed(Part part, SQLException e) {
    StringBuilder text = new StringBuilder();
    text.append("%s failed at line %d.%n".formatted(name, part.line()));
    text.append("  statement: %s%n".formatted(shortened(withoutComments(part.sql()))));
    text.append("  SQLSTATE:  %s%n".formatted(e.getSQLState()));
    ServerErrorMessage server =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    text.append(
        "  message:   %s%n".formatted(server == null ? e.getMessage() : server.getMessage()));
    if (server != null && server.getDetail() != null) {
      text.append("  detail:    %s%n".formatted(server.getDetail()));
    }
    if (server != null && server.getHint() != null) {
      text.append("  hint:      %s%n".formatted(server.getHint()));
    }
    return text.append("  next:      ").append(next(e.getSQLState())).toString();
  }

  private String next(String state) {
    String first =
        transactional() ? "nothing of this file was kept. " : "earlier statements were kept. ";
    return first
        + switch (String.valueOf(state)) {
          case "42501" -> "Grant the right to the migrating user, or migrate as the owner.";
          case "55P03", "57014" ->
              "Another session holds a lock: find it in pg_stat_activity, try again.";
          default -> "Mend the file and run migrate again.";
        };
  }

  private static List<String> split(SqlFile file) {
    try {
      return whole(
          Parser.parseJdbcSql(file.text(), true, false, true, false, false).stream()
              .map(query -> query.nativeSql)
              .filter(sql -> !withoutComments(sql).isBlank())
              .toList());
    } catch (SQLException e) {
      throw new CommandException(file.name() + " cannot be split into statements", e);
    }
  }

  /**
   * The driver ends a function in standard SQL before its END: the pieces are put together again.
   */
  private static List<String> whole(List<String> pieces) {
    List<String> statements = new ArrayList<>();
    boolean open = false;
    for (String piece : pieces) {
      boolean end = withoutComments(piece).strip().equalsIgnoreCase("end");
      if (open) {
        statements.add(statements.removeLast() + ";" + piece);
      } else {
        statements.add(piece);
      }
      open = !end && (open || ATOMIC.matcher(piece).find());
    }
    return statements;
  }

  /** The line of a statement's first word, past the comments in front of it. */
  private static int lineOf(String text, int at, String sql) {
    int first = sql.length() - withoutComments(sql).length();
    return 1 + (int) text.substring(0, at + first).chars().filter(c -> c == '\n').count();
  }

  private static String withoutComments(String sql) {
    String rest = sql.strip();
    while (rest.startsWith("--") || rest.startsWith("/*")) {
      int end = rest.startsWith("--") ? rest.indexOf('\n') : rest.indexOf("*/") + 1;
      rest = end <= 0 ? "" : rest.substring(end + 1).stripLeading();
    }
    return rest;
  }

  private static String shortened(String sql) {
    String line = sql.replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
