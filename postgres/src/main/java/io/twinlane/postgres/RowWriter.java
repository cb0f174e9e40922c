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

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final Use[] uses;
  private final byte[][] keys;
  private final JsonBytes out;
  private final Format format;

  /** The column that is the whole row; below zero if its columns are keys. */
  private final int whole;

  private final List<@Nullable String> rowKey = new ArrayList<>();
  private long rows;
  private @Nullable Long total;

  /** What the body is, and what stands between its rows. */
  private enum Format {
    JSON(Use.ITEM, ", \n "),
    LINES(Use.LINE, "\n"),
    RAW(Use.RAW, "");

    private final Use whole;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] between;

    Format(Use whole, String between) {
      this.whole = whole;
      this.between = between.getBytes(StandardCharsets.US_ASCII);
    }

    static Format of(List<Use> uses) {
      return uses.contains(Use.LINE) ? LINES : uses.contains(Use.RAW) ? RAW : JSON;
    }
  }

  private RowWriter(List<ResultColumn> columns, int bytesMax) {
    uses = new Use[columns.size()];
    keys = new byte[columns.size()][];
    out = new JsonBytes(bytesMax);
    for (int i = 0; i < uses.length; i++) {
      uses[i] = columns.get(i).use();
      keys[i] = key(columns.get(i).name());
    }
    List<Use> all = List.of(uses);
    format = Format.of(all);
    whole = all.indexOf(format.whole);
    if (format == Format.JSON) {
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
    if (format == Format.JSON) {
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
      out.raw(format.between);
    }
    rowKey.clear();
    if (whole >= 0) {
      whole(row);
    } else {
      keys(row);
    }
    out.checkSize();
  }

  /** A row that is one column, beside which only a key may stand. */
  private void whole(Row row) {
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] == Use.KEY) {
        rowKey.add(row.getString(i));
      }
    }
    Object value = row.getValue(whole);
    if (format != Format.RAW) {
      value(Use.JSON, value);
    } else if (value instanceof Buffer bytes) {
      out.raw(bytes.getBytes());
    } else if (value != null) {
      out.raw(text(value));
    }
  }

  private void keys(Row row) {
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
