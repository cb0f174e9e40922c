package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Column.Filling;
import io.twinlane.migrator.lint.Column.Source;
import io.twinlane.migrator.lint.Statement.IndexFlag;
import io.twinlane.migrator.lint.Statement.ObjectKind;
import io.twinlane.migrator.lint.Statement.TableBody;
import io.twinlane.migrator.lint.Statement.TableFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of tables, their changes and their indexes, made into {@link Statement}s. */
final class TableReader {

  private TableReader() {}

  static Statement create(Create_table_statementContext c) {
    Set<TableFlag> flags = flags(c);
    Define_tableContext body = c.define_table();
    List<Column> columns = new ArrayList<>();
    List<Constraint> constraints = new ArrayList<>();
    for (Table_column_defContext each : Tree.all(body, Table_column_defContext.class)) {
      if (each.table_column_definition() != null) {
        columns.add(column(each.table_column_definition()));
      } else if (each.tabl_constraint != null) {
        constraints.add(ConstraintReader.constraint(each.tabl_constraint, ""));
      } else {
        flags.add(TableFlag.DERIVED);
      }
    }
    for (Table_of_type_column_defContext each :
        Tree.all(body, Table_of_type_column_defContext.class)) {
      if (each.tabl_constraint != null) {
        constraints.add(ConstraintReader.constraint(each.tabl_constraint, ""));
      }
    }
    boolean inherits =
        body.define_columns() != null && body.define_columns().names_in_parens() != null;
    if (inherits || body.define_type() != null) {
      flags.add(TableFlag.DERIVED);
    }
    if (body.define_partition() != null
        && Tree.has(body.define_partition().for_values_bound(), SQLParser.DEFAULT)) {
      flags.add(TableFlag.DEFAULT_PARTITION);
    }
    Optional<Name> parent =
        Optional.ofNullable(body.define_partition()).map(each -> Tree.name(each.parent_table));
    return new Statement.CreateTable(
        Tree.name(c.name), flags, new TableBody(columns, constraints, key(c)), parent);
  }

  private static List<String> key(Create_table_statementContext c) {
    return c.partition_by() == null
        ? List.of()
        : c.partition_by().partition_method().partition_column().stream()
            .map(each -> Tree.identifier(each.vex()))
            .toList();
  }

  static List<Statement> createAs(Create_table_as_statementContext c) {
    Set<TableFlag> flags = flags(c);
    flags.add(TableFlag.DERIVED);
    List<Statement> statements = new ArrayList<>();
    statements.add(
        new Statement.CreateTable(
            Tree.name(c.name),
            flags,
            new TableBody(List.of(), List.of(), List.of()),
            Optional.empty()));
    statements.addAll(DataReader.rows(c));
    return statements;
  }

  private static Set<TableFlag> flags(ParserRuleContext c) {
    Set<TableFlag> flags = EnumSet.noneOf(TableFlag.class);
    if (Tree.has(c, SQLParser.TEMP) || Tree.has(c, SQLParser.TEMPORARY)) {
      flags.add(TableFlag.TEMPORARY);
    }
    if (Tree.has(c, SQLParser.UNLOGGED)) {
      flags.add(TableFlag.UNLOGGED);
    }
    if (Tree.children(c).anyMatch(If_not_existsContext.class::isInstance)) {
      flags.add(TableFlag.IF_NOT_EXISTS);
    }
    return flags;
  }

  static Column column(Table_column_definitionContext c) {
    String name = Tree.identifier(c.identifier());
    List<Constraint> constraints = new ArrayList<>();
    Filling filling = Filling.NONE;
    for (Constraint_commonContext each : c.constraint_common()) {
      Constr_bodyContext body = each.constr_body();
      if (body.default_expr != null) {
        filling = new Filling(Source.DEFAULT, Tree.expression(body.default_expr));
      } else if (body.identity_body() != null) {
        filling = new Filling(Source.IDENTITY, Expression.NONE);
      } else if (Tree.has(body, SQLParser.GENERATED)) {
        Source source =
            Tree.has(body, SQLParser.STORED) ? Source.GENERATED_STORED : Source.GENERATED_VIRTUAL;
        filling = new Filling(source, Tree.expression(body));
      } else if (!ConstraintReader.nullable(body)) {
        constraints.add(ConstraintReader.constraint(each, name));
      }
    }
    return new Column(name, SqlType.of(Tree.text(c.data_type())), filling, constraints);
  }

  static Statement index(Create_index_statementContext c) {
    Set<IndexFlag> flags = EnumSet.noneOf(IndexFlag.class);
    flag(flags, c.UNIQUE() != null, IndexFlag.UNIQUE);
    flag(flags, c.CONCURRENTLY() != null, IndexFlag.CONCURRENTLY);
    flag(flags, c.if_not_exists() != null, IndexFlag.IF_NOT_EXISTS);
    flag(flags, c.ONLY() != null, IndexFlag.ONLY);
    flag(flags, c.index_rest().index_where() != null, IndexFlag.PARTIAL);
    Name table = Tree.name(c.table_name);
    Name index = c.name == null ? Name.of("") : table.sibling(Tree.identifier(c.name));
    List<String> columns =
        c.index_rest().index_columns().index_column().stream()
            .map(each -> Tree.identifier(each.column))
            .toList();
    return new Statement.CreateIndex(index, table, flags, columns);
  }

  private static void flag(Set<IndexFlag> flags, boolean holds, IndexFlag flag) {
    if (holds) {
      flags.add(flag);
    }
  }

  static Statement alter(Alter_table_statementContext c) {
    Name table = Tree.name(c.name);
    if (c.rename_to() != null) {
      return new Statement.Rename(ObjectKind.TABLE, table, Tree.identifier(c.rename_to().name));
    }
    if (c.set_schema() != null) {
      return new Statement.Move(
          ObjectKind.TABLE, table, Tree.identifier(c.set_schema().identifier()));
    }
    if (c.RENAME() != null && c.CONSTRAINT() == null) {
      return new Statement.AlterTable(
          table,
          List.of(
              new TableAction.RenameColumn(
                  Tree.identifier(c.identifier(0)), Tree.identifier(c.identifier(1)))));
    }
    if (c.alter_partition() != null) {
      return new Statement.AlterTable(table, List.of(ActionReader.partition(c.alter_partition())));
    }
    return new Statement.AlterTable(
        table, c.table_action().stream().map(ActionReader::action).toList());
  }
}
