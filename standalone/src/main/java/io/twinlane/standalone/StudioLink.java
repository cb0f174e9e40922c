package io.twinlane.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The link that lets somebody into the Studio once, in a file that only its owner can read, so that
 * another command can tell it. Every link after the first is printed as well. Safe from any thread.
 */
final class StudioLink implements AutoCloseable {

  private final Path file;
  private @Nullable String link;
  private boolean told;

  /** The one of a folder, which is made if it is not there. */
  StudioLink(Path folder) {
    this.file = file(folder);
  }

  private static Path file(Path folder) {
    return folder.resolve("studio");
  }

  /** The link that a process has left in a folder; empty if there is none. */
  static Optional<String> left(Path folder) {
    try {
      return Optional.of(Files.readString(file(folder)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Takes the link that holds from now on. */
  synchronized void take(String fresh) {
    link = fresh;
    try {
      write(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (told) {
      System.out.println("twinlane: the Studio lets one person in: " + fresh);
    }
  }

  /** Never in a file that others may read, not even for a moment. */
  private void write(String fresh) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path beside =
        Files.createTempFile(
            folder,
            "studio",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, fresh);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The link for the banner, empty if there is no Studio; those that come later are printed. */
  synchronized Optional<String> first() {
    told = true;
    return Optional.ofNullable(link);
  }

  /** Removes the file, unless it is of another process by now. */
  @Override
  public synchronized void close() throws IOException {
    if (link != null && link.equals(Files.exists(file) ? Files.readString(file).strip() : null)) {
      Files.delete(file);
    }
  }
}
