package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A dump on its way: a hidden file that its owner alone may read, locked by whoever writes it. It
 * gets the name of a dump when it is whole and on the disk, and not before.
 */
final class PartialDump implements AutoCloseable {

  static final String ENDING = ".partial";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int SAME_SECOND_MAX = 1_000;

  private final Path folder;
  private final Path file;
  private final Path target;
  private final FileChannel channel;

  private PartialDump(Path folder, Path file, Path target, FileChannel channel) {
    this.folder = folder;
    this.file = file;
    this.target = target;
    this.channel = channel;
  }

  /**
   * Begins one under a name that no other dump has or is about to get.
   *
   * @throws CommandException if the folder cannot be written
   */
  static PartialDump begin(BackupFolder folder, String name, DumpFormat format) {
    try {
      for (int i = 1; i < SAME_SECOND_MAX; i++) {
        String free = name + (i == 1 ? "" : "-" + i) + "." + format.ending();
        Path file = folder.path().resolve("." + free + ENDING);
        Path target = folder.path().resolve(free);
        if (made(file) && !taken(file, target)) {
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          return new PartialDump(folder.path(), file, target, locked(channel));
        }
      }
    } catch (IOException e) {
      throw new CommandException("the folder " + folder.path() + " cannot be written: " + e, e);
    }
    throw new CommandException("too many dumps are called " + name);
  }

  private static boolean made(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Looked at once the hidden file is there: whoever had the name before has it for good by now.
   */
  private static boolean taken(Path file, Path target) throws IOException {
    if (Files.exists(target)) {
      Files.delete(file);
      return true;
    }
    return false;
  }

  private static FileChannel locked(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("another process has locked a file that is new");
    }
    return channel;
  }

  Path file() {
    return file;
  }

  /** How much of it is written by now. */
  long bytes() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new CommandException(file + " cannot be looked at: " + e, e);
    }
  }

  /** What it is, once it is whole. */
  Manifest.Bytes measured() {
    try {
      // by the channel that holds the lock: a file that is opened and closed again loses it
      channel.position(0);
      return Fingerprint.of(channel);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Gives it its name. Its manifest is there before it.
   *
   * @return where it lies now
   */
  Path publish(Manifest manifest) {
    try {
      Path described = file.resolveSibling(file.getFileName() + Manifest.ENDING + ENDING);
      Files.deleteIfExists(described);
      Files.createFile(described, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try (FileChannel writer = FileChannel.open(described, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(manifest.encoded());
        while (bytes.hasRemaining()) {
          writer.write(bytes);
        }
        writer.force(true);
      }
      channel.force(true);
      Files.move(described, Manifest.beside(target), StandardCopyOption.ATOMIC_MOVE);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
      return target;
    } catch (IOException e) {
      throw new CommandException("the dump " + target + " cannot be finished: " + e, e);
    }
  }

  /** Deletes it if it has not become a dump. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      // a later export takes it away
    }
  }
}
