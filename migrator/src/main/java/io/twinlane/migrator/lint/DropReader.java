package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Statement.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of what drops, renames, moves or alters an object that is no table. */
final class DropReader {

  private DropReader() {}

  /** Empty if the statement is none of those. */
  static Optional<List<Statement>> statements(ParserRuleContext context) {
    return Optional.ofNullable(statement(context)).map(List::of);
  }

  private static @Nullable Statement statement(ParserRuleContext context) {
    return switch (context) {
      case Drop_statementsContext c -> drop(c);
      case Drop_function_statementContext c ->
          new Statement.Drop(
              ObjectKind.ROUTINE,
              List.of(Tree.name(c.name)),
              cascades(c.cascade_restrict()),
              false);
      case Drop_database_statementContext c ->
          new Statement.Drop(ObjectKind.DATABASE, List.of(Tree.name(c.identifier())), false, false);
      case Drop_owned_statementContext c ->
          new Statement.Drop(
              ObjectKind.OWNED,
              List.of(Tree.name(c.user_name(0))),
              cascades(c.cascade_restrict()),
              false);
      case Drop_trigger_statementContext c ->
          new Statement.DropOn(
              ObjectKind.TRIGGER,
              Tree.identifier(c.name),
              Tree.name(c.table_name),
              cascades(c.cascade_restrict()));
      case Drop_policy_statementContext c ->
          new Statement.DropOn(
              ObjectKind.POLICY,
              Tree.identifier(c.identifier()),
              Tree.name(c.schema_qualified_name()),
              cascades(c.cascade_restrict()));
      case Alter_schema_statementContext c ->
          new Statement.Rename(
              ObjectKind.SCHEMA, Tree.name(c.identifier()), Tree.identifier(c.rename_to().name));
      case Alter_type_statementContext c -> type(c);
      case Alter_domain_statementContext c -> domain(c);
      case Create_domain_statementContext c ->
          new Statement.CreateDomain(
              Tree.name(c.name),
              Tree.text(c.dat_type),
              c.domain_constraint().stream()
                  .filter(DropReader::demands)
                  .map(DropReader::condition)
                  .toList());
      case Alter_view_statementContext c ->
          moved(ObjectKind.VIEW, Tree.name(c.name), c.alter_view_action());
      case Alter_materialized_view_statementContext c when c.schema_qualified_name() != null ->
          moved(
              ObjectKind.MATERIALIZED_VIEW,
              Tree.name(c.schema_qualified_name()),
              c.alter_materialized_view_action());
      case Alter_sequence_statementContext c when !c.RESTART().isEmpty() ->
          new Statement.Restart(Tree.name(c.name));
      case Alter_sequence_statementContext c -> moved(ObjectKind.SEQUENCE, Tree.name(c.name), c);
      case Alter_index_statementContext c when c.schema_qualified_name() != null ->
          moved(ObjectKind.INDEX, Tree.name(c.schema_qualified_name()), c.index_def_action());
      case Alter_database_statementContext c when c.alter_database_action() != null ->
          moved(ObjectKind.DATABASE, Tree.name(c.identifier()), c.alter_database_action());
      default -> null;
    };
  }

  private static boolean demands(Domain_constraintContext c) {
    return c.CHECK() != null || c.NOT() != null;
  }

  private static String condition(Domain_constraintContext c) {
    return c.CHECK() == null ? "VALUE IS NOT NULL" : Tree.text(c.vex());
  }

  private static Statement type(Alter_type_statementContext c) {
    Name name = Tree.name(c.name);
    if (c.new_enum_value != null) {
      return new Statement.AddEnumValue(name, Tree.literal(c.new_enum_value));
    }
    if (c.existing_enum_name != null) {
      return new Statement.RenameEnumValue(
          name, Tree.literal(c.existing_enum_name), Tree.literal(c.new_enum_name));
    }
    if (c.attribute_name != null) {
      return new Statement.Rename(
          ObjectKind.TYPE,
          name.sibling(name.name() + "." + Tree.identifier(c.attribute_name)),
          Tree.identifier(c.new_attribute_name));
    }
    return c.type_action().isEmpty() ? moved(ObjectKind.TYPE, name, c) : attributes(name, c);
  }

