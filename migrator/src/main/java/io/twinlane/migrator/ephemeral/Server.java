package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Scratch;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The databases of a server, over a connection to one of them that stays. For each name one session
 * at a time makes or drops.
 */
final class Server implements AutoCloseable {

  private static final String SESSION =
      """
      set statement_timeout = 0;
      set idle_session_timeout = 0;
      set lock_timeout = '600s'\
      """;

  private static final String FOUND =
      """
      select d.datname, coalesce(shobj_description(d.oid, 'pg_database'), ''),
        case when has_database_privilege(d.oid, 'connect') or pg_has_role('pg_read_all_stats', 'usage')
          then pg_database_size(d.oid) else -1 end
      from pg_database d where starts_with(d.datname, ?) order by d.datname\
      """;

  /** The file is written when a database is made, and not later. */
  private static final String LEFTOVERS =
      """
      select d.datname from pg_database d
      where starts_with(d.datname, ?)
        and not exists (select from pg_stat_activity a where a.datid = d.oid)
        and (pg_stat_file('base/' || d.oid || '/PG_VERSION', true)).modification
          < now() - interval '1 hour'
      order by d.datname\
      """;

  /**
   * A copy file by file writes no log as long as the database, but costs the server two
   * checkpoints: worth it from here on.
   */
  private static final long FILE_COPY_BYTES_MIN = 100_000_000;

  private final Connection connection;

  private Server(Connection connection) {
    this.connection = connection;
  }

  /** A database and what its comment says. */
  record Found(String database, Optional<Mark> mark, long bytes) {}

  static Server of(Database database) throws SQLException {
    Server server = new Server(database.connect());
    server.execute(SESSION);
    return server;
  }

  /** Waits until no other session makes or drops this database. */
  void lock(String database) throws SQLException {
    text(
        "select pg_advisory_lock(hashtextextended('twinlane ephemeral ' || ?, 0))::text", database);
  }

  void unlock(String database) throws SQLException {
    text(
        "select pg_advisory_unlock(hashtextextended('twinlane ephemeral ' || ?, 0))::text",
        database);
  }

  Optional<Found> find(String database) throws SQLException {
    return all(database).stream().filter(found -> found.database().equals(database)).findFirst();
  }

  /** Every database whose name begins like this, by name. */
  List<Found> all(String prefix) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOUND)) {
      statement.setString(1, prefix);
      List<Found> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new Found(rows.getString(1), Mark.parse(rows.getString(2)), rows.getLong(3)));
        }
      }
      return found;
    }
  }

  /**
   * Makes a database that has its mark from the first moment under its name: until then it is a
   * scratch database.
   */
  void create(String database, Mark mark, Optional<String> template) throws SQLException {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    String scratch = Scratch.PREFIX + HexFormat.of().formatHex(random);
    execute(template.isPresent() ? copying(scratch, template.get()) : creating(scratch));
    try {
      mark(scratch, mark);
      execute(text("select format('alter database %I rename to %I', ?, ?)", scratch, database));
    } catch (SQLException e) {
      drop(scratch, true);
      throw e;
    }
  }

  private String copying(String database, String template) throws SQLException {
    long bytes = find(template).map(Found::bytes).orElse(0L);
    String strategy = bytes >= FILE_COPY_BYTES_MIN ? "file_copy" : "wal_log";
    return text("select format('create database %I template %I', ?, ?)", database, template)
        + " strategy "
        + strategy;
  }

  private String creating(String database) throws SQLException {
    return text(
        """
        select format('create database %I template template0 encoding %L lc_collate %L lc_ctype %L',
          ?, pg_encoding_to_char(encoding), datcollate, datctype)
        from pg_database where datname = current_database()\
        """,
        database);
  }

  void mark(String database, Mark mark) throws SQLException {
    execute(text("select format('comment on database %I is %L', ?, ?)", database, mark.text()));
  }

  void drop(String database, boolean force) throws SQLException {
    execute(
        text("select format('drop database if exists %I', ?)", database)
            + (force ? " with (force)" : ""));
  }

  /**
   * Scratch databases that nobody uses and that are older than an hour; empty if the user may not
   * know how old they are.
   */
  Optional<List<String>> leftovers() throws SQLException {
    String allowed =
        text("select has_function_privilege('pg_stat_file(text, boolean)', ?)::text", "execute");
    if (!"true".equals(allowed)) {
      return Optional.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(LEFTOVERS)) {
      statement.setString(1, Scratch.PREFIX);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return Optional.of(names);
    }
  }

  private String text(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < values.length; at++) {
        statement.setString(at + 1, values[at]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
