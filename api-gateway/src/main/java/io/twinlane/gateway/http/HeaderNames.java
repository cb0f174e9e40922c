package io.twinlane.gateway.http;

import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of headers that most answers have, as they go over the connection. A name that is a
 * text is looked at letter by letter for each answer: whether it is one, what its hash is, and what
 * its bytes are.
 */
public final class HeaderNames {

  private static final Map<String, CharSequence> KNOWN =
      Stream.of(
              "Age",
              "Cache-Control",
              "Cache-Status",
              "Content-Location",
              "Content-Profile",
              "Content-Range",
              "Content-Type",
              "ETag",
              "Link",
              "Location",
              "Preference-Applied",
              "Server-Timing",
              "Vary",
              "X-Request-Id")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), HttpHeaders::createOptimized));

  private HeaderNames() {}

  /** The name as it is written fastest. */
  public static CharSequence of(String name) {
    CharSequence known = KNOWN.get(name);
    return known == null ? name : known;
  }
}
