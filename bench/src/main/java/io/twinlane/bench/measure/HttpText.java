package io.twinlane.bench.measure;

import java.nio.charset.StandardCharsets;

/** Requests as they go over a connection, and what is read of the heads of answers. */
public final class HttpText {

  private HttpText() {}

  /** A {@code GET}. */
  public static String get(String path) {
    return get(path, "");
  }

  /** With further header lines, each ended as lines are. */
  public static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  /** A {@code PATCH} with JSON. */
  public static String patch(String path, String json) {
    return withBody("PATCH", path, json, "");
  }

  /** A {@code POST} with JSON and further header lines, each ended as lines are. */
  public static String post(String path, String json, String headers) {
    return withBody("POST", path, json, headers);
  }

  private static String withBody(String method, String path, String json, String headers) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(method, path, headers, json.getBytes(StandardCharsets.UTF_8).length, json);
  }

  /** The status of an answer; 0 if it does not begin as one does. */
  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") && answer.length() >= 12
        ? Integer.parseInt(answer.substring(9, 12))
        : 0;
  }
}
