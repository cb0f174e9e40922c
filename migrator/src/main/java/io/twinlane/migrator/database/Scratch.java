package io.twinlane.migrator.database;

import io.twinlane.migrator.console.CommandException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * An empty database on the same server as another one, with its encoding and locale, that is
 * dropped when it is closed. On the same server, so that PostgreSQL writes definitions in both
 * alike.
 */
public final class Scratch implements AutoCloseable {

  /** Names of scratch databases begin like this; what a killed command left behind can be found. */
  public static final String PREFIX = "twinlane_scratch_";

  private static final long COPIED_AS_FILES_BYTES = 100_000_000;

  private final Database origin;
  private final Database database;

  private Scratch(Database origin, Database database) {
    this.origin = origin;
    this.database = database;
  }

  /**
   * Makes one.
   *
   * @throws CommandException if the user may not; the message says what to grant
   */
  public static Scratch beside(Database origin) {
    return from(origin, "template0");
  }

  /**
   * Makes one that begins as a copy of a database that nobody is connected to.
   *
   * @throws CommandException if the user may not, or somebody is connected
   */
  public static Scratch from(Database origin, String template) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    Database database = origin.sibling(PREFIX + HexFormat.of().formatHex(random));
    try (Connection connection = origin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
      statement.execute(creation(connection, database.url().database(), template));
    } catch (SQLException e) {
      throw new CommandException(
          "a scratch database cannot be made: %s%s".formatted(e.getMessage(), advice(origin, e)),
          e);
    }
    return new Scratch(origin, database);
  }

  private static String advice(Database origin, SQLException cause) {
    return "42501".equals(cause.getSQLState())
        ? ". The user needs the right to make databases: ALTER ROLE \"%s\" CREATEDB"
            .formatted(origin.url().user())
        : "";
  }

  /**
   * A big template is copied as files, which takes a fraction of the time; PostgreSQL checkpoints.
   */
  private static String creation(Connection connection, String name, String template)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select format('create database %%I template %%I encoding %%L lc_collate %%L lc_ctype %%L%%s',
                ?, t.datname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                case when pg_database_size(t.oid) >= %d then ' strategy file_copy' else '' end)
            from pg_database d, pg_database t where d.datname = current_database() and t.datname = ?\
            """
                .formatted(COPIED_AS_FILES_BYTES))) {
      statement.setString(1, name);
      statement.setString(2, template);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new CommandException("there is no database %s to copy".formatted(template));
        }
        return rows.getString(1);
      }
    }
  }

  /** The way to it. */
  public Database database() {
    return database;
  }

  /** A connection to it. */
  public Connection connect() {
    return database.connect();
  }

  @Override
  public void close() {
    try (Connection connection = origin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
      statement.execute(
          "drop database if exists %s with (force)".formatted(database.url().database()));
    } catch (SQLException e) {
      throw new CommandException(
          "the scratch database %s cannot be dropped: %s"
              .formatted(database.url().database(), e.getMessage()),
          e);
    }
  }
}
