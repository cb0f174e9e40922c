package io.twinlane.migrator.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How many bytes there are, and which: no other bytes have the same SHA-256. */
final class Fingerprint {

  private static final int BUFFER_BYTES = 1 << 20;

  private Fingerprint() {}

  static Manifest.Bytes of(ReadableByteChannel channel) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long count = 0;
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      count += buffer.remaining();
      digest.update(buffer);
      buffer.clear();
    }
    return new Manifest.Bytes(count, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
