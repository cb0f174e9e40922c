package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far each backfill has come, in the table {@code twinlane.backfills}. A batch and its line
 * here are one transaction, so that neither is ever there without the other.
 */
record BackfillLedger(Connection connection) {

  private static final int LOCK = 7_719_420;

  private static final String TABLE =
      """
      create table if not exists twinlane.backfills (
        name text primary key,
        digest text not null,
        relation text not null,
        position text[] not null default '{}',
        done bigint not null default 0,
        changed bigint not null default 0,
        total bigint not null,
        started_at timestamptz not null default now(),
        moved_at timestamptz not null default now(),
        finished_at timestamptz
      )\
      """;

  private static final String ROWS =
      """
      select name, digest, relation, position, done, changed, total, finished_at::text, %s as running
      from twinlane.backfills\
      """;

  private static final String RUNNING =
      """
      exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.granted and l.classid::int8 = %d
          and l.objid::int8 = hashtext(name)::int8 & 4294967295
          and l.database = (select oid from pg_database where datname = current_database())
      )\
      """
          .formatted(LOCK);

  /**
   * A backfill that began once.
   *
   * @param position the key of the last row that is done, as text; empty before the first
   * @param done the rows that were looked at
   * @param changed the rows that the statement changed
   */
  record Line(
      String name,
      String digest,
      String relation,
      List<String> position,
      long done,
      long changed,
      long total,
      @Nullable String finished,
      boolean running) {

    Line {
      position = List.copyOf(position);
    }

    /** In words. */
    String state() {
      return finished != null ? "finished" : running ? "running" : "stopped";
    }

    /** Whether nothing was done yet, so that it may as well begin anew. */
    boolean untouched() {
      return done == 0 && finished == null;
    }

    Line after(List<String> last, long rows, long changedRows) {
      return new Line(
          name, digest, relation, last, done + rows, changed + changedRows, total, null, running);
    }
  }

  /** Makes the table if it is not there; needs no rights if it is. */
  void open() throws SQLException {
    if (missing()) {
      try (Statement statement = connection.createStatement()) {
        // two at once would fail at the catalog's own keys
        statement.execute("select pg_advisory_xact_lock(%d, 0)".formatted(LOCK));
        if (!exists("to_regnamespace('twinlane')")) {
          statement.execute("create schema twinlane");
        }
        statement.execute(TABLE);
      }
    }
    connection.commit();
  }

  private boolean missing() throws SQLException {
    return !exists("to_regclass('twinlane.backfills')");
  }

  private boolean exists(String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select %s is not null".formatted(what))) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /**
   * Keeps others from running a job while this session lives. One that a killed command has left
   * behind ends within moments, so a little patience comes first.
   *
   * @throws CommandException if another session runs it
   */
  void reserve(String name, Duration patience) throws SQLException {
    try (Statement timeout = connection.createStatement();
        PreparedStatement lock =
            connection.prepareStatement("select pg_advisory_lock(?, hashtext(?))")) {
      timeout.execute("set local lock_timeout = " + patience.toMillis());
      lock.setInt(1, LOCK);
      lock.setString(2, name);
      lock.execute();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      if ("55P03".equals(e.getSQLState())) {
        throw new CommandException(
            "the backfill %s is running in another session: let it finish, or stop it and run this again"
                .formatted(name),
            e);
      }
      throw e;
    }
  }

  /** All lines, by name; none if no backfill ever began. */
  List<Line> all() throws SQLException {
    List<Line> lines = new ArrayList<>();
    if (missing()) {
      return lines;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ROWS.formatted(RUNNING) + " order by name")) {
      while (rows.next()) {
        lines.add(line(rows));
      }
    }
    return lines;
  }

  /** The line of a job, which nobody else changes until this transaction ends. */
  Optional<Line> held(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(ROWS.formatted("true") + " where name = ? for update")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(line(rows)) : Optional.empty();
      }
    }
  }

  private static Line line(ResultSet rows) throws SQLException {
    return new Line(
        rows.getString("name"),
        rows.getString("digest"),
        rows.getString("relation"),
        List.of((String[]) rows.getArray("position").getArray()),
        rows.getLong("done"),
        rows.getLong("changed"),
        rows.getLong("total"),
        rows.getString("finished_at"),
        rows.getBoolean("running"));
  }

  /** Begins a job at its first row, whatever was there before. */
  void begin(BackfillJob job, long total) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("delete from twinlane.backfills where name = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into twinlane.backfills (name, digest, relation, total) values (?, ?,"
                    + " ?, ?)")) {
      delete.setString(1, job.name());
      delete.execute();
      insert.setString(1, job.name());
      insert.setString(2, job.digest());
      insert.setString(3, job.table());
      insert.setLong(4, total);
      insert.execute();
    }
  }

  /** Writes down how far a job has come. */
  void move(Line line) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update twinlane.backfills set position = ?, done = ?, changed = ?, moved_at ="
                + " clock_timestamp() where name = ?")) {
      statement.setArray(1, connection.createArrayOf("text", line.position().toArray()));
      statement.setLong(2, line.done());
      statement.setLong(3, line.changed());
      statement.setString(4, line.name());
      statement.execute();
    }
  }

  /** Writes down that a job has no more rows. */
  void finish(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update twinlane.backfills set moved_at = clock_timestamp(), finished_at ="
                + " clock_timestamp() where name = ?")) {
      statement.setString(1, name);
      statement.execute();
    }
  }
}
