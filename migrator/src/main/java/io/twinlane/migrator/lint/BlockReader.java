package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Written.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/**
 * The statements of a block of PL/pgSQL, those that it puts together at run time among them, as far
 * as their text stands in the block.
 */
final class BlockReader {

  /** What stands for a value that is known only at run time. */
  private static final String UNKNOWN = "unknown_";

  private static final Pattern PLACEHOLDER = Pattern.compile("%(\\d+\\$)?[-\\d]*([IsL])");

  private static final Pattern COMMAND =
      Pattern.compile(
          "\\s*(alter|drop|create|truncate|update|delete|insert|merge|reindex|cluster|vacuum|lock|refresh|grant|revoke)"
              + "\\s+\\S.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final int lineOffset;
  private final List<Part> parts = new ArrayList<>();
  private boolean unseen;
  private int unseenLine;

  BlockReader(int lineOffset) {
    this.lineOffset = lineOffset;
  }

  List<Part> read(ParserRuleContext block) {
    walk(block);
    int known = parts.size();
    if (unseen) {
      strings(block);
      if (parts.size() == known) {
        parts.add(new Part(new Statement.Dynamic("EXECUTE"), unseenLine, ""));
      }
    }
    return parts;
  }

  private void walk(ParseTree node) {
    switch (node) {
      case Schema_statementContext c -> add(c);
      case Additional_statementContext c -> add(c);
      case Data_statementContext c -> add(c);
      case Explain_statementContext c -> add(c);
      case Transaction_statementContext c -> add(c);
      case Perform_stmtContext c -> add(c);
      case Assign_stmtContext c -> add(c);
      case Execute_stmtContext c -> execute(c);
      case Control_statementContext c when c.CALL() != null -> add(c.function_call());
      case Message_statementContext _ -> {}
      default -> {
        for (int i = 0; i < node.getChildCount(); i++) {
          walk(node.getChild(i));
        }
      }
    }
  }

  private void add(ParserRuleContext context) {
    parts.addAll(new StatementReader(lineOffset).read(context));
  }

  private void execute(Execute_stmtContext context) {
    int line = lineOffset + context.getStart().getLine();
    Optional<String> sql = text(context.vex());
    if (sql.isEmpty()) {
      unseen = true;
      unseenLine = line;
      return;
    }
    readable(sql.get(), line);
  }

  private void readable(String sql, int line) {
    List<Part> read = Grammar.readOne(sql, line);
    boolean unread = read.stream().anyMatch(part -> part.statement() instanceof Statement.Unread);
    if (!unread) {
      parts.addAll(read);
    } else {
      parts.add(new Part(new Statement.Dynamic(sql), line, sql));
    }
  }

  /** What an {@code EXECUTE} runs, with stand-ins for what only the run knows; empty if all is. */
  private static Optional<String> text(VexContext expression) {
    if (expression.LEFT_PAREN() != null
        && expression.vex().size() == 1
        && expression.getChildCount() == 3) {
      return text(expression.vex(0));
    }
    if (expression.vex().size() == 2 && expression.op() != null) {
      Optional<String> left = text(expression.vex(0));
      Optional<String> right = text(expression.vex(1));
      return left.isEmpty() && right.isEmpty()
          ? Optional.empty()
          : Optional.of(left.orElse(UNKNOWN) + right.orElse(UNKNOWN));
    }
    List<SconstContext> strings = Tree.all(expression, SconstContext.class);
    boolean format =
        Tree.calls(expression).stream().findFirst().filter(Name.of("format")::equals).isPresent();
    if (format && !strings.isEmpty()) {
      return Optional.of(filled(Tree.literal(strings.getFirst())));
    }
    boolean plain =
        strings.size() == 1 && Tree.text(strings.getFirst()).equals(Tree.text(expression));
    return plain ? Optional.of(Tree.literal(strings.getFirst())) : Optional.empty();
  }

  private static String filled(String template) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found -> found.group(2).equals("L") ? "'" + UNKNOWN + "'" : UNKNOWN)
        .replace("%%", "%");
  }

  /** Where a variable is executed, the strings that look like statements are read instead. */
  private void strings(ParseTree node) {
    if (node instanceof Message_statementContext || node instanceof Execute_stmtContext) {
      return;
    }
    if (node instanceof SconstContext string && COMMAND.matcher(Tree.literal(string)).matches()) {
      int line = lineOffset + string.getStart().getLine();
      readable(filled(Tree.literal(string)), line);
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      strings(node.getChild(i));
    }
  }

  static boolean command(String text) {
    return COMMAND.matcher(text).matches();
  }
}
