package io.twinlane.schema.testkit;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A message of Protocol Buffers, by the numbers of its fields (protobuf.dev, Encoding). */
final class Protobuf {

  private record Field(int number, long value, Buffer bytes) {}

  private final List<Field> fields = new ArrayList<>();

  Protobuf(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >> 3);
      fields.add(
          switch ((int) (tag & 7)) {
            case 0 -> new Field(number, varint(in), Buffer.buffer());
            case 1 -> new Field(number, in.getLong(), Buffer.buffer());
            case 2 -> new Field(number, 0, Buffer.buffer(bytes(in, (int) varint(in))));
            case 5 -> new Field(number, in.getInt(), Buffer.buffer());
            default -> throw new IllegalArgumentException("no such type: " + tag);
          });
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  boolean has(int number) {
    return fields.stream().anyMatch(field -> field.number() == number);
  }

  Stream<Protobuf> messages(int number) {
    return fields.stream()
        .filter(field -> field.number() == number)
        .map(field -> new Protobuf(field.bytes().getBytes()));
  }

  /** Empty if it is not there. */
  byte[] bytes(int number) {
    return fields.stream()
        .filter(field -> field.number() == number)
        .map(field -> field.bytes().getBytes())
        .findFirst()
        .orElse(new byte[0]);
  }

  /** Zero if it is not there. */
  long number(int number) {
    return fields.stream()
        .filter(field -> field.number() == number)
        .mapToLong(Field::value)
        .findFirst()
        .orElse(0);
  }
}
