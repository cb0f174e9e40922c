package io.twinlane.schema.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What members tell each other. Notices of one member arrive in the order in which it sent them;
 * one with an id other than 0 is confirmed by whoever gets it.
 */
sealed interface Notice {

  /** All about the sender, in place of whatever was known of it. */
  record Card(long id, Optional<Bus> bus, List<Registration> registrations) implements Notice {
    public Card {
      registrations = List.copyOf(registrations);
    }
  }

  /** The sender has one more consumer. */
  record Added(long id, Registration registration) implements Notice {}

  /** The sender has one consumer less. */
  record Removed(long id, Registration registration) implements Notice {}

  /** The sender knows what the receiver said under this id. */
  record Confirmed(long id) implements Notice {}

  /** Where a member's event bus listens. */
  record Bus(String host, int port) {}

  /** A consumer of a member's; the number tells apart those at the same address. */
  record Registration(String address, long number) {}

  /** The bytes that travel: a letter, the id, and the rest. */
  default byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (this) {
        case Card(long id, var bus, var registrations) -> {
          begin(out, 'C', id);
          out.writeUTF(bus.map(Bus::host).orElse(""));
          out.writeInt(bus.map(Bus::port).orElse(0));
          out.writeInt(registrations.size());
          for (Registration registration : registrations) {
            write(out, registration);
          }
        }
        case Added(long id, var registration) -> write(begin(out, 'A', id), registration);
        case Removed(long id, var registration) -> write(begin(out, 'R', id), registration);
        case Confirmed(long id) -> begin(out, 'K', id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The notice that these bytes are of; fails with {@link IOException} if they are of none. */
  static Notice decoded(byte[] bytes, int offset, int length) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
    int kind = in.readByte();
    long id = in.readLong();
    return switch (kind) {
      case 'C' -> card(in, id);
      case 'A' -> new Added(id, registration(in));
      case 'R' -> new Removed(id, registration(in));
      case 'K' -> new Confirmed(id);
      default -> throw new IOException("no notice begins with " + kind);
    };
  }

  private static DataOutputStream begin(DataOutputStream out, char kind, long id)
      throws IOException {
    out.writeByte(kind);
    out.writeLong(id);
    return out;
  }

  private static void write(DataOutputStream out, Registration registration) throws IOException {
    out.writeUTF(registration.address());
    out.writeLong(registration.number());
  }

  private static Card card(DataInputStream in, long id) throws IOException {
    String host = in.readUTF();
    int port = in.readInt();
    int count = in.readInt();
    List<Registration> registrations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      registrations.add(registration(in));
    }
    Optional<Bus> bus = host.isEmpty() ? Optional.empty() : Optional.of(new Bus(host, port));
    return new Card(id, bus, registrations);
  }

  private static Registration registration(DataInputStream in) throws IOException {
    return new Registration(in.readUTF(), in.readLong());
  }
}
