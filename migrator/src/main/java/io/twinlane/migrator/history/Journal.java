package io.twinlane.migrator.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code twinlane.migration_journal}: what happened to each migration, in the order in which it
 * did; only ever added to.
 *
 * @param connection a connection in the state in which the entry is to be made: inside a
 *     transaction it is kept if and only if that is
 */
public record Journal(Connection connection) {

  /** What an entry is about. */
  public enum Event {
    /** A statement that runs by itself is about to. */
    BEGUN,
    /** It has run. */
    DONE,
    /** It has failed; what it left behind is cleared away. */
    FAILED,
    /** The whole file is applied. */
    APPLIED,
    /** It waits for another release than the one in the detail. */
    HELD,
    /** Somebody says that it is applied. */
    RESOLVED_APPLIED,
    /** Somebody says that nothing of it is left. */
    RESOLVED_ROLLED_BACK,
    /** It was there when the history began. */
    BASELINE,
    /** The schema after a run, as a digest of the catalog. */
    SCHEMA,
    /** What concerns the whole server after a run: roles, settings and grants of the database. */
    SERVER,
    /** The environment that the database serves. */
    ENVIRONMENT;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One row.
   *
   * @param version of the migration, empty where it is about none
   * @param statement its number in the file, from 0, and -1 where it is about the whole file
   */
  public record Entry(Event event, String version, int statement, String sha256, String detail) {

    public static Entry of(MigrationFile file, Event event, String detail) {
      return new Entry(event, file.version(), -1, file.sha256(), detail);
    }
  }

  /** Whether there is one: a database of an older release has none yet. */
  public boolean exists() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select to_regclass('twinlane.migration_journal') is not null");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  public void add(Entry entry) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into twinlane.migration_journal (event, version, statement, sha256, detail)
            values (?, nullif(?, ''), ?, nullif(?, ''), nullif(?, ''))
            """)) {
      statement.setString(1, entry.event().word());
      statement.setString(2, entry.version());
      if (entry.statement() < 0) {
        statement.setNull(3, Types.INTEGER);
      } else {
        statement.setInt(3, entry.statement());
      }
      statement.setString(4, entry.sha256());
      statement.setString(5, entry.detail());
      statement.executeUpdate();
    }
  }

  /** What is known of a migration, oldest first. */
  public List<Entry> of(String version) throws SQLException {
    return exists() ? read("version = ?", version) : List.of();
  }

  /** What is known of all migrations, oldest first. */
  public List<Entry> all() throws SQLException {
    return exists() ? read("version is not null and version <> ?", "") : List.of();
  }

  /** The details of all entries of a kind, oldest first. */
  public List<String> details(Event event) throws SQLException {
    return exists()
        ? read("event = ?", event.word()).stream().map(Entry::detail).toList()
        : List.of();
  }

  /**
   * Whether files were applied, or said to be, since the schema was last noted: a run that was
   * stopped has not come to that.
   */
  public boolean appliedSinceNoted() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                select exists (
                  select from twinlane.migration_journal
                  where event in ('applied', 'done', 'resolved_applied', 'resolved_rolled_back')
                    and id > (select coalesce(max(id), 0) from twinlane.migration_journal where event = 'schema'))
                """);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** The detail of the last entry of a kind. */
  public Optional<String> last(Event event) throws SQLException {
    if (!exists()) {
      return Optional.empty();
    }
    List<Entry> entries = read("event = ?", event.word());
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast().detail());
  }

  private List<Entry> read(String condition, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select event, version, statement, sha256, detail from twinlane.migration_journal where "
                + condition
                + " order by id")) {
      statement.setString(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
          entries.add(entry(rows));
        }
        return entries;
      }
    }
  }

  private static Entry entry(ResultSet rows) throws SQLException {
    return new Entry(
        Event.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
        text(rows.getString(2)),
        rows.getObject(3) == null ? -1 : rows.getInt(3),
        text(rows.getString(4)),
        text(rows.getString(5)));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
