package io.twinlane.gateway.rest;

import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one parameter's text from left to right, and says where it stopped when it cannot go on.
 */
final class Scanner {

  private final String what;
  private final String text;
  private int at;

  /**
   * @param what what the text is, for the error message
   */
  Scanner(String what, String text) {
    this.what = what;
    this.text = text;
  }

  boolean atEnd() {
    return at == text.length();
  }

  boolean at(String token) {
    return text.startsWith(token, at);
  }

  /** Goes past a token if it is next. */
  boolean take(String token) {
    if (!at(token)) {
      return false;
    }
    at += token.length();
    return true;
  }

  void expect(String token) {
    if (!take(token)) {
      throw unexpected("\"" + token + "\"");
    }
  }

  /** The match of a pattern that begins here, null if there is none. Nothing is taken. */
  @Nullable Matcher lookingAt(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher : null;
  }

  void skipBlanks() {
    while (!atEnd() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** The characters up to the first one that does not belong; may be none. */
  String takeWhile(IntPredicate belongs) {
    int from = at;
    while (!atEnd() && belongs.test(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Everything that is left. */
  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /** Text in double quotes, in which a backslash takes the next character as it stands. */
  String quoted() {
    expect("\"");
    StringBuilder value = new StringBuilder();
    while (!atEnd() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    expect("\"");
    return value.toString();
  }

  /** A column's name: in quotes, or up to a character that means something. Blanks around it go. */
  String name(Set<Character> ends) {
    if (at("\"")) {
      return quoted();
    }
    int from = at;
    while (!atEnd() && !ends.contains(text.charAt(at)) && !at("->")) {
      at++;
    }
    String name = text.substring(from, at).strip();
    if (name.isEmpty()) {
      throw unexpected("field name");
    }
    return name;
  }

  void expectEnd() {
    if (!atEnd()) {
      throw unexpected("end of input");
    }
  }

  /** The error that something else was expected here. */
  RestException unexpected(String expected) {
    String found = atEnd() ? "end of input" : "\"" + text.charAt(at) + "\"";
    return new RestException(
        Problem.unparsable(what, text, at + 1, "unexpected " + found + " expecting " + expected));
  }

  /** The error that a word which was just read is not one of those that may stand there. */
  RestException unexpectedWord(String word, String expected) {
    at -= word.length();
    return unexpected(expected);
  }
}
