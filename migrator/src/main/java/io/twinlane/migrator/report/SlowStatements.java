package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.milliseconds;
import static io.twinlane.migrator.report.Column.percent;
import static io.twinlane.migrator.report.Column.raw;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that took most of the time in this database, from pg_stat_statements. Values are
 * not shown: where PostgreSQL may have left them in a statement, only its first words are.
 */
final class SlowStatements {

  private static final List<Column> COLUMNS =
      List.of(
          milliseconds("total_ms"),
          percent("share_percent"),
          count("calls"),
          milliseconds("mean_ms"),
          milliseconds("max_ms"),
          count("rows"),
          percent("cached_percent"),
          text("statement"),
          raw("query_id"),
          raw("query"));

  private static final String SQL =
      """
      select sum(s.total_exec_time) as total_ms,
        100 * sum(s.total_exec_time) / nullif(sum(sum(s.total_exec_time)) over (), 0)
          as share_percent,
        sum(s.calls)::int8 as calls,
        sum(s.total_exec_time) / nullif(sum(s.calls), 0) as mean_ms,
        max(s.max_exec_time) as max_ms,
        sum(s.rows)::int8 as rows,
        100.0 * sum(s.shared_blks_hit)
          / nullif(sum(s.shared_blks_hit) + sum(s.shared_blks_read), 0) as cached_percent,
        null as statement,
        s.queryid::text as query_id,
        max(s.query) as query
      from SCHEMA.pg_stat_statements s
      where s.dbid = (select oid from pg_database where datname = current_database())
      group by s.queryid
      order by 1 desc
      """;

  /** Kinds of statements of which PostgreSQL keeps no values. */
  private static final Pattern NORMALIZED =
      Pattern.compile("(select|insert|update|delete|merge|with|values|table)\\b.*", flags());

  private static final Pattern COMMENTS = Pattern.compile("/\\*.*?\\*/|--[^\n]*(\n|$)", flags());
  private static final int LENGTH_MAX = 100;

  private SlowStatements() {}

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  static Findings found(Connection connection) throws SQLException {
    StatementsExtension extension = StatementsExtension.of(connection);
    if (!extension.ready()) {
      return new Findings(COLUMNS, List.of(), extension.steps(), true);
    }
    Question question = new Question(SQL.replace("SCHEMA", extension.schema()), COLUMNS);
    List<Row> rows = question.ask(connection);
    List<String> notes = new ArrayList<>(extension.notes(connection));
    if (rows.stream().anyMatch(row -> row.text("query").equals("<insufficient privilege>"))) {
      notes.add("statements of other users are hidden; GRANT pg_read_all_stats shows them");
    }
    return new Findings(COLUMNS, rows.stream().map(SlowStatements::told).toList(), notes, false);
  }

  private static Row told(Row row) {
    String query = withoutValues(row.text("query"));
    Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
    values.put("query", query);
    String line = query.replaceAll("\\s+", " ");
    values.put(
        "statement", line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX - 1) + "…" : line);
    return new Row(values);
  }

  /** A statement as it may be shown to anybody who sees the output. */
  static String withoutValues(String query) {
    String bare = COMMENTS.matcher(query).replaceAll(" ").strip();
    if (bare.startsWith("<") || NORMALIZED.matcher(bare.replaceFirst("^[(\\s]+", "")).matches()) {
      return bare;
    }
    String[] words = bare.split("\\s+", 3);
    return words.length < 3 ? words[0] + " …" : words[0] + " " + words[1] + " …";
  }
}
