package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of a client, as they go over the wire (PostgreSQL manual, Message Formats). */
final class Frames {

  private static final int NULL = -1;

  private Frames() {}

  /** Text parameters of no declared type. */
  static void parse(ByteBuf out, String name, String sql) {
    int start = begin(out, 'P');
    string(out, name);
    string(out, sql);
    out.writeShort(0);
    end(out, start);
  }

  /** Parameters as text, and every column of the answer as text. */
  static void bind(ByteBuf out, String name, List<@Nullable String> parameters) {
    int start = begin(out, 'B');
    string(out, ""); // the portal
    string(out, name);
    out.writeShort(0);
    out.writeShort(parameters.size());
    for (String parameter : parameters) {
      if (parameter == null) {
        out.writeInt(NULL);
      } else {
        int length = out.writerIndex();
        out.writeInt(0);
        ByteBufUtil.writeUtf8(out, parameter);
        out.setInt(length, out.writerIndex() - length - Integer.BYTES);
      }
    }
    out.writeShort(0);
    end(out, start);
  }

  /** Asks for the columns of the portal. */
  static void describe(ByteBuf out) {
    int describe = begin(out, 'D');
    out.writeByte('P');
    string(out, "");
    end(out, describe);
  }

  /** Runs the portal to its end. */
  static void execute(ByteBuf out) {
    int execute = begin(out, 'E');
    string(out, "");
    out.writeInt(0);
    end(out, execute);
  }

  /** Asks for the columns of a statement, which is not run. */
  static void describeStatement(ByteBuf out, String name) {
    int start = begin(out, 'D');
    out.writeByte('S');
    string(out, name);
    end(out, start);
  }

  static void closeStatement(ByteBuf out, String name) {
    int start = begin(out, 'C');
    out.writeByte('S');
    string(out, name);
    end(out, start);
  }

  static void copyFail(ByteBuf out, String why) {
    int start = begin(out, 'f');
    string(out, why);
    end(out, start);
  }

  static void sync(ByteBuf out) {
    end(out, begin(out, 'S'));
  }

  /**
   * How many ReadyForQuery the messages of a client will be answered with.
   *
   * @throws IllegalStateException if they are not whole
   */
  static int endsAskedFor(ByteBuf messages) {
    int ends = 0;
    int at = messages.readerIndex();
    while (messages.writerIndex() - at > Integer.BYTES) {
      byte type = messages.getByte(at);
      ends += type == 'S' || type == 'Q' ? 1 : 0;
      at += 1 + messages.getInt(at + 1);
    }
    if (at != messages.writerIndex()) {
      throw new IllegalStateException("this version of vertx-pg-client sends parts of messages");
    }
    return ends;
  }

  /** Text that ends with a zero, read to behind that. */
  static String readString(ByteBuf in) {
    int length = in.bytesBefore((byte) 0);
    String text = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    in.skipBytes(1);
    return text;
  }

  /** A value of DataRow that is not null. */
  static String readValue(ByteBuf in) {
    return in.readCharSequence(in.readInt(), StandardCharsets.UTF_8).toString();
  }

  private static int begin(ByteBuf out, char type) {
    out.writeByte(type);
    int start = out.writerIndex();
    out.writeInt(0);
    return start;
  }

  private static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start);
  }

  private static void string(ByteBuf out, String text) {
    ByteBufUtil.writeUtf8(out, text);
    out.writeByte(0);
  }
}
