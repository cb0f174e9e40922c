package io.twinlane.schema.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The codecs of every message.
 *
 * <p>Vert.x looks a codec up by a body's exact class, so each record has its own. Inside a JVM the
 * record itself travels; between JVMs it travels as CBOR.
 */
public final class Messages {

  private Messages() {}

  /** Registers a codec for every record below {@link Message}. Call once for an event bus. */
  public static void register(EventBus bus) {
    types().forEach(type -> registerOne(bus, type));
  }

  /** Every record below {@link Message}. */
  static List<Class<?>> types() {
    return recordsBelow(Message.class).distinct().toList();
  }

  private static Stream<Class<?>> recordsBelow(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Messages::recordsBelow);
  }

  private static <T> void registerOne(EventBus bus, Class<T> type) {
    bus.registerDefaultCodec(type, new Codec<>(type));
  }

  /** The codec of one record type. */
  record Codec<T>(Class<T> type) implements MessageCodec<T, T> {

    @Override
    public void encodeToWire(Buffer buffer, T message) {
      byte[] bytes = Cbor.encoded(message);
      buffer.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
      int start = position + Integer.BYTES;
      return Cbor.decoded(buffer.getBytes(start, start + buffer.getInt(position)), type);
    }

    @Override
    public T transform(T message) {
      return message;
    }

    @Override
    public String name() {
      return "twinlane." + type.getSimpleName();
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
