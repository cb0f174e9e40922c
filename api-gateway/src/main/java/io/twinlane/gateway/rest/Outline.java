package io.twinlane.gateway.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * The address of a read apart from the values that it compares columns with, such as the {@code 5}
 * of {@code id=eq.5}. Requests that differ in nothing else are likely to be planned alike.
 *
 * @param uri the address with a {@link #PLACE} for each value
 * @param values in the order of their places
 */
record Outline(String uri, List<String> values) {

  /** No address has it, as HTTP allows it nowhere (RFC 9110, section 5.5). */
  private static final char PLACE = '\0';

  /** Comparisons with one value, which PostgreSQL reads and nobody before it. */
  private static final List<String> COMPARISONS =
      List.of("eq.", "neq.", "gt.", "gte.", "lt.", "lte.");

  Outline {
    values = List.copyOf(values);
  }

  /** Of an address as it came. */
  static Outline of(String uri) {
    int query = uri.indexOf('?');
    if (query < 0) {
      return new Outline(uri, List.of());
    }
    StringBuilder outline = new StringBuilder(uri.length()).append(uri, 0, query);
    List<String> values = new ArrayList<>();
    for (int at = query; at < uri.length(); ) {
      int next = uri.indexOf('&', at + 1);
      int end = next < 0 ? uri.length() : next;
      int value = valueAt(uri, at, end);
      if (value < 0) {
        outline.append(uri, at, end);
      } else {
        outline.append(uri, at, value).append(PLACE);
        values.add(uri.substring(value, end));
      }
      at = end;
    }
    return values.isEmpty() ? new Outline(uri, List.of()) : new Outline(outline.toString(), values);
  }

  /** Where the value of a parameter begins; -1 if it is not one that stands for itself. */
  private static int valueAt(String uri, int from, int end) {
    int equals = uri.indexOf('=', from);
    if (equals < 0 || equals > end) {
      return -1;
    }
    for (String comparison : COMPARISONS) {
      if (uri.startsWith(comparison, equals + 1)) {
        int value = equals + 1 + comparison.length();
        return standsForItself(uri, value, end) ? value : -1;
      }
    }
    return -1;
  }

  /** Nothing in it is encoded (RFC 3986, section 2.3: unreserved, and the colon of times). */
  private static boolean standsForItself(String uri, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = uri.charAt(i);
      boolean ascii = c < 0x80;
      if (!ascii || (!Character.isLetterOrDigit(c) && "-._~:".indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** The same address with other values. */
  String with(List<String> others) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (String other : others) {
      int place = uri.indexOf(PLACE, from);
      filled.append(uri, from, place).append(other);
      from = place + 1;
    }
    return filled.append(uri, from, uri.length()).toString();
  }
}
