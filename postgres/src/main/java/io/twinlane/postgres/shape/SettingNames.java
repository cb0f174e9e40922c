package io.twinlane.postgres.shape;

import io.twinlane.schema.catalog.SettingsRead;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the names that calls of {@code current_setting} give, as they stand in PostgreSQL's
 * trees: the bytes of a value of type {@code text}, in decimal, its length before it.
 */
final class SettingNames {

  private static final int HEADER = Integer.BYTES;

  private final Set<String> names = new HashSet<>();
  private boolean any;

  /**
   * One more.
   *
   * @param bytes separated by spaces; empty for a call that gives what is no constant
   */
  void add(String bytes) {
    String name = name(bytes);
    if (name == null) {
      any = true;
    } else {
      names.add(name);
    }
  }

  /** All that have been added. */
  SettingsRead read() {
    return any ? SettingsRead.anything() : SettingsRead.of(names);
  }

  /** Null where it is anything but plain ASCII of the length that it says. */
  private static @Nullable String name(String bytes) {
    String[] parts = bytes.strip().split(" ", -1);
    if (parts.length <= HEADER) {
      return null;
    }
    byte[] datum = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      datum[i] = (byte) Integer.parseInt(parts[i]);
      if (i >= HEADER && datum[i] <= 0) {
        return null;
      }
    }
    return length(datum) == datum.length
        ? new String(datum, HEADER, datum.length - HEADER, StandardCharsets.US_ASCII)
        : null;
  }

  /** Of a value that is neither compressed nor elsewhere, on a server whose bytes are ours. */
  private static int length(byte[] datum) {
    int header =
        (datum[0] & 0xff) | (datum[1] & 0xff) << 8 | (datum[2] & 0xff) << 16 | datum[3] << 24;
    return (header & 3) == 0 ? header >>> 2 : -1;
  }
}
