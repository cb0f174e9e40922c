package io.twinlane.migrator.database;

import io.twinlane.migrator.command.CommandException;
import java.security.SecureRandom;
import java.sql.Connection;
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
          "a scratch database cannot be made: %s. The user %s needs the right to make databases: ALTER ROLE %s CREATEDB"
              .formatted(e.getMessage(), origin.url().user(), origin.url().user()),
          e);
    }
    return new Scratch(origin, database);
  }

  private static String creation(Connection connection, String name, String template)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select format('create database %%I template %%I encoding %%L lc_collate %%L lc_ctype %%L',
                    '%s', '%s', pg_encoding_to_char(encoding), datcollate, datctype)
                from pg_database where datname = current_database()\
                """
                    .formatted(name, template))) {
      rows.next();
      return rows.getString(1);
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
