package io.twinlane.migrator.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Function_callContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Names_referencesContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.SconstContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.VexContext;

/** What is asked of a parse tree of the grammar: texts, names, words. */
final class Tree {

  private Tree() {}

  /** As it was written. */
  static String text(ParserRuleContext context) {
    if (context.getStop() == null
        || context.getStop().getStopIndex() < context.getStart().getStartIndex()) {
      return "";
    }
    return context
        .getStart()
        .getInputStream()
        .getText(Interval.of(context.getStart().getStartIndex(), context.getStop().getStopIndex()));
  }

  /** Whether a word stands directly in it. */
  static boolean has(ParserRuleContext context, int token) {
    return context.getToken(token, 0) != null;
  }

  /** The rules directly in it. */
  static Stream<ParserRuleContext> children(ParserRuleContext context) {
    return context.children == null
        ? Stream.empty()
        : context.children.stream()
            .filter(ParserRuleContext.class::isInstance)
            .map(ParserRuleContext.class::cast);
  }

  /** The first word of it. */
  static String word(ParserRuleContext context) {
    return context.getStart().getText().toUpperCase(Locale.ROOT);
  }

  /** All of a kind anywhere in it, outermost first. */
  static <T extends ParserRuleContext> List<T> all(ParserRuleContext root, Class<T> kind) {
    List<T> found = new ArrayList<>();
    collect(root, kind, found);
    return found;
  }

  private static <T> void collect(ParseTree node, Class<T> kind, List<T> found) {
    if (kind.isInstance(node)) {
      found.add(kind.cast(node));
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      collect(node.getChild(i), kind, found);
    }
  }

  static Name name(ParserRuleContext context) {
    List<String> parts = new ArrayList<>();
    for (ParserRuleContext part : children(context).toList()) {
      parts.add(identifier(part));
    }
    int last = parts.size() - 1;
    return last > 0 ? new Name(parts.get(last - 1), parts.get(last)) : Name.of(parts.get(last));
  }

  static List<Name> names(Names_referencesContext context) {
    return context.schema_qualified_name().stream().map(Tree::name).toList();
  }

  static Name name(Optional<? extends ParserRuleContext> context) {
    return context.map(Tree::name).orElse(Name.of(""));
  }

  /** A name as PostgreSQL reads it. */
  static String identifier(ParserRuleContext context) {
    return identifier(text(context));
  }

  static String identifier(String written) {
    return written.startsWith("\"") && written.length() > 1
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written.toLowerCase(Locale.ROOT);
  }

  /** What a string says. */
  static String literal(SconstContext context) {
    if (context.BeginDollarStringConstant() != null) {
      StringBuilder text = new StringBuilder();
      context.Text_between_Dollar().forEach(piece -> text.append(piece.getText()));
      return text.toString();
    }
    String written = text(context);
    int from = written.indexOf('\'');
    int to = written.lastIndexOf('\'');
    if (from < 0 || to <= from) {
      return written;
    }
    // a string may go on after a line end
    return written.substring(from + 1, to).replaceAll("'\\s*\\n\\s*'", "").replace("''", "'");
  }

  /** The line on which a string's content begins. */
  static int literalLine(SconstContext context) {
    return context.getStart().getLine();
  }

  static Expression expression(ParserRuleContext context) {
    return new Expression(text(context), calls(context));
  }

  /** The functions that are called anywhere in it, by name. */
  static List<Name> calls(ParserRuleContext context) {
    return all(context, Function_callContext.class).stream()
        .filter(call -> call.schema_qualified_name_nontype() != null)
        .map(call -> name(call.schema_qualified_name_nontype()))
        .toList();
  }

  /** Every name that an expression may mean a column by. */
  static List<String> mentioned(VexContext expression) {
    List<String> words = new ArrayList<>();
    leaves(expression, words);
    return words.stream().map(Tree::identifier).distinct().toList();
  }

  private static void leaves(ParseTree node, List<String> words) {
    if (node instanceof TerminalNode leaf) {
      String text = leaf.getText();
      if (!text.isEmpty()
          && (Character.isLetter(text.charAt(0)) || "_\"".indexOf(text.charAt(0)) >= 0)) {
        words.add(text);
      }
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      leaves(node.getChild(i), words);
    }
  }
}
