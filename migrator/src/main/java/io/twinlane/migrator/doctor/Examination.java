package io.twinlane.migrator.doctor;

import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.ConnectionBudget;
import io.twinlane.schema.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at a database over one of the ways that lead to it, as the user of that way.
 *
 * @param way what the way is for: CACHED, DIRECT or migrations
 * @param url how to connect
 */
record Examination(String way, DatabaseUrl url) {

  private static final Duration SKEW_MAX = Duration.ofSeconds(2);

  /** What was seen on the way itself. Never fails: what goes wrong is a finding. */
  List<Finding> ofWay() {
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = new Database(url).connect()) {
      findings.add(Finding.ok(way, "connected to " + url.place() + " as " + url.user()));
      findings.add(encryption(connection));
      findings.add(rights(connection));
      findings.add(clock(connection));
    } catch (SQLException | RuntimeException e) {
      findings.add(Finding.fail(way, String.valueOf(e.getMessage())));
    }
    return findings;
  }

  private Finding encryption(Connection connection) throws SQLException {
    String version =
        one(
            connection,
            "select coalesce(max(version), '') from pg_stat_ssl where pid = pg_backend_pid() and ssl");
    String subject = way + " encryption";
    if (!version.isEmpty()) {
      return Finding.ok(subject, version);
    }
    return Finding.unless(
        !url.loopback(),
        subject,
        url.loopback()
            ? "plain text, on this machine"
            : "plain text to another machine: add sslmode=verify-full");
  }

  private Finding rights(Connection connection) throws SQLException {
    String subject = way + " rights";
    boolean superuser =
        one(connection, "select rolsuper from pg_roles where rolname = current_user").equals("t");
    if (superuser) {
      return Finding.warn(
          subject, url.user() + " is a superuser, whom no policy holds back: see docs/roles.md");
    }
    boolean writes =
        !one(
                connection,
                """
                select count(*) from pg_class c
                where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
                  and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE')
                """)
            .equals("0");
    boolean creates =
        one(connection, "select has_schema_privilege(current_schema(), 'CREATE')").equals("t");
    String text =
        "%s, %s"
            .formatted(
                writes ? "writes rows" : "only reads",
                creates ? "creates tables" : "creates no tables");
    boolean more =
        switch (way) {
          case "CACHED" -> writes || creates;
          case "DIRECT" -> creates;
          default -> false;
        };
    return Finding.unless(
        more, subject, more ? text + ", more than this lane needs: see docs/roles.md" : text);
  }

  private Finding clock(Connection connection) throws SQLException {
    long before = System.currentTimeMillis();
    long theirs =
        Long.parseLong(
            one(connection, "select (extract(epoch from clock_timestamp()) * 1000)::int8"));
    long skew = Math.abs(theirs - (before + System.currentTimeMillis()) / 2);
    return Finding.unless(
        skew > SKEW_MAX.toMillis(),
        way + " clock",
        "differs by " + skew + " ms from this machine's");
  }

  /** What was seen of the database, whichever way leads there. */
  List<Finding> ofDatabase(int connectionsWanted) {
    try (Connection connection = new Database(url).connect()) {
      return List.of(arithmetic(connection, connectionsWanted), foreignKeys(connection), poolers());
    } catch (SQLException | RuntimeException e) {
      return List.of(Finding.fail("database", String.valueOf(e.getMessage())));
    }
  }

  private static Finding arithmetic(Connection connection, int wanted) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ConnectionBudget.QUESTION)) {
      rows.next();
      ConnectionBudget budget = new ConnectionBudget(wanted, rows.getInt(1), rows.getInt(2));
      return Finding.unless(!budget.fits(), "connections", budget.text());
    }
  }

  private static Finding foreignKeys(Connection connection) throws SQLException {
    String missing =
        one(
            connection,
            """
            select coalesce(string_agg(format('%I.%I', t.relname, a.attname), ', '), '')
            from pg_constraint c
            join pg_class t on t.oid = c.conrelid
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.connamespace = current_schema()::regnamespace
              and not exists (
                select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
            """);
    return Finding.unless(
        !missing.isEmpty(),
        "foreign keys",
        missing.isEmpty() ? "all are indexed" : "without an index: " + missing);
  }

  private Finding poolers() {
    return url.limits().pooler()
        ? Finding.fail(
            "migrations", "pgbouncer=true: set DIRECT_DATABASE_URL to a way without a pooler")
        : Finding.ok("migrations", "go to PostgreSQL itself");
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
