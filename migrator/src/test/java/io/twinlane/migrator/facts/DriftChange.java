package io.twinlane.migrator.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One single change of the drift set.
 *
 * @param sql the statements that make it
 * @param undo the statement that takes it back, where it outlives its database; else empty
 */
record DriftChange(String name, int versionMin, boolean outside, String sql, String undo) {

  private static final Pattern SETTING =
      Pattern.compile("^-- (min-version|undo): (.*)$", Pattern.MULTILINE);

  /** Those of a file that a server of this major version understands. */
  static Stream<DriftChange> of(String file, int version) {
    return Arrays.stream(text(file).split("(?m)^-- change: "))
        .skip(1)
        .map(DriftChange::parsed)
        .filter(change -> change.versionMin() <= version);
  }

  private static DriftChange parsed(String block) {
    String[] parts = block.split("\n", 2);
    return new DriftChange(
        parts[0].strip(),
        setting(parts[1], "min-version").map(Integer::parseInt).orElse(0),
        parts[1].contains("-- outside-transaction"),
        parts[1].strip(),
        setting(parts[1], "undo").orElse(""));
  }

  private static Optional<String> setting(String block, String name) {
    Matcher matcher = SETTING.matcher(block);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return Optional.of(matcher.group(2).strip());
      }
    }
    return Optional.empty();
  }

  static String text(String file) {
    try (InputStream in = DriftChange.class.getResourceAsStream("/drift/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
