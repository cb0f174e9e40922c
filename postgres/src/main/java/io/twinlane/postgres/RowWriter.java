package io.twinlane.postgres;

import io.twinlane.postgres.RowFormat.Body;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
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

  private final RowFormat format;
  private final JsonBytes out;

  /** The place of the first of its columns in a row. */
  private final int first;

  private final List<@Nullable String> rowKey = new ArrayList<>();
  private long rows;
  private @Nullable Long total;

  /** For rows in which so many columns of others stand before its own. */
  RowWriter(RowFormat format, int first, int bytesMax) {
    this.format = format;
    this.first = first;
    out = new JsonBytes(bytesMax);
    if (format.body() == Body.JSON) {
      out.raw('[');
    }
  }

  /** A collector for the driver, of rows whose columns are the given ones. */
  static Collector<Row, RowWriter, RowWriter> collector(List<ResultColumn> columns, int bytesMax) {
    return Collector.of(
        () -> new RowWriter(new RowFormat(columns), 0, bytesMax),
        RowWriter::write,
        (_, _) -> {
          throw new IllegalStateException("rows come in one sequence");
        });
  }

  /** What was written, for a statement that affected so many rows if it returned none. */
  Result result(long affected) {
    if (format.body() == Body.JSON) {
      out.raw(']');
    }
    return new Result(
        Buffer.buffer(out.toArray()), format.columns() == 0 ? affected : rows, total, rowKey);
  }

  /** How many bytes were written. */
  int length() {
    return out.length();
  }

  void write(Row row) {
    if (!present(row)) {
      return;
    }
    if (rows++ > 0) {
      out.raw(format.body().between());
    }
    rowKey.clear();
    if (format.whole() >= 0) {
      whole(row);
    } else {
      keys(row);
    }
    out.checkSize();
  }

  /** A row that is one column, beside which only a key may stand. */
  private void whole(Row row) {
    for (int i = 0; i < format.columns(); i++) {
      if (format.use(i) == Use.KEY) {
        rowKey.add(row.getString(first + i));
      }
    }
    Object value = row.getValue(first + format.whole());
    if (format.body() != Body.RAW) {
      value(Use.JSON, value);
    } else if (value instanceof Buffer bytes) {
      out.raw(bytes.getBytes());
    } else if (value != null) {
      out.raw(text(value));
    }
  }

  private void keys(Row row) {
    char before = '{';
    for (int i = 0; i < format.columns(); i++) {
      Use use = format.use(i);
      if (use == Use.KEY) {
        rowKey.add(row.getString(first + i));
      } else if (use != Use.TOTAL && use != Use.PRESENT) {
        out.raw(before);
        out.raw(format.key(i));
        value(use, row.getValue(first + i));
        before = ',';
      }
    }
    if (before == '{') {
      out.raw('{');
    }
    out.raw('}');
  }

  /** Notes the total, and answers whether the row is one of the page's. */
  private boolean present(Row row) {
    boolean present = true;
    for (int i = 0; i < format.columns(); i++) {
      if (format.use(i) == Use.TOTAL) {
        total = row.getLong(first + i);
      } else if (format.use(i) == Use.PRESENT) {
        present = row.getValue(first + i) != null;
      }
    }
    return present;
  }

  private void value(Use use, @Nullable Object value) {
    if (value == null) {
      out.nothing();
      return;
    }
    switch (use) {
      case VALUE -> plain(value);
      case NUMBER -> number(text(value));
      case JSON -> out.raw(text(value));
      case KEY, TOTAL, PRESENT, ITEM, LINE, RAW ->
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
      case Boolean flag -> out.bool(flag);
      case UUID uuid -> out.string(uuid.toString());
      case OffsetDateTime time -> JsonTimes.write(out, time);
      case LocalDate date -> JsonTimes.write(out, date);
      case LocalDateTime time -> JsonTimes.write(out, time);
      default -> throw new TypeChangedException(value.getClass());
    }
  }
}
