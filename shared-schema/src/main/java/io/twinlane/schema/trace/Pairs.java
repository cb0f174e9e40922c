package io.twinlane.schema.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pairs as OpenTelemetry's settings have them: {@code name=value,other=value}, percent-encoded. */
final class Pairs {

  private Pairs() {}

  /** The pairs in their order; empty if the text is not made of pairs. */
  static Optional<Map<String, String>> read(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 1 || pair.substring(0, equals).isBlank()) {
        return Optional.empty();
      }
      try {
        pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(pairs);
  }

  /** A plus stays a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
