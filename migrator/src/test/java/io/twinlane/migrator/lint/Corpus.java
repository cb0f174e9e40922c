package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Lint.Selection;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The labelled files of {@code lint/}: each begins with what was applied before it ({@code --
 * context:}) and what to expect of it.
 */
record Corpus(String folder) {

  private static final String CONTEXT = "-- context:";
  private static final Pattern LABEL = Pattern.compile("-- (context|expect|why safe|min-version):");

  List<SqlFile> files() {
    try (Stream<Path> all = Files.list(path())) {
      return all.filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(Corpus::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path() {
    try {
      return Path.of(Objects.requireNonNull(Corpus.class.getResource("/lint/" + folder)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SqlFile read(Path file) {
    try {
      return new SqlFile(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found in a file, after what it says was there. */
  static List<Finding> check(SqlFile file) {
    String before =
        file.text()
            .lines()
            .filter(line -> line.startsWith(CONTEXT))
            .map(line -> line.substring(CONTEXT.length()))
            .collect(Collectors.joining("\n"));
    return Lint.check(
        List.of(new SqlFile("before.sql", before), new SqlFile(file.name(), body(file))),
        Selection.of(Set.of(file.name())));
  }

  /** The file as it would stand in a folder: its first line is not one of the labels. */
  private static String body(SqlFile file) {
    return file.text()
        .lines()
        .dropWhile(line -> LABEL.matcher(line).lookingAt())
        .collect(Collectors.joining("\n"));
  }
}
