package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.Change;
import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Statement.Reach;
import io.twinlane.migrator.lint.Statement.TableBody;
import io.twinlane.migrator.lint.Statement.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of what changes rows or tends tables, made into {@link Statement}s. */
final class DataReader {

  private static final Pattern ALWAYS_TRUE =
      Pattern.compile(
          "\\(*\\s*(true|not\\s+false|([\\w.']+)\\s*=\\s*\\2|.*\\bor\\s+(true|1\\s*=\\s*1))\\s*\\)*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BY_NULL =
      Pattern.compile(
          "[\\w.\"()]+\\s+(is\\s+(not\\s+)?null|isnull|notnull)|[\\w.]*\\bid\\s*>=?\\s*[01]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern GIVEN =
      Pattern.compile(
          "(=\\s*(any\\s*\\(\\s*(array|')|'|\\d)|\\bin\\s*\\(\\s*('|\\d))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern COMPARED =
      Pattern.compile(
          "((?:\\w+|\"[^\"]+\"))\\s*(?:=\\s*(?:any\\s*\\(\\s*(?:array|')|'|\\d)|\\bin\\s*\\(\\s*(?:'|\\d))",
          Pattern.CASE_INSENSITIVE);

  private DataReader() {}

  /** Empty if the statement is none of those. */
  static Optional<List<Statement>> statements(ParserRuleContext context) {
    if (context instanceof Additional_statementContext c
        && (c.data_statement() != null || c.copy_statement() != null)) {
      return Optional.of(rows(c));
    }
    Statement tended = tended(context);
    if (tended != null) {
      return Optional.of(List.of(tended));
    }
    return switch (context) {
      case Select_stmtContext _,
          Insert_stmt_for_psqlContext _,
          Update_stmt_for_psqlContext _,
          Delete_stmt_for_psqlContext _,
          Merge_stmt_for_psqlContext _,
          Explain_statementContext _,
          Perform_stmtContext _,
          Function_callContext _,
          Assign_stmtContext _,
          Return_stmtContext _ ->
          Optional.of(rows(context));
      case Script_additionalContext c when c.CALL() != null || c.explain_statement() != null ->
          Optional.of(rows(c));
      default -> Optional.empty();
    };
  }

  private static @Nullable Statement tended(ParserRuleContext context) {
    return switch (context) {
      case Script_transactionContext c when c.lock_table() != null -> lock(c.lock_table());
      case Transaction_statementContext c ->
          c.lock_table() == null
              ? new Statement.TransactionControl(Tree.word(c))
              : lock(c.lock_table());
      case Script_additionalContext c when c.vacuum_mode() != null -> vacuum(c);
      case Additional_statementContext c -> additional(c);
      default -> null;
    };
  }

  private static Statement additional(Additional_statementContext c) {
    if (c.truncate_stmt() != null) {
      return new Statement.Truncate(tables(c.truncate_stmt().only_table_multiply()));
    }
    if (c.cluster_stmt() != null) {
      return new Statement.Cluster(
          Optional.ofNullable(c.cluster_stmt().schema_qualified_name()).map(Tree::name));
    }
    if (c.REFRESH() != null) {
      return new Statement.Refresh(Tree.name(c.schema_qualified_name()), c.CONCURRENTLY() != null);
    }
    return c.reindex_stmt() == null
        ? new Statement.Other(Tree.word(c).matches("ANALYZE|ANALYSE|RESET|NOTIFY"))
        : reindex(c.reindex_stmt());
  }

  private static Statement reindex(Reindex_stmtContext c) {
    boolean concurrently =
        c.CONCURRENTLY() != null
            || Tree.all(c, Reindex_optionContext.class).stream()
                .anyMatch(option -> option.CONCURRENTLY() != null);
    ObjectKind kind = ObjectKind.OTHER;
    if (c.INDEX() != null) {
      kind = ObjectKind.INDEX;
    } else if (c.TABLE() != null) {
      kind = ObjectKind.TABLE;
    }
    return new Statement.Reindex(
        kind, Tree.name(Optional.ofNullable(c.schema_qualified_name())), concurrently);
  }

  private static Statement vacuum(Script_additionalContext c) {
    boolean full =
        c.vacuum_mode().FULL() != null
            || c.vacuum_mode().vacuum_option().stream()
                .anyMatch(option -> option.FULL() != null && !off(option));
    List<Name> tables =
        Tree.all(c, Inheritance_specified_table_colsContext.class).stream()
            .map(each -> Tree.name(each.schema_qualified_name()))
            .toList();
    return new Statement.Vacuum(full, tables);
  }

  private static boolean off(Vacuum_optionContext option) {
    return option.boolean_value() != null
        && Tree.text(option.boolean_value()).matches("(?i)'?(false|off|0)'?");
  }

  static Statement lock(Lock_tableContext c) {
    String mode =
        c.lock_mode() == null
            ? "ACCESS EXCLUSIVE"
            : Tree.text(c.lock_mode()).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    return new Statement.LockTable(tables(c.only_table_multiply()), mode);
  }

  private static List<Name> tables(List<Only_table_multiplyContext> contexts) {
    return contexts.stream().map(each -> Tree.name(each.schema_qualified_name())).toList();
  }

  /** All that a query changes and calls, wherever in it. */
  static List<Statement> rows(ParserRuleContext context) {
    List<Statement> found = new ArrayList<>();
    for (ParserRuleContext each : Tree.all(context, ParserRuleContext.class)) {
      switch (each) {
        case Update_stmt_for_psqlContext c ->
            found.add(
                change(Verb.UPDATE, c.update_table_name, reach(c, c.vex(), c.cursor), c.vex()));
        case Delete_stmt_for_psqlContext c ->
            found.add(
                change(Verb.DELETE, c.delete_table_name, reach(c, c.vex(), c.cursor), c.vex()));
        case Insert_stmt_for_psqlContext c ->
            found.add(change(Verb.INSERT, c.insert_table_name, inserted(c), null));
        case Merge_stmt_for_psqlContext c -> found.add(merge(c));
        case Into_tableContext c when c.TABLE() != null || c.getChildCount() > 2 ->
            found.add(into(c));
        default -> {}
      }
    }
    List<Name> calls = Tree.calls(context);
    if (!calls.isEmpty() || found.isEmpty()) {
      found.add(new Statement.Call(calls));
    }
    return found;
  }

  private static Statement into(Into_tableContext c) {
    return new Statement.CreateTable(
        Tree.name(c.schema_qualified_name()),
        Set.of(Statement.TableFlag.DERIVED),
        new TableBody(List.of(), List.of(), List.of()),
        Optional.empty());
  }

  private static Statement change(
      Verb verb, Schema_qualified_nameContext table, Reach reach, @Nullable VexContext where) {
    List<String> given =
        where == null
            ? List.of()
            : COMPARED
                .matcher(Tree.text(where))
                .results()
                .map(found -> Tree.identifier(found.group(1)))
                .toList();
    return new Change(verb, Tree.name(table), reach, given);
  }

  private static Statement merge(Merge_stmt_for_psqlContext c) {
    boolean matched = c.when_condition().stream().anyMatch(each -> each.merge_matched() != null);
    boolean deletes =
        c.when_condition().stream()
            .anyMatch(each ->
                each.merge_matched() != null && Tree.has(each.merge_matched(), SQLParser.DELETE));
    Reach reach = ALWAYS_TRUE.matcher(Tree.text(c.vex())).matches() ? Reach.EVERY_ROW : Reach.SOME;
    if (!matched) {
      reach = Reach.NEW_ROWS;
    } else if (values(c.from_item())) {
      reach = reach == Reach.EVERY_ROW ? reach : Reach.GIVEN;
    }
    return change(deletes ? Verb.DELETE : Verb.UPDATE, c.merge_table_name, reach, null);
  }

  /** Whether rows are written out in it. */
  private static boolean values(ParserRuleContext from) {
    return !Tree.all(from, Values_stmtContext.class).isEmpty();
  }

  private static Reach inserted(Insert_stmt_for_psqlContext c) {
    boolean query =
        c.select_stmt() != null && Tree.all(c.select_stmt(), From_itemContext.class).size() > 0;
    return query ? Reach.SOME : Reach.NEW_ROWS;
  }

  private static Reach reach(
      ParserRuleContext statement, @Nullable VexContext where, @Nullable ParserRuleContext cursor) {
    boolean listed =
        Tree.children(statement).anyMatch(each -> each instanceof From_itemContext && values(each));
    if ((cursor != null && Tree.has(statement, SQLParser.CURRENT)) || (listed && where != null)) {
      return Reach.GIVEN;
    }
    if (where == null) {
      boolean joined = Tree.children(statement).anyMatch(From_itemContext.class::isInstance);
      return joined ? Reach.BY_NULL : Reach.EVERY_ROW;
    }
    String text = Tree.text(where);
    if (ALWAYS_TRUE.matcher(text).matches()) {
      return Reach.EVERY_ROW;
    }
    if (BY_NULL.matcher(text).matches()) {
      return Reach.BY_NULL;
    }
    return GIVEN.matcher(text).find() ? Reach.GIVEN : Reach.SOME;
  }
}
