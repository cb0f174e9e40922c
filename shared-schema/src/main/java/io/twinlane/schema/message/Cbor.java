package io.twinlane.schema.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Records to CBOR (RFC 8949) and back, by the names of their components.
 *
 * <p>A component that the sender does not know is null at the receiver's constructor, one that the
 * receiver does not know is skipped: so two versions of a service can run side by side.
 */
final class Cbor {

  private Cbor() {}

  static byte[] encoded(Object message) {
    try {
      return Mapper.INSTANCE.writeValueAsBytes(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T decoded(byte[] bytes, Class<T> type) {
    try {
      return Mapper.INSTANCE.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made at the first message that leaves the JVM, so that one JVM alone never pays for it. */
  private static final class Mapper {

    static final ObjectMapper INSTANCE =
        CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(
                new SimpleModule()
                    .addSerializer(Buffer.class, new BufferOut())
                    .addDeserializer(Buffer.class, new BufferIn())
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addDeserializer(Duration.class, new DurationIn())
                    .addSerializer(Again.class, NullSerializer.instance)
                    .addSerializer(Deadline.class, new DeadlineOut())
                    .addDeserializer(Deadline.class, new DeadlineIn()))
            .build();
  }

  private static final class BufferOut extends StdSerializer<Buffer> {

    private static final long serialVersionUID = 1L;

    BufferOut() {
      super(Buffer.class);
    }

    @Override
    public void serialize(Buffer buffer, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(buffer.getBytes());
    }
  }

  private static final class BufferIn extends StdDeserializer<Buffer> {

    private static final long serialVersionUID = 1L;

    BufferIn() {
      super(Buffer.class);
    }

    @Override
    public Buffer deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Buffer.buffer(in.getBinaryValue());
    }
  }

  private static final class DurationIn extends StdDeserializer<Duration> {

    private static final long serialVersionUID = 1L;

    DurationIn() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Duration.parse(in.getText());
    }
  }

  private static final class DeadlineOut extends StdSerializer<Deadline> {

    private static final long serialVersionUID = 1L;

    DeadlineOut() {
      super(Deadline.class);
    }

    @Override
    public void serialize(Deadline deadline, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(deadline.remaining().toNanos());
    }
  }

  private static final class DeadlineIn extends StdDeserializer<Deadline> {

    private static final long serialVersionUID = 1L;

    DeadlineIn() {
      super(Deadline.class);
    }

    @Override
    public Deadline deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Deadline.after(Duration.ofNanos(in.getLongValue()));
    }
  }
}
