package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.ContentCodings;
import io.twinlane.schema.message.Expectation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags (RFC 9110, section 8.8.3): the tag of the content, and after it what has been made of
 * the content, as each form has bytes of its own: {@code "content+single+gzip"}.
 */
final class EntityTag {

  private EntityTag() {}

  static String of(String content, boolean single) {
    return '"' + content + (single ? "+single" : "") + '"';
  }

  /**
   * The tag of what a client has already (section 13.1.2); null if it is something else. The coding
   * of an answer is chosen after this: what the client has of the same form is the same content.
   */
  static @Nullable String held(@Nullable String ifNoneMatch, @Nullable String tag) {
    if (ifNoneMatch == null || tag == null) {
      return null;
    }
    for (String element : ifNoneMatch.split(",", -1)) {
      String named = '"' + opaque(element) + '"';
      if (opaque(element).equals(Expectation.ANY_CONTENT) || named.equals(tag)) {
        return tag;
      }
      for (ContentCodings.Coding coding : ContentCodings.Coding.values()) {
        if (named.equals(ContentCodings.tagged(tag, coding))) {
          return named;
        }
      }
    }
    return null;
  }

  /** The contents of which one must be there (section 13.1.1), whatever their forms. */
  static List<String> contents(String ifMatch) {
    return Arrays.stream(ifMatch.split(",", -1))
        .map(EntityTag::opaque)
        .map(tag -> tag.split("\\+", 2)[0])
        .toList();
  }

  private static String opaque(String element) {
    String tag = element.strip();
    String quoted = tag.startsWith("W/") ? tag.substring(2) : tag;
    return quoted.length() > 1 && quoted.startsWith("\"") && quoted.endsWith("\"")
        ? quoted.substring(1, quoted.length() - 1)
        : quoted;
  }
}
