package io.twinlane.migrator.backup;

import io.twinlane.migrator.backup.Manifest.Kind;
import io.twinlane.migrator.console.CommandException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A dump that lies somewhere, with the manifest that lies beside it, if one does. */
record Dump(Path file, DumpFormat format, Optional<Manifest> manifest) {

  private static final byte[] CUSTOM_BEGINS = "PGDMP".getBytes(StandardCharsets.US_ASCII);
  private static final String PLAIN_ENDS = "-- PostgreSQL database dump complete";
  private static final int TAIL_BYTES_MAX = 1_024;

  /**
   * The dump of a file, recognized by its first bytes.
   *
   * @throws CommandException if it or its manifest cannot be read
   */
  static Dump of(Path file) {
    try (var input = Files.newInputStream(file)) {
      boolean custom = Arrays.equals(input.readNBytes(CUSTOM_BEGINS.length), CUSTOM_BEGINS);
      DumpFormat format = custom ? DumpFormat.CUSTOM : DumpFormat.PLAIN;
      return new Dump(file.toAbsolutePath(), format, Manifest.of(file));
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e, e);
    }
  }

  /** Whether a database can be made of it alone; without a manifest that is to be tried. */
  boolean whole() {
    return manifest.map(known -> known.contents().whole()).orElse(true);
  }

  /** Whether it goes into an empty database only. */
  boolean ofDatabase() {
    return manifest
        .map(known -> known.contents())
        .map(known -> known.kind() != Kind.DATA && known.tables().isEmpty())
        .orElse(true);
  }

  /** The major version of pg_dump that made it, 0 if nobody knows: no older tool may read it. */
  int toolMajor() {
    return manifest.map(known -> ClientTools.majorOf(known.contents().tool())).orElse(0);
  }

  /**
   * Refuses a file that is not, byte for byte, the one that was written, as far as that can be
   * known.
   *
   * @throws CommandException if it is another
   */
  void requireIntact() {
    try (FileChannel channel = FileChannel.open(file)) {
      if (manifest.isPresent()) {
        requireSame(manifest.get().bytes(), Fingerprint.of(channel));
      }
      if (format == DumpFormat.PLAIN && !tail().contains(PLAIN_ENDS)) {
        throw new CommandException(
            file + " does not end as pg_dump ends a dump: it was cut off, or is none");
      }
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e, e);
    }
  }

  private void requireSame(Manifest.Bytes expected, Manifest.Bytes actual) {
    if (expected.count() != actual.count()) {
      throw new CommandException(
          "%s is damaged: it has %,d bytes, and was written with %,d"
              .formatted(file, actual.count(), expected.count()));
    }
    if (!expected.sha256().equals(actual.sha256())) {
      throw new CommandException(
          "%s is damaged: its SHA-256 is %s, and was %s when it was written"
              .formatted(file, actual.sha256(), expected.sha256()));
    }
  }

  private String tail() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, bytes.length() - TAIL_BYTES_MAX);
      byte[] tail = new byte[(int) (bytes.length() - from)];
      bytes.seek(from);
      bytes.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }
}
