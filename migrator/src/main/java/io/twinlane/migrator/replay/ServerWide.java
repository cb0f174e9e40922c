package io.twinlane.migrator.replay;

import io.twinlane.migrator.script.Script;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What belongs to the whole server and would change with a copy that stands beside the real
 * database: roles and their memberships, databases and their settings, tablespaces.
 */
public final class ServerWide {

  /** Whoever writes to one of these keeps a lock on it until the transaction ends. */
  private static final String WRITTEN =
      """
      select c.relname from pg_locks l join pg_class c on c.oid = l.relation
      where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.database = 0
        and l.mode = 'RowExclusiveLock'
        and c.relisshared and c.relkind = 'r'
        and c.relname not in ('pg_shdepend', 'pg_shdescription')
      order by c.relname
      """;

  private static final String MEMBERS =
      "select coalesce(md5(string_agg(m::text, ',' order by m::text)), '') from pg_auth_members m";

  private static final Pattern STATEMENT =
      Pattern.compile(
          "^(CREATE|ALTER|DROP)\\s+(ROLE|USER(?!\\s+MAPPING)|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM)\\b"
              + "|^(REASSIGN|DROP)\\s+OWNED\\b"
              + "|^GRANT\\s+(?:(?!\\bON\\b).)*\\bTO\\b|^REVOKE\\s+(?:(?!\\bON\\b).)*\\bFROM\\b"
              + "|^(GRANT|REVOKE)\\b.*\\bON\\s+(DATABASE|TABLESPACE|PARAMETER)\\b"
              + "|^(COMMENT|SECURITY\\s+LABEL\\b.*)\\s+ON\\s+(ROLE|DATABASE|TABLESPACE)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final String membersBefore;

  private ServerWide(String membersBefore) {
    this.membersBefore = membersBefore;
  }

  /** As it is before a transaction. */
  public static ServerWide before(Connection connection) throws SQLException {
    return new ServerWide(members(connection));
  }

  /** The catalogs that the transaction has written to; none if it changed nothing of the server. */
  public List<String> written(Connection connection) throws SQLException {
    List<String> catalogs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(WRITTEN)) {
      while (rows.next()) {
        catalogs.add(rows.getString(1));
      }
    }
    // a grant of what is granted already takes the lock and writes nothing
    if (catalogs.contains("pg_auth_members") && members(connection).equals(membersBefore)) {
      catalogs.remove("pg_auth_members");
    }
    return catalogs;
  }

  /** Whether a statement says by its first words that it changes the server. */
  public static boolean saidBy(Script.Part part) {
    return STATEMENT.matcher(part.bare()).find();
  }

  private static String members(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MEMBERS)) {
      row.next();
      return row.getString(1);
    }
  }
}
