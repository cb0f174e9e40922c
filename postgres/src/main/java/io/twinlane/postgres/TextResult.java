package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.TextForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a statement gives as a JSON object, as it comes: its columns, its rows in
 * PostgreSQL's own text, the first word and the number of its tag. Values are copied, and only
 * escaped.
 */
final class TextResult implements Command.Taker {

  private static final String NO_ROWS = "{\"fields\":[],\"rows\":[";

  private final TextForm form;
  private final Map<Integer, TextType> types;
  private final Room room;
  private final JsonBytes out = new JsonBytes(Integer.MAX_VALUE);
  private byte[][] keys = {};
  private TextType[] shapes = {};
  private boolean described;
  private long rows;
  private int taken;

  /**
   * For an answer in a form.
   *
   * @param types what is not known of itself, if JSON's own types are wanted
   * @param room what may still be written
   */
  TextResult(TextForm form, Map<Integer, TextType> types, Room room) {
    this.form = form;
    this.types = types;
    this.room = room;
  }

  /** The numbers of the types in a RowDescription. */
  static List<Integer> typesOf(ByteBuf description) {
    List<Integer> found = new ArrayList<>();
    int columns = description.readUnsignedShort();
    for (int i = 0; i < columns; i++) {
      Frames.readString(description);
      description.skipBytes(6);
      found.add(description.readInt());
      description.skipBytes(8);
    }
    return found;
  }

  @Override
  public void columns(ByteBuf description) {
    described = true;
    int count = description.readUnsignedShort();
    keys = new byte[count][];
    shapes = new TextType[count];
    out.raw("{\"fields\":[");
    for (int i = 0; i < count; i++) {
      out.raw(i == 0 ? "{\"name\":" : ",{\"name\":");
      column(i, description);
    }
    out.raw("],\"rows\":[");
  }

  private void column(int index, ByteBuf description) {
    String name = Frames.readString(description);
    long table = description.readUnsignedInt();
    short number = description.readShort();
    int type = description.readInt();
    out.string(name);
    out.raw(",\"dataTypeID\":");
    out.number(Integer.toUnsignedLong(type));
    out.raw(",\"tableID\":");
    out.number(table);
    out.raw(",\"columnID\":");
    out.number(number);
    out.raw(",\"dataTypeSize\":");
    out.number(description.readShort());
    out.raw(",\"dataTypeModifier\":");
    out.number(description.readInt());
    out.raw(",\"format\":\"text\"}");
    description.skipBytes(2);
    keys[index] = form.arrays() ? new byte[0] : key(name);
    shapes[index] = form.raw() ? TextType.STRING : types.getOrDefault(type, TextType.of(type));
  }

  private static byte[] key(String name) {
    JsonBytes key = new JsonBytes(Integer.MAX_VALUE);
    key.string(name);
    key.raw(':');
    return key.toArray();
  }

  @Override
  public void expect(int bytes) {
    room.expect(bytes);
  }

  @Override
  public void row(ByteBuf values) {
    int count = values.readUnsignedShort();
    out.raw(rows++ == 0 ? "" : ",");
    out.raw(form.arrays() ? '[' : '{');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.raw(keys[i]);
      value(shapes[i], values.readInt(), values);
    }
    out.raw(form.arrays() ? ']' : '}');
    took();
  }

  private void value(TextType type, int length, ByteBuf values) {
    if (length < 0) {
      out.nothing();
    } else if (type.array()) {
      TextArray.write(text(values, length), type, out);
    } else if (type.form() == TextType.Form.STRING) {
      out.string(values, length);
    } else {
      TextArray.value(type.form(), text(values, length), out);
    }
  }

  private static String text(ByteBuf values, int length) {
    return values.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }

  @Override
  public void done(String tag) {
    if (!described) {
      out.raw(NO_ROWS);
    }
    String[] words = tag.split(" ", -1);
    Long affected = affected(tag);
    out.raw("],\"command\":");
    out.string(words[0]);
    out.raw(",\"rowCount\":");
    out.raw(affected == null ? "null" : affected.toString());
    out.raw(",\"rowAsArray\":");
    out.raw(form.arrays() ? "true}" : "false}");
    took();
  }

  private void took() {
    room.take(out.length() - taken);
    taken = out.length();
  }

  /** A tag of a statement that has to do with rows ends with their number. */
  static @Nullable Long affected(String tag) {
    String last = tag.substring(tag.lastIndexOf(' ') + 1);
    boolean number =
        last.length() < tag.length() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    return number && !last.isEmpty() ? Long.valueOf(last) : null;
  }

  /** What was written. */
  Result result() {
    return new Result(out.buffer(), rows, null, List.of());
  }

  /** What all results of a work together may still take. */
  static final class Room {

    private long left;

    Room(int bytes) {
      left = bytes;
    }

    void take(int bytes) {
      left -= bytes;
      expect(0);
    }

    void expect(int bytes) {
      if (left < bytes) {
        throw new JsonBytes.TooLargeException();
      }
    }
  }
}
