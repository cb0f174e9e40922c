package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Comparison;
import io.twinlane.gateway.rest.Condition.Group;
import io.twinlane.gateway.rest.Condition.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads filters: {@code status=eq.pending}, and trees such as {@code
 * or=(a.eq.1,not.and(b.gt.2,c.is.null))}.
 */
final class FilterParser {

  private static final Set<Character> ENDS = Set.of('.', ',', '(', ')');
  private static final Set<String> WORDS = Set.of("null", "not_null", "true", "false", "unknown");
  private static final String OPERATORS =
      "\"not\" or operator (eq, gt, gte, lt, lte, neq, in, is, like, ilike, …)";

  private static final Pattern FILTER =
      Pattern.compile("(?:not\\.)?(?<word>[a-z]+)(?:\\([^)]*\\))?\\.");

  /** Possessive, so that a long value does not take the stack a step for each character. */
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"(?=[,)])");

  /** A logical word that stands before a parenthesis. */
  private static final Pattern GROUP = Pattern.compile("(?<not>not\\.)?(?<join>and|or) *(?=\\()");

  /** Deep enough for any person, shallow enough for any stack. */
  private static final int DEPTH_MAX = 64;

  private FilterParser() {}

  /** Whether a value begins with an operator, as the value of a filter does. */
  static boolean isFilter(String value) {
    Matcher matcher = FILTER.matcher(value);
    return matcher.lookingAt() && Operator.of(matcher.group("word")).isPresent();
  }

  /** A filter on a column. */
  static Condition comparison(Field field, String value) {
    return comparison(new Scanner("filter", value), field, false);
  }

  private static Condition comparison(Scanner in, Field field, boolean inTree) {
    boolean negated = in.take("not.");
    Operator operator = operator(in);
    String modifier = modifier(in, operator);
    in.expect(".");
    return new Comparison(negated, field, operator, values(in, operator, inTree), modifier);
  }

  /** A tree whose logical word is the parameter's name. */
  static Condition tree(boolean negated, Join join, String value) {
    Scanner in = new Scanner("logic tree", value);
    Condition group = group(in, negated, join, 0);
    in.expectEnd();
    return group;
  }

  private static Condition group(Scanner in, boolean negated, Join join, int depth) {
    if (depth > DEPTH_MAX) {
      throw in.unexpected("a tree of at most " + DEPTH_MAX + " levels");
    }
    List<Condition> parts = new ArrayList<>();
    in.expect("(");
    do {
      in.skipBlanks();
      parts.add(part(in, depth));
      in.skipBlanks();
    } while (in.take(","));
    in.expect(")");
    return new Group(negated, join, parts);
  }

  private static Condition part(Scanner in, int depth) {
    Matcher word = in.lookingAt(GROUP);
    if (word != null) {
      in.take(word.group());
      boolean negated = word.group("not") != null;
      return group(
          in, negated, Join.valueOf(word.group("join").toUpperCase(Locale.ROOT)), depth + 1);
    }
    Field field = FieldParser.parse(in, ENDS);
    in.expect(".");
    return comparison(in, field, true);
  }

  private static Operator operator(Scanner in) {
    String word = in.takeWhile(c -> c >= 'a' && c <= 'z');
    Operator operator = Operator.of(word).orElseThrow(() -> in.unexpectedWord(word, OPERATORS));
    return operator;
  }

  private static String modifier(Scanner in, Operator operator) {
    if (!in.at("(")) {
      return "";
    }
    boolean search = operator.operand() == Operator.Operand.SEARCH;
    if (!search && !operator.quantifiable()) {
      throw in.unexpected("\".\"");
    }
    in.expect("(");
    String word = in.takeWhile(c -> c != ')');
    if (!search && !word.equals("any") && !word.equals("all")) {
      throw in.unexpectedWord(word, "any or all");
    }
    in.expect(")");
    return word;
  }

  private static List<String> values(Scanner in, Operator operator, boolean inTree) {
    return switch (operator.operand()) {
      case LIST -> list(in, inTree);
      case WORD -> List.of(word(in));
      case SAME_TYPE, TEXT, PATTERN, SEARCH -> List.of(inTree ? treeValue(in) : in.rest());
    };
  }

  private static List<String> list(Scanner in, boolean inTree) {
    List<String> values = new ArrayList<>();
    in.expect("(");
    in.skipBlanks();
    if (in.take(")")) {
      return values;
    }
    do {
      values.add(listValue(in));
    } while (in.take(","));
    in.expect(")");
    if (!inTree) {
      in.expectEnd();
    }
    return values;
  }

  /** A value in quotes if the closing one ends it, and anything else up to the next comma. */
  private static String listValue(Scanner in) {
    return in.lookingAt(QUOTED) == null ? in.takeWhile(c -> c != ',' && c != ')') : in.quoted();
  }

  private static String word(Scanner in) {
    String word = in.takeWhile(c -> Character.isLetter(c) || c == '_');
    String lower = word.toLowerCase(Locale.ROOT);
    if (!WORDS.contains(lower)) {
      throw in.unexpectedWord(word, "null, not_null, true, false or unknown");
    }
    return lower;
  }

  /**
   * A value inside a tree: in quotes, an array in braces, or up to the next comma or parenthesis.
   */
  private static String treeValue(Scanner in) {
    if (in.at("\"")) {
      return in.quoted();
    }
    if (in.at("{")) {
      String array = in.takeWhile(c -> c != '}');
      in.expect("}");
      return array + "}";
    }
    return in.takeWhile(c -> c != ',' && c != ')');
  }
}
