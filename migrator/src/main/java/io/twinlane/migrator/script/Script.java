package io.twinlane.migrator.script;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * A file of SQL, taken apart into its statements so that a failure can name the one that failed.
 */
public final class Script {

  /** Statements that PostgreSQL refuses inside a transaction, or would not let be used in it. */
  private static final Pattern OUTSIDE_TRANSACTION =
      Pattern.compile(
          "^(CREATE\\s+(UNIQUE\\s+)?INDEX|DROP\\s+INDEX)\\s+CONCURRENTLY\\b"
              + "|^REINDEX\\b.*\\b(CONCURRENTLY|DATABASE|SYSTEM|SCHEMA)\\b"
              + "|^ALTER\\s+TABLE\\b.*\\bDETACH\\s+PARTITION\\b.*\\b(CONCURRENTLY|FINALIZE)\\b"
              + "|^ALTER\\s+TYPE\\b.*\\bADD\\s+VALUE\\b"
              + "|^VACUUM\\b|^CLUSTER$|^ALTER\\s+SYSTEM\\b"
              + "|^(CREATE|DROP)\\s+(DATABASE|TABLESPACE)\\b|^(CREATE|DROP)\\s+SUBSCRIPTION\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * A comment at the top that asks for each statement to run by itself, such as for a CALL that
   * commits.
   */
  private static final Pattern NO_TRANSACTION =
      Pattern.compile("\\A(?:\\s*--.*\\n)*?\\s*--\\s*no-transaction\\b", Pattern.CASE_INSENSITIVE);

  /** Statements that would end the transaction that a file runs in. */
  private static final Pattern TRANSACTION_CONTROL =
      Pattern.compile(
          "^(BEGIN|START\\s+TRANSACTION|COMMIT|END|ROLLBACK(?!\\s+TO)|ABORT|PREPARE\\s+TRANSACTION)\\b"
              + "(?!\\s+ATOMIC)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ATOMIC =
      Pattern.compile(
          "^CREATE\\b.*\\b(FUNCTION|PROCEDURE)\\b.*\\bBEGIN\\s+ATOMIC\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final String name;
  private final List<Part> parts;
  private final boolean transactional;

  private Script(String name, List<Part> parts, boolean asked) {
    this.name = name;
    this.parts = List.copyOf(parts);
    this.transactional = !asked && this.parts.stream().noneMatch(Part::outside);
  }

  /**
   * A statement as it stands in the file.
   *
   * @param sql with the comments in front of it
   * @param line of its first word, from 1
   */
  public record Part(String sql, int line) {

    /** Without comments. */
    public String bare() {
      return PlainText.of(sql);
    }

    /** Whether it must run outside of a transaction. */
    public boolean outside() {
      return OUTSIDE_TRANSACTION.matcher(bare()).find();
    }

    /** Its beginning on one line, for messages. */
    public String shortened() {
      String line =
          bare()
              .replaceAll("(?i)(\\bPASSWORD\\s+)'(?:[^']|'')*'", "$1'***'")
              .replaceAll("\\s+", " ");
      return line.length() > 200 ? line.substring(0, 200) + "…" : line;
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
    return new Script(file.name(), parts, NO_TRANSACTION.matcher(file.text()).find());
  }

  private static void refuseTransactionControl(String name, Part part) {
    if (TRANSACTION_CONTROL.matcher(part.bare()).find()) {
      throw new CommandException(
          "%s has %s at line %d: each file is one transaction already. Take it out."
              .formatted(name, part.shortened(), part.line()));
    }
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** The statements, in order. */
  public List<Part> parts() {
    return parts;
  }

  /** The name of the file. */
  public String name() {
    return name;
  }

  /** Whether the file runs as one transaction. */
  public boolean transactional() {
    return transactional;
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
        throw new StatementFailure(name, part, kept()).because(e);
      }
    }
  }

  private String kept() {
    return transactional ? "nothing of this file was kept." : "earlier statements were kept.";
  }

  private static List<String> split(SqlFile file) {
    try {
      return whole(
          Parser.parseJdbcSql(file.text(), true, false, true, false, false).stream()
              .map(query -> query.nativeSql)
              .filter(sql -> !PlainText.of(sql).isBlank())
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
      boolean end = PlainText.of(piece).equalsIgnoreCase("end");
      if (open) {
        statements.add(statements.removeLast() + ";" + piece);
      } else {
        statements.add(piece);
      }
      open = !end && (open || ATOMIC.matcher(PlainText.of(piece)).find());
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
}
