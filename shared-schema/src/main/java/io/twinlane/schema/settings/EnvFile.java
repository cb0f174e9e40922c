package io.twinlane.schema.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines for a working copy.
 *
 * <p>Blank lines and lines that start with {@code #} are skipped, a leading {@code export} too. A
 * value in single or double quotes is taken as it stands between them; an unquoted one ends at
 * {@code " #"}.
 */
final class EnvFile {

  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");

  private EnvFile() {}

  /** The values of a file, none if it does not exist. Lines that cannot be read go to mistakes. */
  static Map<String, String> read(Path file, Collection<String> mistakes) {
    Map<String, String> values = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (line.isBlank() || line.strip().startsWith("#")) {
          continue;
        }
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          values.putIfAbsent(matcher.group(1), unquoted(matcher.group(2)));
        } else {
          mistakes.add(file.getFileName() + ", line " + number + ": expected NAME=value");
        }
      }
    } catch (IOException e) {
      mistakes.add(file.getFileName() + " cannot be read: " + e.getClass().getSimpleName());
    }
    return values;
  }

  private static String unquoted(String value) {
    for (char quote : new char[] {'"', '\''}) {
      if (value.length() > 1 && value.charAt(0) == quote) {
        int end = value.indexOf(quote, 1);
        return end > 0 ? value.substring(1, end) : value;
      }
    }
    int comment = value.indexOf(" #");
    return comment < 0 ? value : value.substring(0, comment).stripTrailing();
  }
}
