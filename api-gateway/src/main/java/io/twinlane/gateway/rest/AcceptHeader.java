package io.twinlane.gateway.rest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media types that a client takes, what it likes most first (RFC 9110, section 12.5.1).
 *
 * @param text the header as it was sent
 */
record AcceptHeader(String text, List<Range> ranges) {

  private static final Range ANY = new Range("*/*", 1, false);

  /**
   * One media range.
   *
   * @param type in lower case, without parameters
   * @param stripped whether its parameters ask to leave out nulls
   */
  record Range(String type, double quality, boolean stripped) {}

  static AcceptHeader parse(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return new AcceptHeader("*/*", List.of(ANY));
    }
    List<Range> ranges =
        Arrays.stream(header.split(","))
            // empty elements of a list mean nothing (RFC 9110 §5.6.1.2)
            .filter(element -> !element.isBlank())
            .map(AcceptHeader::range)
            .sorted(Comparator.comparingDouble(Range::quality).reversed())
            .toList();
    return new AcceptHeader(header, ranges.isEmpty() ? List.of(ANY) : ranges);
  }

  private static Range range(String text) {
    List<String> parts = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    double quality = 1;
    boolean stripped = false;
    for (String parameter : parts.subList(1, parts.size())) {
      if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
        quality = Double.parseDouble(parameter.substring(2));
      } else if (parameter.equals("nulls=stripped")) {
        stripped = true;
      }
    }
    return new Range(parts.getFirst().toLowerCase(Locale.ROOT), quality, stripped);
  }
}
