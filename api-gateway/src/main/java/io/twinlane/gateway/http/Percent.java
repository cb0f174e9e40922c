package io.twinlane.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoded text as clients write it. A percent sign without two hexadecimal digits after it
 * stands for itself, since a pattern such as {@code %plan%} is often sent as it is.
 */
public final class Percent {

  private Percent() {}

  /** Text from a query string or a form, where {@code +} is a blank. */
  public static String decodedQuery(String text) {
    return decoded(text, true);
  }

  /** Text from a path, where {@code +} is itself. */
  public static String decodedPath(String text) {
    return decoded(text, false);
  }

  /** Text with its control characters and everything beyond ASCII encoded, fit for a header. */
  public static String encodedControls(String text) {
    if (text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7F) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static String decoded(String text, boolean plusIsBlank) {
    if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[encoded.length];
    int length = 0;
    for (int i = 0; i < encoded.length; i++) {
      int octet = encoded[i] == '%' && i + 2 < encoded.length ? octet(encoded, i + 1) : -1;
      if (octet >= 0) {
        bytes[length++] = (byte) octet;
        i += 2;
      } else {
        bytes[length++] = plusIsBlank && encoded[i] == '+' ? (byte) ' ' : encoded[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int octet(byte[] text, int at) {
    int high = Character.digit(text[at], 16);
    int low = Character.digit(text[at + 1], 16);
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }
}
