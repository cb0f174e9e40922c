package io.twinlane.migrator.check;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.schema.settings.SchemaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code drift.allow} of a schema folder: differences that are meant, such as what a provider adds
 * to each database. A line is {@code kind: identity}, with {@code *} for any text, and a comment
 * after {@code #}.
 */
final class AllowedDrift {

  private static final String NAME = "drift.allow";

  private final List<Pattern> patterns;

  private AllowedDrift(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /** That of a schema folder; nothing is allowed if there is no such file. */
  static AllowedDrift of(SchemaFolder schema) {
    Path path = schema.root().resolve(NAME);
    if (!Files.exists(path)) {
      return new AllowedDrift(List.of());
    }
    try (var lines = Files.lines(path)) {
      return new AllowedDrift(
          lines
              .map(line -> line.replaceFirst("\\s*(^|\\s)#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .map(AllowedDrift::pattern)
              .toList());
    } catch (IOException e) {
      throw new CommandException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Pattern pattern(String line) {
    if (!line.contains(": ")) {
      throw new CommandException(
          "%s has a line that is not \"kind: identity\": %s".formatted(NAME, line));
    }
    return Pattern.compile(
        Arrays.stream(line.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  /** What is left of differences. */
  List<Difference> without(List<Difference> differences) {
    return differences.stream().filter(difference -> !allows(difference)).toList();
  }

  private boolean allows(Difference difference) {
    String line = difference.kind() + ": " + difference.identity();
    return patterns.stream().anyMatch(pattern -> pattern.matcher(line).matches());
  }
}
