package io.twinlane.migrator.backup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be told of a dump by reading its SQL, without a database: how many rows it has for each
 * table, and whom it makes owners.
 */
record ScriptScan(SortedMap<String, Long> rows, SortedSet<String> owners) {

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\" .;]+)";
  private static final Pattern COPY =
      Pattern.compile("COPY " + NAME + "\\." + NAME + " (?:\\(.*\\) )?FROM stdin;");
  private static final Pattern OWNER = Pattern.compile("ALTER .* OWNER TO " + NAME + ";");
  private static final String ROWS_END = "\\.";
  private static final int BUFFER_BYTES = 1 << 16;

  /** Longer lines hold rows or parts of functions. */
  private static final int LINE_BYTES_MAX = 1 << 16;

  /** Reads all of a script. */
  static ScriptScan of(InputStream script) throws IOException {
    ScriptScan scan = new ScriptScan(new TreeMap<>(), new TreeSet<>());
    BufferedInputStream lines = new BufferedInputStream(script, BUFFER_BYTES);
    for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
      Matcher copy = COPY.matcher(line.get());
      Matcher owner = OWNER.matcher(line.get());
      if (copy.matches()) {
        TableName table = new TableName(name(copy.group(1)), name(copy.group(2)));
        scan.rows.merge(table.toString(), rowsUntilEnd(lines), Long::sum);
      } else if (owner.matches()) {
        scan.owners.add(name(owner.group(1)));
      }
    }
    return scan;
  }

  private static long rowsUntilEnd(InputStream lines) throws IOException {
    long rows = 0;
    for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
      if (line.get().equals(ROWS_END)) {
        return rows;
      }
      rows++;
    }
    return rows;
  }

  /** The next line, of a long one the beginning; none at the end. */
  private static Optional<String> next(InputStream lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int letter = lines.read();
    if (letter < 0) {
      return Optional.empty();
    }
    for (; letter >= 0 && letter != '\n'; letter = lines.read()) {
      if (line.size() < LINE_BYTES_MAX) {
        line.write(letter);
      }
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  private static String name(String quoted) {
    return quoted.startsWith("\"")
        ? quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"")
        : quoted;
  }
}
