package io.twinlane.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes that grow as they are written, up to a limit. Not safe for several threads.
 *
 * <p>Strings are escaped as PostgreSQL's escape_json does it: the two-character escapes, {@code
 * \\u00XX} for other control characters, and everything else as it stands.
 */
final class JsonBytes {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_SIZE = 512;

  private final int max;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  JsonBytes(int max) {
    this.max = max;
  }

  /** More bytes than the limit allows. */
  static final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("the answer is too large", null, false, false);
    }
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  void raw(byte[] ascii) {
    room(ascii.length);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
  }

  void raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  /** Text as it stands, in UTF-8. */
  void raw(String text) {
    fits(text);
    room(3L * text.length());
    for (int i = 0; i < text.length(); i++) {
      i = utf8(text, i);
    }
  }

  /** So many bytes of UTF-8 as they stand, which are read. */
  void raw(ByteBuf utf8, int count) {
    room(count);
    utf8.readBytes(bytes, length, count);
    length += count;
  }

  /** The word {@code null}. */
  void nothing() {
    raw(NULL);
  }

  void bool(boolean value) {
    raw(value ? TRUE : FALSE);
  }

  void number(long value) {
    room(20);
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        raw(Long.toString(value));
        return;
      }
      bytes[length++] = '-';
      value = -value;
    }
    int digits = digits(value);
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length += digits;
  }

  /** A number below the given power of ten, with leading zeros to that many digits. */
  void padded(int value, int digits) {
    room(digits);
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length += digits;
  }

  /** A JSON string. */
  void string(String text) {
    fits(text);
    room(6L * text.length() + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
      } else if (c < 0x80) {
        escaped(c);
      } else {
        i = utf8(text, i);
      }
    }
    bytes[length++] = '"';
  }

  /** A JSON string of so many bytes of UTF-8, which are read. */
  void string(ByteBuf utf8, int count) {
    int escapes = escapes(utf8, count);
    room((long) count + escapes + 2);
    bytes[length++] = '"';
    if (escapes == 0) {
      utf8.readBytes(bytes, length, count);
      length += count;
    } else {
      for (int i = 0; i < count; i++) {
        byte b = utf8.readByte();
        if (plain(b)) {
          bytes[length++] = b;
        } else {
          escaped((char) b);
        }
      }
    }
    bytes[length++] = '"';
  }

  /** How many bytes more it takes to escape so many bytes, at most. */
  private static int escapes(ByteBuf utf8, int count) {
    int escapes = 0;
    int start = utf8.readerIndex();
    for (int i = start; i < start + count; i++) {
      if (!plain(utf8.getByte(i))) {
        escapes += 5;
      }
    }
    return escapes;
  }

  private static boolean plain(byte b) {
    return (b >= ' ' || b < 0) && b != '"' && b != '\\';
  }

  private void escaped(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[length++] = (byte) c;
      case '\b' -> bytes[length++] = 'b';
      case '\f' -> bytes[length++] = 'f';
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 15];
      }
    }
  }

  /** Writes the character at an index, and answers the index of its last half. */
  private int utf8(String text, int index) {
    char c = text.charAt(index);
    if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
      sixBits(c);
    } else if (Character.isHighSurrogate(c) && index + 1 < text.length()) {
      int point = Character.toCodePoint(c, text.charAt(index + 1));
      bytes[length++] = (byte) (0xF0 | (point >> 18));
      sixBits(point >> 12);
      sixBits(point >> 6);
      sixBits(point);
      return index + 1;
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      sixBits(c >> 6);
      sixBits(c);
    }
    return index;
  }

  private void sixBits(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3F));
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * Each character is a byte at least: what cannot fit is refused before memory is taken for it.
   */
  private void fits(String text) {
    if ((long) length + text.length() > max) {
      throw new TooLargeException();
    }
  }

  private void room(long more) {
    long needed = length + more;
    if (needed <= bytes.length) {
      return;
    }
    // what may be needed is an upper bound: the limit itself is checked row by row
    if (length > max || needed > Integer.MAX_VALUE - 8) {
      throw new TooLargeException();
    }
    bytes =
        Arrays.copyOf(
            bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
  }

  /**
   * What was written, which is not written on. It is not copied, unless there is much room behind
   * it.
   */
  Buffer buffer() {
    return bytes.length - length > length / 8
        ? Buffer.buffer(toArray())
        : BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
  }

  /** Refuses what is over the limit. */
  void checkSize() {
    if (length > max) {
      throw new TooLargeException();
    }
  }
}
