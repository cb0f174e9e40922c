package io.twinlane.postgres;

import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Rows to one JSON array, byte for byte what {@code json_agg} would give for them, or to lines.
 *
 * <p>Rows are written as they arrive and kept nowhere else. One writer serves one result.
 */
final class RowWriter {

  private static final byte[] BETWEEN_ROWS = ", \n ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BETWEEN_LINES = {'\n'};
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final Use[] uses;
  private final byte[][] keys;
  private final JsonBytes out;
  private final boolean lines;

  /** The column that is the whole row; below zero if its columns are keys. */
  private final int whole;

  private final List<@Nullable String> rowKey = new ArrayList<>();
  private long rows;
  private @Nullable Long total;

  private RowWriter(List<ResultColumn> columns, int bytesMax) {
    uses = new Use[columns.size()];
    keys = new byte[columns.size()][];
    out = new JsonBytes(bytesMax);
    for (int i = 0; i < uses.length; i++) {
      uses[i] = columns.get(i).use();
      keys[i] = key(columns.get(i).name());
    }
    List<Use> all = List.of(uses);
    lines = all.contains(Use.LINE);
    whole = lines ? all.indexOf(Use.LINE) : all.indexOf(Use.ITEM);
    if (!lines) {
      out.raw('[');
    }
  }

  /** A collector for the driver, of rows whose columns are the given ones. */
  static Collector<Row, RowWriter, RowWriter> collector(List<ResultColumn> columns, int bytesMax) {
    return Collector.of(
        () -> new RowWriter(columns, bytesMax),
        RowWriter::write,
        (_, _) -> {
          throw new IllegalStateException("rows come in one sequence");
        });
  }

  /** What was written, for a statement that affected so many rows if it returned none. */
  Result result(long affected) {
    if (!lines) {
      out.raw(']');
    }
    return new Result(
        Buffer.buffer(out.toArray()), uses.length == 0 ? affected : rows, total, rowKey);
  }

  private void write(Row row) {
    if (!present(row)) {
      return;
    }
    if (rows++ > 0) {
      out.raw(lines ? BETWEEN_LINES : BETWEEN_ROWS);
    }
    rowKey.clear();
    if (whole >= 0) {
      value(Use.JSON, row.getValue(whole));
      out.checkSize();
      return;
    }
    char before = '{';
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] == Use.KEY) {
        rowKey.add(row.getString(i));
      } else if (uses[i] != Use.TOTAL && uses[i] != Use.PRESENT) {
        out.raw(before);
        out.raw(keys[i]);
        value(uses[i], row.getValue(i));
        before = ',';
      }
    }
    if (before == '{') {
      out.raw('{');
    }
    out.raw('}');
    out.checkSize();
  }

  /** Notes the total, and answers whether the row is one of the page's. */
  private boolean present(Row row) {
    boolean present = true;
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] == Use.TOTAL) {
        total = row.getLong(i);
      } else if (uses[i] == Use.PRESENT) {
        present = row.getValue(i) != null;
      }
    }
    return present;
  }

  private void value(Use use, @Nullable Object value) {
    if (value == null) {
      out.raw(NULL);
      return;
    }
    switch (use) {
      case VALUE -> plain(value);
      case NUMBER -> number(text(value));
      case JSON -> out.raw(text(value));
      case KEY, TOTAL, PRESENT, ITEM, LINE ->
          throw new IllegalStateException(use + " is not written");
    }
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new TypeChangedException(value.getClass());
  }

  private void number(String text) {
    char last = text.charAt(text.length() - 1);
    if (last >= '0' && last <= '9') {
      out.raw(text);
    } else {
      out.string(text); // NaN, Infinity, -Infinity
    }
  }

  private void plain(Object value) {
    switch (value) {
      case String text -> out.string(text);
      case Long number -> out.number(number);
      case Integer number -> out.number(number);
      case Short number -> out.number(number);
      case Boolean flag -> out.raw(flag ? TRUE : FALSE);
      case UUID uuid -> out.string(uuid.toString());
      case OffsetDateTime time -> JsonTimes.write(out, time);
      case LocalDate date -> JsonTimes.write(out, date);
      case LocalDateTime time -> JsonTimes.write(out, time);
      default -> throw new TypeChangedException(value.getClass());
    }
  }

  private static byte[] key(String name) {
    JsonBytes key = new JsonBytes(Integer.MAX_VALUE);
    key.string(name);
    key.raw(':');
    return key.toArray();
  }
}
