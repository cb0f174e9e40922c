package io.twinlane.postgres;

/**
 * An array as PostgreSQL writes it (PostgreSQL manual, 8.15.6), read into a JSON array. Explicit
 * bounds are left out.
 */
final class TextArray {

  private final String text;
  private final TextType type;
  private final JsonBytes out;
  private int at;

  private TextArray(String text, TextType type, JsonBytes out) {
    this.text = text;
    this.type = type;
    this.out = out;
  }

  static void write(String text, TextType type, JsonBytes out) {
    TextArray array = new TextArray(text, type, out);
    array.at = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
    array.array();
  }

  private void array() {
    at++; // the brace
    out.raw('[');
    boolean first = true;
    while (text.charAt(at) != '}') {
      if (!first) {
        out.raw(',');
        at++; // the delimiter
      }
      first = false;
      if (text.charAt(at) == '{') {
        array();
      } else {
        element();
      }
    }
    at++;
    out.raw(']');
  }

  private void element() {
    boolean quoted = text.charAt(at) == '"';
    String element = quoted ? quoted() : bare();
    if (!quoted && element.equals("NULL")) {
      out.raw("null");
    } else {
      value(type.form(), element, out);
    }
  }

  private String quoted() {
    StringBuilder element = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at++));
    }
    at++;
    return element.toString();
  }

  private String bare() {
    int start = at;
    while (text.charAt(at) != type.delimiter() && text.charAt(at) != '}') {
      at++;
    }
    return text.substring(start, at);
  }

  /** A value that is no array. */
  static void value(TextType.Form form, String value, JsonBytes out) {
    switch (form) {
      case BOOLEAN -> out.raw(value.equals("t") ? "true" : "false");
      case NUMBER -> {
        if (finite(value)) {
          out.raw(value);
        } else {
          out.string(value);
        }
      }
      case JSON -> out.raw(value);
      case STRING -> out.string(value);
    }
  }

  private static boolean finite(String number) {
    return !number.equals("NaN") && !number.endsWith("Infinity");
  }
}
