package io.twinlane.standalone;

import io.twinlane.schema.service.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The link that lets somebody into the Studio once, in a file that only its owner can read: so that
 * another command can tell it. Every link after the first is printed as well. Safe from any thread.
 */
final class StudioLink implements AutoCloseable {

  private final Path file;
  private boolean told;

  private StudioLink(Path file) {
    this.file = file;
  }

  /** The one of a folder. */
  static StudioLink in(Path folder) {
    return new StudioLink(folder.resolve("studio"));
  }

  /** Takes the link that holds from now on. */
  synchronized void take(String link) {
    try {
      write(link);
    } catch (IOException e) {
      throw new StartException("cannot write to %s: %s".formatted(file, e.getMessage()));
    }
    if (told) {
      System.out.println("twinlane: the Studio lets one person in: " + link);
    }
  }

  /** Never in a file that others may read, not even for a moment. */
  private void write(String link) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "studio",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, link);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The link for the banner; those that come later are printed by themselves. */
  synchronized Optional<String> first() {
    told = true;
    return current();
  }

  /** The link that holds now; empty if there is none. */
  Optional<String> current() {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
