package io.twinlane.migrator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns for people: text to the left, numbers to the right, with their units. */
final class TextTable {

  private static final String GAP = "  ";
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");

  private final List<Column> columns;
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(List<Column> columns, List<Row> rows) {
    this.columns = columns.stream().filter(Column::inTable).toList();
    lines.add(this.columns.stream().map(Column::title).toList());
    rows.forEach(row -> lines.add(this.columns.stream().map(column -> cell(row, column)).toList()));
  }

  /** The heading and a line for each row. */
  String text() {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> lines.stream().mapToInt(line -> length(line.get(i))).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> padded(cells.get(i), widths[i], columns.get(i).number()))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String padded(String cell, int width, boolean right) {
    String space = " ".repeat(width - length(cell));
    return right ? space + cell : cell + space;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String cell(Row row, Column column) {
    @Nullable Object value = row.value(column);
    if (value == null) {
      return column.number() ? "-" : "";
    }
    return switch (column.kind()) {
      case TEXT, RAW, STATEMENTS -> printable(value.toString());
      case COUNT -> String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
      case BYTES -> size(((Number) value).longValue());
      case PERCENT -> String.format(Locale.ROOT, "%.1f %%", ((Number) value).doubleValue());
      case MILLISECONDS -> time(((Number) value).doubleValue());
      case FLAG -> (Boolean) value ? "yes" : "";
    };
  }

  /** A name may hold what moves the cursor of a terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /** Such as {@code 12 MB}. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.size() - 1) {
      value /= 1024;
      unit++;
    }
    String pattern = unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, pattern, value, UNITS.get(unit));
  }

  /** Such as {@code 1.5 s}. */
  static String time(double milliseconds) {
    double seconds = milliseconds / 1000;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.2f ms", milliseconds);
    }
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%,.1f min", seconds / 60);
  }
}
