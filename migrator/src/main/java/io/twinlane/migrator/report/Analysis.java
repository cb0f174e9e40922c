package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.text;

import io.twinlane.migrator.console.Console;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ANALYZE of tables, each by itself. That of a partitioned table does its partitions too. */
final class Analysis {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String UNDEFINED_TABLE = "42P01";

  // Since version 17 the right can be granted; before that PostgreSQL does not know the word.
  private static final String QUESTION =
      """
      select format('%I.%I', n.nspname, c.relname) as table,
        pg_has_role(c.relowner, 'USAGE') or pg_has_role(d.datdba, 'USAGE') GRANTED as allowed
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_database d on d.datname = current_database()
      where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and CHOSEN
      order by 1
      """;

  private static final List<Column> COLUMNS = List.of(text("table"), flag("allowed"));

  private final Connection connection;
  private final Console console;

  Analysis(Connection connection, Console console) {
    this.connection = connection;
    this.console = console;
  }

  /**
   * Runs it.
   *
   * @param written the tables that are meant; none means all of the schema, or of all schemas
   * @return whether all tables were analyzed
   */
  boolean of(List<String> written, Optional<String> schema) throws SQLException {
    List<Row> rows = chosen(written, schema);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '5s'");
    }
    int analyzed = 0;
    for (int i = 0; i < rows.size(); i++) {
      console.progress("analyze", i, rows.size());
      analyzed += analyzed(rows.get(i)) ? 1 : 0;
    }
    console.tell(
        "analysis",
        "analyzed %d of %d tables".formatted(analyzed, rows.size()),
        Map.of("analyzed", analyzed, "tables", rows.size()));
    return analyzed == rows.size();
  }

  private List<Row> chosen(List<String> written, Optional<String> schema) throws SQLException {
    if (written.isEmpty()) {
      return question("not c.relispartition and n.nspname = any (?)")
          .ask(connection, Schemas.withOwn(connection, schema).names());
    }
    List<String> names = new ArrayList<>();
    for (String name : written) {
      names.add(Table.named(connection, name).name());
    }
    return question("format('%I.%I', n.nspname, c.relname) = any (?)").ask(connection, names);
  }

  private Question question(String chosen) throws SQLException {
    boolean grantable = connection.getMetaData().getDatabaseMajorVersion() >= 17;
    return new Question(
        QUESTION
            .replace("GRANTED", grantable ? "or has_table_privilege(c.oid, 'MAINTAIN')" : "")
            .replace("CHOSEN", chosen),
        COLUMNS);
  }

  private boolean analyzed(Row row) throws SQLException {
    String table = row.text("table");
    if (!row.text("allowed").equals("true")) {
      return passedOver(table, "this user does not own it");
    }
    long begin = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE " + table);
      return told(table, (System.nanoTime() - begin) / 1e6, statement.getWarnings());
    } catch (SQLException e) {
      return switch (String.valueOf(e.getSQLState())) {
        case LOCK_NOT_AVAILABLE -> passedOver(table, "somebody alters it just now");
        case UNDEFINED_TABLE -> passedOver(table, "it is gone");
        default -> throw e;
      };
    }
  }

  /** PostgreSQL only warns of a partition that it may not touch. */
  private boolean told(String table, double milliseconds, @Nullable SQLWarning warning) {
    if (warning != null) {
      return passedOver(table, String.valueOf(warning.getMessage()));
    }
    console.tell(
        "analyzed",
        "analyzed %s in %s".formatted(TextTable.printable(table), TextTable.time(milliseconds)),
        Map.of("table", table, "ms", milliseconds));
    return true;
  }

  private boolean passedOver(String table, String reason) {
    console.tell(
        "passed-over",
        "passed over %s: %s".formatted(TextTable.printable(table), reason),
        Map.of("table", table, "reason", reason));
    return false;
  }
}
