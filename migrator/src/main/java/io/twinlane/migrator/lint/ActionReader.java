package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.TableAction.Switch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.*;

/** Parse trees of what an {@code ALTER TABLE} does, made into {@link TableAction}s. */
final class ActionReader {

  private ActionReader() {}

  static TableAction partition(Alter_partitionContext c) {
    if (c.partition_table_value() == null) {
      return new TableAction.Detach(
          Tree.name(c.child), c.CONCURRENTLY() != null || c.FINALIZE() != null);
    }
    boolean standard = Tree.has(c.partition_table_value().for_values_bound(), SQLParser.DEFAULT);
    return new TableAction.Attach(
        Tree.name(c.partition_table_value().schema_qualified_name()), standard);
  }

  static TableAction action(Table_actionContext c) {
    if (c.table_column_definition() != null) {
      return new TableAction.AddColumn(
          TableReader.column(c.table_column_definition()), c.if_not_exists() != null);
    }
    if (c.tabl_constraint != null) {
      return new TableAction.AddConstraint(ConstraintReader.constraint(c.tabl_constraint, ""));
    }
    if (c.validate_constraint() != null) {
      return new TableAction.ValidateConstraint(
          Tree.name(c.validate_constraint().constraint_name).name());
    }
    if (c.drop_constraint() != null) {
      return new TableAction.DropConstraint(
          Tree.identifier(c.drop_constraint().constraint_name),
          cascades(c.drop_constraint().cascade_restrict()));
    }
    if (c.column != null) {
      String column = Tree.identifier(c.column);
      return c.column_action() == null
          ? new TableAction.DropColumn(column, cascades(c.cascade_restrict()))
          : column(column, c.column_action());
    }
    return other(c);
  }

  private static boolean cascades(@Nullable Cascade_restrictContext context) {
    return context != null && context.CASCADE() != null;
  }

  private static TableAction column(String column, Column_actionContext c) {
    if (c.data_type() != null) {
      return new TableAction.SetType(
          column,
          SqlType.of(Tree.text(c.data_type())),
          Optional.ofNullable(c.vex()).map(Tree::text),
          c.collate_identifier() != null);
    }
    if (c.set_def_column() != null) {
      return new TableAction.SetDefault(column, Tree.expression(c.set_def_column().vex()));
    }
    if (c.drop_def() != null || c.IDENTITY() != null) {
      return new TableAction.DropDefault(column);
    }
    if (c.expression != null) {
      return new TableAction.SetExpression(column);
    }
    if (c.NOT() != null && c.NULL() != null) {
      return c.set != null
          ? new TableAction.SetNotNull(column)
          : new TableAction.DropNotNull(column);
    }
    return c.alter_identity().stream().anyMatch(each -> each.RESTART() != null)
        ? new TableAction.RestartIdentity(column)
        : new TableAction.Other();
  }

  private static TableAction other(Table_actionContext c) {
    if (c.TRIGGER() != null && c.DISABLE() != null) {
      String which =
          c.trigger_name == null ? c.getStop().getText() : Tree.name(c.trigger_name).quoted();
      return new TableAction.DisableTrigger(which);
    }
    if (c.SECURITY() != null) {
      return new TableAction.RowSecurity(security(c));
    }
    if (c.set_logged() != null) {
      return new TableAction.SetLogged(Tree.has(c.set_logged(), SQLParser.LOGGED));
    }
    if (c.set_tablespace() != null) {
      return new TableAction.SetTablespace(Tree.identifier(c.set_tablespace().identifier()));
    }
    if (c.METHOD() != null) {
      return new TableAction.SetAccessMethod();
    }
    return new TableAction.Other();
  }

  private static Switch security(Table_actionContext c) {
    if (c.FORCE() != null) {
      return c.NO() == null ? Switch.FORCE : Switch.NO_FORCE;
    }
    return c.ENABLE() == null ? Switch.DISABLE : Switch.ENABLE;
  }
}
