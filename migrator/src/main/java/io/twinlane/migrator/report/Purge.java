package io.twinlane.migrator.report;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The end of rows whose time is over. Each batch is a transaction of its own, and after it others
 * have the database for as long as it took; rows that somebody else holds are left for the next
 * time. What expires while it runs is left as well, so that it ends. It can be killed at any
 * moment.
 */
final class Purge {

  private static final int ROWS_AT_ONCE = 1_000;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

  /** The user may not, or somebody alters the table just now. */
  private static final Set<String> MAY_BE_PASSED_OVER = Set.of("42501", "55P03");

  // A place in a table is one in each of its partitions: the moment is asked for again.
  private static final String DELETE =
      """
      delete from %1$s
      where ctid = any (array(
          select ctid from %1$s where %2$s < ?::timestamptz limit %3$d for update skip locked))
        and %2$s < ?::timestamptz
      """;

  private static final String COUNT = "select count(*) from %1$s where %2$s < ?::timestamptz";

  private final Connection connection;
  private final Console console;
  private final String now;

  /** For a connection that commits each statement by itself. */
  Purge(Connection connection, Console console) throws SQLException {
    this.connection = connection;
    this.console = console;
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '5s'");
      try (ResultSet rows = statement.executeQuery("select now()::text")) {
        rows.next();
        this.now = rows.getString(1);
      }
    }
  }

  /** Work on one table, and how many rows it was. */
  private interface Work {
    long on(Expiry expiry) throws SQLException;
  }

  /** Counts; 3 if rows are expired, or a table was passed over. */
  int count(List<Expiry> expiries) {
    long all = 0;
    boolean whole = true;
    for (Expiry expiry : expiries) {
      OptionalLong rows = tried(expiry, this::counted);
      rows.ifPresent(count -> told("expired", "%s: %,d rows are expired", expiry, count));
      all += rows.orElse(0);
      whole &= rows.isPresent();
    }
    none(expiries);
    return all == 0 && whole ? 0 : 3;
  }

  /** Deletes; 3 if a table was passed over. */
  int delete(List<Expiry> expiries) {
    boolean whole = true;
    for (Expiry expiry : expiries) {
      OptionalLong rows = tried(expiry, this::deleted);
      rows.ifPresent(count -> told("purged", "%s: %,d rows deleted", expiry, count));
      whole &= rows.isPresent();
    }
    none(expiries);
    return whole ? 0 : 3;
  }

  private OptionalLong tried(Expiry expiry, Work work) {
    try {
      return OptionalLong.of(work.on(expiry));
    } catch (SQLException e) {
      if (!MAY_BE_PASSED_OVER.contains(String.valueOf(e.getSQLState()))) {
        throw new CommandException("%s: %s".formatted(expiry.table(), Trouble.said(e)), e);
      }
      console.tell(
          "passed-over",
          "passed over %s: %s".formatted(TextTable.printable(expiry.table()), Trouble.said(e)),
          Map.of("table", expiry.table(), "reason", Trouble.said(e)));
      return OptionalLong.empty();
    }
  }

  private long counted(Expiry expiry) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(of(COUNT, expiry))) {
      statement.setString(1, now);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private long deleted(Expiry expiry) throws SQLException {
    if (!expiry.indexed()) {
      String text =
          "no index begins with %s of %s: each batch searches the table"
              .formatted(expiry.column(), expiry.table());
      console.tell("note", "note: " + text, Map.of("table", expiry.table(), "text", text));
    }
    long all = 0;
    try (PreparedStatement statement = connection.prepareStatement(of(DELETE, expiry))) {
      statement.setString(1, now);
      statement.setString(2, now);
      while (true) {
        long begin = System.nanoTime();
        int rows = statement.executeUpdate();
        all += rows;
        console.progress("purge " + expiry.table(), all, 0);
        if (rows < ROWS_AT_ONCE) {
          return all;
        }
        pause(Duration.ofNanos(System.nanoTime() - begin));
      }
    }
  }

  private static void pause(Duration batch) {
    try {
      Thread.sleep(batch.compareTo(PAUSE_MAX) < 0 ? batch : PAUSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped in the middle; run it again", e);
    }
  }

  private static String of(String sql, Expiry expiry) {
    return sql.formatted(expiry.table(), expiry.column(), ROWS_AT_ONCE);
  }

  private void told(String event, String text, Expiry expiry, long rows) {
    console.tell(
        event,
        String.format(Locale.ROOT, text, TextTable.printable(expiry.table()), rows),
        Map.of("table", expiry.table(), "column", expiry.column(), "rows", rows));
  }

  private void none(List<Expiry> expiries) {
    if (expiries.isEmpty()) {
      console.line(
          "no table has a column whose comment says @expires; --table and --column name" + " one");
    }
  }
}