  /** A composite type changes as a table does, wherever a column is of it. */
  private static Statement attributes(Name name, Alter_type_statementContext c) {
    List<TableAction> actions = new ArrayList<>();
    for (Type_actionContext each : c.type_action()) {
      String attribute = Tree.identifier(each.identifier());
      boolean cascade = cascades(each.cascade_restrict());
      if (each.DROP() != null) {
        actions.add(new TableAction.DropColumn(attribute, cascade));
      } else if (each.ADD() == null) {
        SqlType type = SqlType.of(Tree.text(each.data_type()));
        actions.add(new TableAction.SetType(attribute, type, Optional.empty(), false));
      }
    }
    return new Statement.AlterTable(name, actions);
  }

  private static Statement domain(Alter_domain_statementContext c) {
    Name name = Tree.name(c.name);
    if (c.dom_constraint != null) {
      String constraint =
          c.dom_constraint.name == null ? "" : Tree.identifier(c.dom_constraint.name);
      String check = "CHECK (" + condition(c.dom_constraint) + ")";
      return new Statement.ConstrainDomain(name, constraint, check, c.not_valid != null);
    }
    if (c.SET() != null && c.NOT() != null) {
      return new Statement.ConstrainDomain(name, "", "CHECK (VALUE IS NOT NULL)", false);
    }
    return moved(ObjectKind.DOMAIN, name, c);
  }

  /** What gives an object another name, schema or tablespace; else something of no concern. */
  static Statement moved(ObjectKind kind, Name name, ParserRuleContext action) {
    for (ParserRuleContext each : Tree.children(action).toList()) {
      if (each instanceof Rename_toContext rename) {
        return new Statement.Rename(kind, name, Tree.identifier(rename.name));
      }
      if (each instanceof Set_schemaContext move) {
        return new Statement.Move(kind, name, Tree.identifier(move.identifier()));
      }
      if (each instanceof Set_tablespaceContext move) {
        return new Statement.MoveFiles(kind, name, Tree.identifier(move.identifier()));
      }
    }
    List<ParserRuleContext> names =
        Tree.children(action).filter(IdentifierContext.class::isInstance).toList();
    return Tree.has(action, SQLParser.RENAME) && names.size() == 2
        ? new Statement.AlterTable(
            name,
            List.of(
                new TableAction.RenameColumn(
                    Tree.identifier(names.get(0)), Tree.identifier(names.get(1)))))
        : new Statement.Other(false);
  }

  private static Statement drop(Drop_statementsContext c) {
    If_exist_names_restrict_cascadeContext rest = c.if_exist_names_restrict_cascade();
    return new Statement.Drop(
        kind(c),
        Tree.names(rest.names_references()),
        cascades(rest.cascade_restrict()),
        c.CONCURRENTLY() != null);
  }

  private static ObjectKind kind(Drop_statementsContext c) {
    if (c.VIEW() != null) {
      return c.MATERIALIZED() == null ? ObjectKind.VIEW : ObjectKind.MATERIALIZED_VIEW;
    }
    return switch (Tree.word(c)) {
      case "TABLE" -> ObjectKind.TABLE;
      case "FOREIGN" -> c.TABLE() == null ? ObjectKind.OTHER : ObjectKind.TABLE;
      case "INDEX" -> ObjectKind.INDEX;
      case "SEQUENCE" -> ObjectKind.SEQUENCE;
      case "SCHEMA" -> ObjectKind.SCHEMA;
      case "TYPE" -> ObjectKind.TYPE;
      case "DOMAIN" -> ObjectKind.DOMAIN;
      case "EXTENSION" -> ObjectKind.EXTENSION;
      default -> ObjectKind.OTHER;
    };
  }

  private static boolean cascades(@Nullable Cascade_restrictContext context) {
    return context != null && context.CASCADE() != null;
  }
}
