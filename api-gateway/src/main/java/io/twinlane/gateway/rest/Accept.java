package io.twinlane.gateway.rest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shape and media type of an answer, negotiated by the {@code Accept} header. */
enum Accept {
  JSON("application/json; charset=utf-8"),
  ARRAY("application/vnd.pgrst.array+json; charset=utf-8"),
  OBJECT("application/vnd.pgrst.object+json; charset=utf-8"),
  ARRAY_STRIPPED("application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"),
  OBJECT_STRIPPED("application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8"),
  CSV("text/csv; charset=utf-8");

  private final String contentType;

  Accept(String contentType) {
    this.contentType = contentType;
  }

  /** The first shape that the client likes most and that there is. */
  static Accept parse(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return JSON;
    }
    return Arrays.stream(header.split(","))
        .map(Range::of)
        .sorted(Comparator.comparingDouble(Range::quality).reversed())
        .flatMap(range -> offered(range).stream())
        .findFirst()
        .orElseThrow(() -> new RestException(Problem.mediaType(header)));
  }

  String contentType() {
    return contentType;
  }

  boolean single() {
    return this == OBJECT || this == OBJECT_STRIPPED;
  }

  /** Whether keys whose value is null are left out. */
  boolean stripped() {
    return this == ARRAY_STRIPPED || this == OBJECT_STRIPPED;
  }

  boolean csv() {
    return this == CSV;
  }

  private static Optional<Accept> offered(Range range) {
    return switch (range.type()) {
      case "application/json", "*/*", "application/*" -> Optional.of(JSON);
      case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object" ->
          Optional.of(range.stripped() ? OBJECT_STRIPPED : OBJECT);
      case "application/vnd.pgrst.array+json", "application/vnd.pgrst.array" ->
          Optional.of(range.stripped() ? ARRAY_STRIPPED : ARRAY);
      case "text/csv", "text/*" -> Optional.of(CSV);
      default -> Optional.empty();
    };
  }

  /** One media range with its weight (RFC 9110, 12.5.1). */
  private record Range(String type, double quality, boolean stripped) {

    static Range of(String text) {
      List<String> parts = Arrays.stream(text.split(";")).map(String::strip).toList();
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
}
