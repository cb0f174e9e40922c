package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Statement.PolicyKind;
import io.twinlane.migrator.lint.Written.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of statements made into {@link Statement}s. */
final class StatementReader {

  private static final Pattern INVOKER =
      Pattern.compile(
          "security_invoker\\s*(=\\s*'?(true|on|1|yes)|[,)])", Pattern.CASE_INSENSITIVE);

  private final int lineOffset;

  /**
   * A reader of a text within a file.
   *
   * @param lineOffset lines of the file before the text
   */
  StatementReader(int lineOffset) {
    this.lineOffset = lineOffset;
  }

  /** What the statement does, in order; at least one part. */
  List<Part> read(ParserRuleContext context) {
    int line = lineOffset + context.getStart().getLine();
    String sql = Tree.text(context);
    if (inner(context) instanceof Anonymous_blockContext block) {
      return block(block, line, sql);
    }
    List<Part> parts = new ArrayList<>();
    for (Statement statement : statements(inner(context))) {
      parts.add(new Part(statement, line, sql));
    }
    return parts;
  }

  /** Down to the rule that has the words of the statement. */
  private static ParserRuleContext inner(ParserRuleContext context) {
    return switch (context) {
      case StatementContext _,
          Schema_statementContext _,
          Script_statementContext _,
          Data_statementContext _ ->
          inner(Tree.children(context).findFirst().orElseThrow());
      case Schema_createContext c -> inner(Tree.children(c).findFirst().orElseThrow());
      case Schema_alterContext c -> inner(Tree.children(c).findFirst().orElseThrow());
      case Schema_dropContext c -> inner(Tree.children(c).findFirst().orElseThrow());
      case Script_additionalContext c when c.additional_statement() != null ->
          inner(c.additional_statement());
      case Additional_statementContext c when c.anonymous_block() != null -> c.anonymous_block();
      default -> context;
    };
  }

  private List<Part> block(Anonymous_blockContext block, int line, String sql) {
    SconstContext body =
        block.sconst().stream()
            .filter(each -> each.BeginDollarStringConstant() != null)
            .findFirst()
            .orElse(block.sconst().getLast());
    String language = block.identifier() == null ? "plpgsql" : Tree.identifier(block.identifier());
    return language.equals("plpgsql")
        ? Grammar.readBlock(Tree.literal(body), lineOffset + Tree.literalLine(body))
        : List.of(new Part(new Statement.Dynamic(sql), line, sql));
  }

  private List<Statement> statements(ParserRuleContext context) {
    return switch (context) {
      case Create_table_statementContext c -> List.of(TableReader.create(c));
      case Create_table_as_statementContext c -> TableReader.createAs(c);
      case Alter_table_statementContext c -> List.of(TableReader.alter(c));
      case Create_index_statementContext c -> List.of(TableReader.index(c));
      case Create_view_statementContext c -> List.of(view(c));
      case Create_trigger_statementContext c ->
          List.of(new Statement.CreateTrigger(Tree.identifier(c.name), Tree.name(c.table_name)));
      case Create_policy_statementContext c ->
          List.of(
              new Statement.CreatePolicy(
                  Tree.identifier(c.identifier()),
                  Tree.name(c.schema_qualified_name()),
                  policy(c)));
      case Alter_policy_statementContext c when c.rename_to() == null && open(c.vex()) ->
          List.of(
              new Statement.CreatePolicy(
                  Tree.identifier(c.identifier()),
                  Tree.name(c.schema_qualified_name()),
                  PolicyKind.OPEN));
      case Create_schema_statementContext c ->
          List.of(
              new Statement.Create(
                  ObjectKind.SCHEMA,
                  Name.of(
                      c.name == null ? Tree.identifier(c.user_name()) : Tree.identifier(c.name))));
      case Create_sequence_statementContext c ->
          List.of(new Statement.Create(ObjectKind.SEQUENCE, Tree.name(c.name)));
      case Create_type_statementContext c ->
          List.of(new Statement.Create(ObjectKind.TYPE, Tree.name(c.name)));
      default -> DropReader.statements(context).orElseGet(() -> others(context));
    };
  }

  private static PolicyKind policy(Create_policy_statementContext c) {
    if (Tree.has(c, SQLParser.RESTRICTIVE)) {
      return PolicyKind.RESTRICTIVE;
    }
    boolean everyone =
        c.user_name().isEmpty()
            || c.user_name().stream().map(Tree::identifier).anyMatch("public"::equals);
    boolean reads = c.event != null && c.event.getType() == SQLParser.SELECT;
    return everyone && !reads && open(c.vex()) ? PolicyKind.OPEN : PolicyKind.PERMISSIVE;
  }

  /** Whether the conditions hold for every row. */
  private static boolean open(List<VexContext> conditions) {
    return !conditions.isEmpty()
        && conditions.stream()
            .allMatch(each -> Tree.text(each).matches("(?i)\\(*\\s*true\\s*\\)*"));
  }

  private static Statement view(Create_view_statementContext c) {
    List<Name> reads =
        Tree.all(c, From_primaryContext.class).stream()
            .filter(from -> from.schema_qualified_name() != null)
            .map(from -> Tree.name(from.schema_qualified_name()))
            .toList();
    boolean invoker =
        c.storage_parameters() != null && INVOKER.matcher(Tree.text(c.storage_parameters())).find();
    ObjectKind kind =
        Tree.has(c, SQLParser.MATERIALIZED) ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW;
    return new Statement.CreateView(Tree.name(c.name), kind, reads, invoker);
  }

  private List<Statement> others(ParserRuleContext context) {
    return AccessReader.statements(context)
        .or(() -> DataReader.statements(context))
        .orElseGet(() -> List.of(new Statement.Other(light(context))));
  }

  private static boolean light(ParserRuleContext context) {
    return context instanceof Comment_on_statementContext
        || Tree.word(context).matches("ANALYZE|ANALYSE|COMMENT|SHOW|SET|RESET|NOTIFY");
  }
}
