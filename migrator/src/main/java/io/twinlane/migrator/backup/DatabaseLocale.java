package io.twinlane.migrator.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a database encodes and sorts text, which can be said only when it is made.
 *
 * @param provider {@code c} of the system, {@code i} of ICU, {@code b} of PostgreSQL itself
 * @param name the provider's own locale; empty for the system's
 */
record DatabaseLocale(String encoding, String collate, String ctype, String provider, String name) {

  /** That of the database that a connection leads to. */
  static DatabaseLocale of(Connection connection) throws SQLException {
    // the name's column was called otherwise before 17
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider,
                  coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', '')
                from pg_database d where datname = current_database()\
                """)) {
      row.next();
      return new DatabaseLocale(
          row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }
  }

  /** Makes an empty database that has it. */
  void create(Connection connection, String database) throws SQLException {
    String creation;
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select format('create database %I template template0 encoding %L lc_collate %L lc_ctype %L',
              ?, ?, ?, ?) || case ?
                when 'i' then format(' locale_provider icu icu_locale %L', ?)
                when 'b' then format(' locale_provider builtin builtin_locale %L', ?)
                else ' locale_provider libc' end\
            """)) {
      String[] values = {database, encoding, collate, ctype, provider, name, name};
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        creation = row.getString(1);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(creation);
    }
  }
}
