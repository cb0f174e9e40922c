package io.twinlane.migrator.generate;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A schema folder on disk that files are written into. No file is written over.
 *
 * @param clock what time it is; names carry it in UTC, to the second
 */
record MigrationFolder(Path root, Clock clock) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  /**
   * The folder that {@code SCHEMA_DIR} names.
   *
   * @throws SettingsException if it names none: what is packaged cannot be written
   */
  static MigrationFolder of(Environment env) {
    if (env.text("SCHEMA_DIR").isEmpty()) {
      env.mistake(
          "SCHEMA_DIR is not set: the schema that comes with the product cannot be written. Set it"
              + " to a folder with migrations/ and schema/.");
    }
    var folder = env.folder("SCHEMA_DIR");
    return env.check(() -> new MigrationFolder(folder.orElseThrow(), Clock.systemUTC()));
  }

  /** To read it. */
  SchemaFolder schema() {
    return SchemaFolder.at(root);
  }

  /**
   * The name of a migration as a file can have it.
   *
   * @throws SettingsException if it holds other than letters, digits, blanks and dashes
   */
  static String normalised(String name) {
    String normal = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
    if (!NAME.matcher(normal).matches()) {
      throw new SettingsException(
          List.of(
              "a migration cannot be called '%s': use letters from a to z, digits and underscores"
                  .formatted(name)));
    }
    return normal;
  }

  /**
   * Writes migrations, each a second later than the one before, and all later than those that are
   * there.
   *
   * @param names each normalised
   * @return the paths below the folder
   */
  List<String> write(List<String> names, List<String> texts) {
    List<String> written = new ArrayList<>();
    LocalDateTime time = next();
    for (int i = 0; i < names.size(); i++) {
      String file =
          "migrations/%s_%s.sql".formatted(STAMP.format(time.plusSeconds(i)), names.get(i));
      write(file, texts.get(i));
      written.add(file);
    }
    return written;
  }

  /** Writes a new file at a path below the folder. */
  void write(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  private LocalDateTime next() {
    LocalDateTime now = LocalDateTime.now(clock).withNano(0);
    String newest = schema().newestVersion();
    if (newest.isEmpty()) {
      return now;
    }
    try {
      LocalDateTime after = LocalDateTime.parse(newest, STAMP).plusSeconds(1);
      return after.isAfter(now) ? after : now;
    } catch (DateTimeParseException e) {
      throw new SettingsException(
          List.of("the newest migration begins with %s, which is no time".formatted(newest)));
    }
  }
}
