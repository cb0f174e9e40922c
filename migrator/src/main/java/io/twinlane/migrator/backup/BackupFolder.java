package io.twinlane.migrator.backup;

import io.twinlane.migrator.console.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder that dumps lie in, which its owner alone may look into. */
record BackupFolder(Path path) {

  /** So that nobody takes away what another has made this moment and not locked yet. */
  private static final Duration CLEARED_AFTER = Duration.ofMinutes(1);

  /**
   * Makes it if it is not there, and takes away what exports that were killed have left in it.
   *
   * @throws CommandException if it cannot be made
   */
  void prepare() {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Path partial : entries("." + "*" + PartialDump.ENDING)) {
        clear(partial);
      }
    } catch (IOException e) {
      throw new CommandException("the folder " + path + " cannot be used: " + e, e);
    }
  }

  /** A file that nobody has locked belongs to nobody who lives. */
  private static void clear(Path partial) throws IOException {
    Instant changed = Files.getLastModifiedTime(partial).toInstant();
    if (changed.isAfter(Instant.now().minus(CLEARED_AFTER))) {
      return;
    }
    try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.delete(partial);
      }
    } catch (OverlappingFileLockException e) {
      // another thread of this process is writing it
    }
  }

  /**
   * Deletes dumps that are older than they need to become, with their manifests. The newest of each
   * kind stays, however old; so does every file that has no manifest.
   *
   * @param newest the manifest of the one that was just made
   * @return those that are gone
   */
  List<Path> forget(Manifest newest, Duration retention) {
    Instant limit = Instant.parse(newest.origin().time()).minus(retention);
    List<Aged> dumps = dumps(newest.origin());
    List<Path> gone = new ArrayList<>();
    for (Aged dump : dumps) {
      boolean replaced = dumps.stream().anyMatch(dump::replacedBy);
      if (replaced && dump.time().isBefore(limit)) {
        delete(dump.file());
        gone.add(dump.file());
      }
    }
    return gone;
  }

  private record Aged(Path file, Manifest manifest) {

    Instant time() {
      return Instant.parse(manifest.origin().time());
    }

    boolean replacedBy(Aged other) {
      return other.manifest.sameSeries(manifest) && other.time().isAfter(time());
    }
  }

  private List<Aged> dumps(Manifest.Origin origin) {
    List<Aged> dumps = new ArrayList<>();
    try {
      for (Path manifest : entries(DumpName.beginning(origin) + "*" + Manifest.ENDING)) {
        Path dump = dumpOf(manifest);
        if (Files.exists(dump)) {
          Manifest.of(dump)
              .filter(found -> found.origin().environment().equals(origin.environment()))
              .filter(found -> found.origin().database().equals(origin.database()))
              .ifPresent(found -> dumps.add(new Aged(dump, found)));
        }
      }
    } catch (IOException e) {
      throw new CommandException("the folder " + path + " cannot be read: " + e, e);
    }
    return dumps;
  }

  private static Path dumpOf(Path manifest) {
    String name = manifest.getFileName().toString();
    return manifest.resolveSibling(name.substring(0, name.length() - Manifest.ENDING.length()));
  }

  private static void delete(Path dump) {
    try {
      // a manifest without its dump harms nobody, a dump without its manifest stays for ever
      Files.delete(dump);
      Files.delete(Manifest.beside(dump));
    } catch (IOException e) {
      throw new CommandException("the old dump " + dump + " cannot be deleted: " + e, e);
    }
  }

  private List<Path> entries(String pattern) throws IOException {
    var matcher = path.getFileSystem().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }
}
