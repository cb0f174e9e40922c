package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Lint.Selection;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a run reads.
 *
 * @param files in the order in which they are applied
 * @param folder where they are, as findings show it
 */
record Input(List<SqlFile> files, Selection selection, String folder) {

  /**
   * Files that were named, and the migrations beside them.
   *
   * @throws SettingsException if one cannot be read, or they are not in one folder
   */
  static Input of(List<Path> named, String since) {
    Path folder = folder(named);
    Set<String> names = new HashSet<>();
    named.forEach(file -> names.add(String.valueOf(file.getFileName())));
    List<SqlFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> belongs(file, names))
          .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
          .forEach(file -> files.add(read(file)));
    } catch (IOException | UncheckedIOException e) {
      throw new SettingsException(List.of("cannot read " + folder + ": " + e.getMessage()));
    }
    return new Input(files, new Selection(names, since), shown(named.getFirst()));
  }

  private static Path folder(List<Path> named) {
    List<Path> folders =
        named.stream()
            .map(file -> Path.of("").toAbsolutePath().resolve(file).normalize().getParent())
            .distinct()
            .toList();
    named.stream()
        .filter(file -> !Files.isRegularFile(file))
        .findFirst()
        .ifPresent(file -> {
          throw new SettingsException(List.of("there is no file " + file));
        });
    if (folders.size() != 1) {
      throw new SettingsException(List.of("files of several folders: lint each folder by itself"));
    }
    return folders.getFirst();
  }

  private static String shown(Path file) {
    Path parent = file.getParent();
    return parent == null ? "" : parent.toString();
  }

  private static boolean belongs(Path file, Set<String> names) {
    String name = String.valueOf(file.getFileName());
    return names.contains(name) || SchemaFolder.MIGRATION_NAME.matcher(name).matches();
  }

  private static SqlFile read(Path file) {
    try {
      return new SqlFile(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file is, as findings show it. */
  String path(String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
