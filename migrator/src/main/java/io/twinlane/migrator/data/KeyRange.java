package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The way through a table in the order of its key, a range of rows at a time. A range is described
 * by the values of its last row, so that it does not matter what is added or taken away on the way.
 *
 * @param from the table with its alias, as FROM takes it
 * @param columns of the key, each with the alias in front
 * @param types of the key's columns
 */
record KeyRange(String from, List<String> columns, List<String> types) {

  private static final String KEY =
      """
      select a.attname as name, quote_ident(a.attname) as quoted,
        format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null
      from pg_index i
      cross join unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality as k (number, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
      where i.indexrelid = ?
      order by k.place\
      """;

  /** The index of the primary key, or the first one that begins with the columns of a key. */
  private static final String INDEX =
      """
      select i.indexrelid
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      where i.indrelid = to_regclass(?) and i.indisvalid and i.indpred is null
        and case when cardinality(?::text[]) = 0 then i.indisprimary else (
          select array_agg(a.attname::text order by k.place) from unnest(i.indkey) with ordinality as k (number, place)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where k.place <= cardinality(?::text[])
        ) = ?::text[] end
      order by i.indisprimary desc, i.indisunique desc, c.relname
      limit 1\
      """;

  private static final Pattern ESTIMATE = Pattern.compile("\"Plan Rows\": (\\d+)");

  KeyRange {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
  }

  /**
   * The last row of a range.
   *
   * @param key its key as text
   * @param rows how many rows the range has
   */
  record Last(List<String> key, long rows) {

    Last {
      key = List.copyOf(key);
    }
  }

  /**
   * The way that a job takes.
   *
   * @throws CommandException if there is no such table, or no index that leads along the key
   */
  static KeyRange of(Connection connection, BackfillJob job) throws SQLException {
    long index = index(connection, job);
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setLong(1, index);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next() && (job.key().isEmpty() || columns.size() < job.key().size())) {
          if (!rows.getBoolean("not_null")) {
            throw new CommandException(
                "%s: the column %s of the key may be null; such rows have no place in the order"
                    .formatted(job.name(), rows.getString("name")));
          }
          columns.add(job.alias() + "." + rows.getString("quoted"));
          types.add(rows.getString("type"));
        }
      }
    }
    return new KeyRange(job.table() + " as " + job.alias(), columns, types);
  }

  private static long index(Connection connection, BackfillJob job) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INDEX)) {
      var key = connection.createArrayOf("text", job.key().toArray());
      statement.setString(1, job.table());
      statement.setArray(2, key);
      statement.setArray(3, key);
      statement.setArray(4, key);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          return rows.getLong(1);
        }
      }
    }
    throw new CommandException(
        job.key().isEmpty()
            ? "%s: there is no table %s with a primary key; name the columns of a unique index in a comment such as \"-- key: code\""
                .formatted(job.name(), job.table())
            : "%s: %s has no index that begins with %s; batches would read the whole table each time"
                .formatted(job.name(), job.table(), String.join(", ", job.key())));
  }

  /** About how many rows there are, as PostgreSQL's planner believes. */
  long total(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain (format json) select from " + from)) {
      rows.next();
      Matcher estimate = ESTIMATE.matcher(rows.getString(1));
      return estimate.find() ? Long.parseLong(estimate.group(1)) : 0;
    }
  }

  /** Where the next range ends; nowhere if there are no rows behind the last one. */
  Optional<Last> next(Connection connection, List<String> after, int size) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet rows = statement.executeQuery(question(statement, after, size))) {
        if (!rows.next()) {
          return Optional.empty();
        }
        List<String> key = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          key.add(rows.getString(i + 2));
        }
        return Optional.of(new Last(key, rows.getLong(1)));
      }
    }
  }

  private String question(Statement statement, List<String> after, int size) throws SQLException {
    String behind = after.isEmpty() ? "" : " where " + compared(statement, ">", after);
    return """
    with batch as materialized (
      select %s from %s%s order by %s fetch first %d rows with ties
    )
    select (select count(*) from batch), %s from batch order by %s limit 1\
    """
        .formatted(
            numbered(columns, " as k"),
            from,
            behind,
            String.join(", ", columns),
            size,
            keys("::text"),
            keys(" desc"));
  }

  /** The condition on rows behind one and up to another. */
  String condition(Statement statement, List<String> after, List<String> last) throws SQLException {
    String end = compared(statement, "<=", last);
    return after.isEmpty()
        ? "(" + end + ")"
        : "(" + compared(statement, ">", after) + " and " + end + ")";
  }

  private String compared(Statement statement, String operator, List<String> values)
      throws SQLException {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      literals.add(statement.enquoteLiteral(values.get(i)) + "::" + types.get(i));
    }
    return "(%s) %s (%s)"
        .formatted(String.join(", ", columns), operator, String.join(", ", literals));
  }

  private static String numbered(List<String> columns, String word) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i) + word + i)
        .collect(Collectors.joining(", "));
  }

  private String keys(String suffix) {
    return IntStream.range(0, columns.size())
        // with the table in front: alone it would mean the text in the list of columns
        .mapToObj(i -> "batch.k" + i + suffix)
        .collect(Collectors.joining(", "));
  }
}
