package io.twinlane.gateway.openapi;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What documents of all versions begin with. */
final class DocumentInfo {

  private DocumentInfo() {}

  /** The schema's comment: its first line is the title, the rest describes. */
  static JsonObject of(Description description, String version) {
    String comment = description.comment() == null ? "" : description.comment();
    String[] lines = comment.split("\n", 2);
    JsonObject info =
        new JsonObject().put("title", lines[0].isBlank() ? "Twinlane" : lines[0].strip());
    if (lines.length > 1) {
      info.put("description", lines[1].strip());
    }
    return info.put("version", version);
  }

  /** A name inside a reference: a JSON pointer (RFC 6901) as the fragment of a URI. */
  static String pointer(String name) {
    String escaped = name.replace("~", "~0").replace("/", "~1");
    return URLEncoder.encode(escaped, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
