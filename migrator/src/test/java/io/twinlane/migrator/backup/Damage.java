package io.twinlane.migrator.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What disks and networks do to files, the same each time. */
final class Damage {

  private final Random random = new Random(20);
  private final Path dump;

  Damage(Path dump) {
    this.dump = dump;
  }

  /** A copy, with its manifest, in which one bit of one byte is another. */
  Path flipped() throws IOException {
    return changed(bytes -> {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    });
  }

  /** A copy, with its manifest, that ends too soon. */
  Path cut() throws IOException {
    return changed(bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  private Path changed(UnaryOperator<byte[]> change) throws IOException {
    Path copy = dump.resolveSibling("damaged-" + random.nextInt(1_000_000) + ".dump");
    Files.write(copy, change.apply(Files.readAllBytes(dump)));
    Files.copy(Manifest.beside(dump), Manifest.beside(copy), StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }

  /** Has the manifest of a damaged copy say that it is as it should be. */
  static Path excused(Path copy) throws IOException {
    Manifest.Bytes before = Manifest.of(copy).orElseThrow().bytes();
    Manifest.Bytes now;
    try (FileChannel channel = FileChannel.open(copy)) {
      now = Fingerprint.of(channel);
    }
    String text = Files.readString(Manifest.beside(copy));
    Files.writeString(
        Manifest.beside(copy),
        text.replace(before.sha256(), now.sha256())
            .replace("\"count\" : " + before.count(), "\"count\" : " + now.count()));
    return copy;
  }

  /** Takes the manifest of a damaged copy away. */
  static Path undescribed(Path copy) throws IOException {
    Files.delete(Manifest.beside(copy));
    return copy;
  }
}
