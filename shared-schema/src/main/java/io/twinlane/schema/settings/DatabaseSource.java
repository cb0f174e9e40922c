package io.twinlane.schema.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A connection string and where it comes from, so that a secret that is changed in its file is
 * taken up without a restart.
 *
 * @param url as it was at start
 * @param urlFile the file that holds the connection string, if one does
 * @param passwordFile the file that holds the password, if one does
 */
public record DatabaseSource(DatabaseUrl url, Optional<Path> urlFile, Optional<Path> passwordFile) {

  /** A connection string that does not change. */
  public static DatabaseSource fixed(DatabaseUrl url) {
    return new DatabaseSource(url, Optional.empty(), Optional.empty());
  }

  /**
   * The connection string as the files have it now. Reads them, so never on an event loop.
   *
   * @throws IllegalArgumentException if they cannot be used; the message holds no secret
   */
  public DatabaseUrl current() {
    DatabaseUrl read = urlFile.map(file -> DatabaseUrl.parse(content(file))).orElse(url);
    return passwordFile.map(file -> read.withPassword(new Secret(content(file)))).orElse(read);
  }

  /** What a file of one secret holds, without the end of its line. */
  static String content(Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file " + file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
