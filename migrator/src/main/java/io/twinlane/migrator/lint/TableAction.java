package io.twinlane.migrator.lint;

import java.util.Optional;

/** One of the things that an {@code ALTER TABLE} does. */
sealed interface TableAction {

  record AddColumn(Column column, boolean ifNotExists) implements TableAction {}

  record DropColumn(String column, boolean cascade) implements TableAction {}

  record RenameColumn(String from, String to) implements TableAction {}

  /**
   * Another type.
   *
   * @param using how values become those of the new type, if it was said
   * @param collated whether a collation was named as well
   */
  record SetType(String column, SqlType type, Optional<String> using, boolean collated)
      implements TableAction {}

  record SetNotNull(String column) implements TableAction {}

  record DropNotNull(String column) implements TableAction {}

  record SetDefault(String column, Expression value) implements TableAction {}

  record DropDefault(String column) implements TableAction {}

  /** Another expression of a generated column. */
  record SetExpression(String column) implements TableAction {}

  record AddConstraint(Constraint constraint) implements TableAction {}

  record ValidateConstraint(String name) implements TableAction {}

  record DropConstraint(String name, boolean cascade) implements TableAction {}

  /** A trigger's name, {@code ALL} or {@code USER}. */
  record DisableTrigger(String which) implements TableAction {}

  record RowSecurity(Switch to) implements TableAction {}

  /** What is done to row level security. */
  enum Switch {
    ENABLE,
    DISABLE,
    FORCE,
    NO_FORCE
  }

  record SetLogged(boolean logged) implements TableAction {}

  record SetTablespace(String tablespace) implements TableAction {}

  record SetAccessMethod() implements TableAction {}

  record Attach(Name partition, boolean standard) implements TableAction {}

  record Detach(Name partition, boolean concurrently) implements TableAction {}

  /** The sequence of an identity column begins anew. */
  record RestartIdentity(String column) implements TableAction {}

  /** What no rule asks about. */
  record Other() implements TableAction {}
}
