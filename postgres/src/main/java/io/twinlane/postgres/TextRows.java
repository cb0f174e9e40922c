package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.twinlane.postgres.RowFormat.Body;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's own text to what {@link RowWriter} makes of decoded ones, byte for byte:
 * values are copied, and only escaped. One serves one result.
 */
final class TextRows implements Command.Taker {

  /** What a row's message may have that is not written: lengths, and a key beside the body. */
  private static final int AROUND_VALUES_MAX = 64 << 10;

  private final RowFormat format;
  private final int bytesMax;
  private final JsonBytes out;
  private final @Nullable Plain[] plain;
  private final List<@Nullable String> rowKey = new ArrayList<>();
  private boolean told;
  private boolean unfit;
  private long rows;
  private long affected;
  private @Nullable Long total;

  TextRows(List<ResultColumn> columns, int bytesMax) {
    this.format = new RowFormat(columns);
    this.bytesMax = bytesMax;
    this.plain = new Plain[format.columns()];
    out = new JsonBytes(bytesMax);
    if (format.body() == Body.JSON) {
      out.raw('[');
    }
  }

  /** How the text of a type becomes JSON, by {@code pg_type.oid}. */
  private enum Plain {
    COPIED,
    BOOLEAN,
    STRING,
    TIME;

    /** The first number of a type that does not come with PostgreSQL; the driver reads its text. */
    private static final int FIRST_OF_OTHERS = 16_384;

    /** Null for what may be decoded to something that is not written. */
    static @Nullable Plain of(int oid) {
      return switch (oid) {
        case 16 -> BOOLEAN;
        case 20, 21, 23 -> COPIED;
        case 18, 19, 25, 705, 1_042, 1_043, 1_082, 2_950 -> STRING;
        case 1_114, 1_184 -> TIME;
        default -> Integer.toUnsignedLong(oid) >= FIRST_OF_OTHERS ? STRING : null;
      };
    }
  }

  /** Whether the rows could be written; where not, they have to be read in another way. */
  boolean written() {
    return !unfit;
  }

  @Override
  public Columns wants() {
    return format.columns() == 0 || told ? Columns.NOTHING : Columns.TYPES;
  }

  @Override
  public void columns(ByteBuf description) {
    told = true;
    List<Integer> types = TextResult.typesOf(description);
    unfit = types.size() != format.columns();
    for (int i = 0; i < format.columns() && !unfit; i++) {
      plain[i] = Plain.of(types.get(i));
      unfit = !fits(format.use(i), plain[i]);
    }
  }

  private static boolean fits(Use use, @Nullable Plain type) {
    return switch (use) {
      case VALUE -> type != null;
      case NUMBER, JSON, ITEM, LINE, KEY -> type == Plain.STRING;
      case TOTAL -> type == Plain.COPIED;
      case PRESENT -> true;
      case RAW -> false;
    };
  }

  @Override
  public void expect(int bytes) {
    if ((long) out.length() + bytes > (long) bytesMax + AROUND_VALUES_MAX) {
      throw new JsonBytes.TooLargeException();
    }
  }

  @Override
  public void row(ByteBuf values) {
    if (unfit) {
      return;
    }
    values.skipBytes(Short.BYTES); // as many as there are columns
    int start = values.readerIndex();
    if (!present(values)) {
      return;
    }
    values.readerIndex(start);
    if (rows++ > 0) {
      out.raw(format.body().between());
    }
    rowKey.clear();
    write(values);
    out.checkSize();
  }

  /** Of a statement that gives no rows, the number of those that it has affected ends its tag. */
  @Override
  public void done(String tag) {
    if (format.columns() == 0) {
      affected = Objects.requireNonNullElse(TextResult.affected(tag), 0L);
    }
  }

  /** Notes the total, and answers whether the row is one of the page's. */
  private boolean present(ByteBuf values) {
    boolean present = true;
    for (int i = 0; i < format.columns(); i++) {
      int length = values.readInt();
      switch (format.use(i)) {
        case TOTAL -> total = length < 0 ? null : (Long) Long.parseLong(text(values, length));
        case PRESENT -> {
          present = length >= 0;
          skip(values, length);
        }
        case VALUE, NUMBER, JSON, ITEM, LINE, RAW, KEY -> skip(values, length);
      }
    }
    return present;
  }

  private void write(ByteBuf values) {
    boolean whole = format.whole() >= 0;
    char before = '{';
    for (int i = 0; i < format.columns(); i++) {
      int length = values.readInt();
      switch (format.use(i)) {
        case KEY -> rowKey.add(length < 0 ? null : text(values, length));
        case TOTAL, PRESENT -> skip(values, length);
        case ITEM, LINE -> whole(values, length);
        case VALUE, NUMBER, JSON, RAW -> {
          if (whole) {
            skip(values, length);
          } else {
            out.raw(before);
            out.raw(format.key(i));
            value(i, length, values);
            before = ',';
          }
        }
      }
    }
    if (!whole) {
      if (before == '{') {
        out.raw('{');
      }
      out.raw('}');
    }
  }

  private void value(int column, int length, ByteBuf values) {
    Plain type = plain[column];
    if (length < 0) {
      out.nothing();
    } else if (format.use(column) == Use.JSON || type == Plain.COPIED) {
      out.raw(values, length);
    } else if (format.use(column) == Use.NUMBER) {
      number(length, values);
    } else if (type == Plain.BOOLEAN) {
      out.bool(values.readByte() == 't');
    } else if (type == Plain.TIME) {
      time(text(values, length));
    } else {
      out.string(values, length);
    }
  }

  private void number(int length, ByteBuf values) {
    byte last = values.getByte(values.readerIndex() + length - 1);
    if (last >= '0' && last <= '9') {
      out.raw(values, length);
    } else {
      out.string(values, length); // NaN, Infinity, -Infinity
    }
  }

  /** ISO 8601 in place of PostgreSQL's own form: a T, and an offset with minutes. */
  private void time(String text) {
    int clock = text.indexOf(' ') + 1;
    if (clock == 0) {
      out.string(text); // infinity, -infinity
      return;
    }
    int sign = Math.max(text.indexOf('+', clock), text.indexOf('-', clock));
    int era = text.indexOf(' ', clock);
    int end = era < 0 ? text.length() : era;
    out.raw('"');
    out.raw(text.substring(0, clock - 1));
    out.raw('T');
    out.raw(text.substring(clock, end));
    if (sign > 0 && text.indexOf(':', sign) < 0) {
      out.raw(":00");
    }
    out.raw(text.substring(end));
    out.raw('"');
  }

  private void whole(ByteBuf values, int length) {
    if (length < 0) {
      out.nothing();
    } else {
      out.raw(values, length);
    }
  }

  private static void skip(ByteBuf values, int length) {
    values.skipBytes(Math.max(0, length));
  }

  private static String text(ByteBuf values, int length) {
    return values.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }

  /** What was written. */
  Result result() {
    if (format.body() == Body.JSON) {
      out.raw(']');
    }
    return new Result(out.buffer(), format.columns() == 0 ? affected : rows, total, rowKey);
  }
}
