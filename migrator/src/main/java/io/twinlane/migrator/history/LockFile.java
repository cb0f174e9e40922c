package io.twinlane.migrator.history;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SchemaFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code migrations/migrations.lock}: the SHA-256 of each file that was applied somewhere, in the
 * format of {@code sha256sum}, kept with the files in version control. It tells an edit before any
 * database is asked, and two branches that both add files meet in it.
 */
public final class LockFile {

  private static final String NAME = "migrations.lock";

  private final Path path;

  private LockFile(Path path) {
    this.path = path;
  }

  /** That of a schema folder. */
  public static LockFile of(SchemaFolder schema) {
    return new LockFile(schema.root().resolve("migrations").resolve(NAME));
  }

  /**
   * Compares the files with it. Files that it does not name are new; without a lock file all are.
   *
   * @throws CommandException naming a file that was edited or is gone
   */
  public void verify(List<MigrationFile> files) {
    Map<String, MigrationFile> byName =
        files.stream().collect(Collectors.toMap(MigrationFile::name, Function.identity()));
    entries()
        .forEach((name, sha256) -> {
          MigrationFile file = byName.get(name);
          if (file == null) {
            throw new CommandException(
                "%s stands in %s, but the file is gone. Restore it.".formatted(name, NAME));
          }
          if (!file.sha256().equals(sha256)) {
            throw new CommandException(
                ("%s was edited after it was applied: its SHA-256 is not the one in %s. Restore it"
                        + " as it was, and put the change into a new migration.")
                    .formatted(name, NAME));
          }
        });
  }

  /** Adds files. A folder that cannot be written, such as one in an image, is left as it is. */
  public void add(List<MigrationFile> files) {
    Map<String, String> entries = new TreeMap<>(entries());
    Map<String, String> before = Map.copyOf(entries);
    files.forEach(file -> entries.put(file.name(), file.sha256()));
    if (!entries.equals(before)) {
      write(entries);
    }
  }

  /** Names exactly these files. */
  public void rewrite(List<MigrationFile> files) {
    if (Files.exists(path)) {
      write(
          files.stream()
              .collect(
                  Collectors.toMap(
                      MigrationFile::name,
                      MigrationFile::sha256,
                      (_, last) -> last,
                      TreeMap::new)));
    }
  }

  private void write(Map<String, String> entries) {
    Path folder = path.getParent();
    if (!path.getFileSystem().equals(FileSystems.getDefault()) || !Files.isWritable(folder)) {
      return;
    }
    String text =
        entries.entrySet().stream()
            .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new CommandException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>();
    for (String line : lines()) {
      String[] words = line.strip().split("\\s+\\*?", 2);
      if (words.length != 2 || words[0].length() != 64) {
        throw new CommandException(
            "%s has a line that is not a SHA-256 and a name: %s. After a merge, keep the lines of both branches."
                .formatted(NAME, line));
      }
      entries.put(words[1], words[0]);
    }
    return entries;
  }

  private List<String> lines() {
    try {
      return Files.exists(path)
          ? Files.readAllLines(path).stream().filter(line -> !line.isBlank()).toList()
          : List.of();
    } catch (IOException e) {
      throw new CommandException(path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
