package io.twinlane.schema.settings;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding in connection strings (RFC 3986), where {@code +} is itself. */
public final class Encoded {

  private Encoded() {}

  /** The text, encoded. */
  public static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The text that was encoded.
   *
   * @param part what to call it in the message, since the text itself may be a secret
   */
  static String decoded(String text, String part) {
    String decoded;
    try {
      decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // the cause repeats the text
      throw new IllegalArgumentException("its " + part + " has a % that encodes nothing");
    }
    if (decoded.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("its " + part + " holds a NUL");
    }
    return decoded;
  }
}
