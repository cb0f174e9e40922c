package io.twinlane.migrator.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a statement does, as far as rules ask about it. */
sealed interface Statement {

  /**
   * A new table.
   *
   * @param parent the table that it is a partition of
   */
  record CreateTable(Name table, Set<TableFlag> flags, TableBody body, Optional<Name> parent)
      implements Statement {}

  /** How a table is made. */
  enum TableFlag {
    TEMPORARY,
    UNLOGGED,
    IF_NOT_EXISTS,
    DEFAULT_PARTITION,
    /** By a query, or like another table: its columns are not known. */
    DERIVED
  }

  /**
   * What a table consists of.
   *
   * @param partitionKey columns and expressions; empty if it is not partitioned
   */
  record TableBody(List<Column> columns, List<Constraint> constraints, List<String> partitionKey) {}

  record AlterTable(Name table, List<TableAction> actions) implements Statement {}

  /**
   * A new index.
   *
   * @param index empty name if PostgreSQL is to choose it
   * @param columns expressions as they were written
   */
  record CreateIndex(Name index, Name table, Set<IndexFlag> flags, List<String> columns)
      implements Statement {

    boolean has(IndexFlag flag) {
      return flags.contains(flag);
    }
  }

  /** How an index is made. */
  enum IndexFlag {
    UNIQUE,
    CONCURRENTLY,
    IF_NOT_EXISTS,
    ONLY,
    PARTIAL
  }

  /** Objects that go. */
  record Drop(ObjectKind kind, List<Name> names, boolean cascade, boolean concurrently)
      implements Statement {}

  /** A trigger or a policy that goes. */
  record DropOn(ObjectKind kind, String name, Name table, boolean cascade) implements Statement {}

  record Rename(ObjectKind kind, Name from, String to) implements Statement {}

  /** Into another schema. */
  record Move(ObjectKind kind, Name name, String schema) implements Statement {}

  /** Into another tablespace; the name is empty for a database. */
  record MoveFiles(ObjectKind kind, Name name, String tablespace) implements Statement {}

  /** What a name may stand for. */
  enum ObjectKind {
    TABLE("table"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view"),
    INDEX("index"),
    SEQUENCE("sequence"),
    SCHEMA("schema"),
    TYPE("type"),
    DOMAIN("domain"),
    ROUTINE("function"),
    EXTENSION("extension"),
    DATABASE("database"),
    TRIGGER("trigger"),
    POLICY("policy"),
    OWNED("owned"),
    OTHER("object");

    private final String word;

    ObjectKind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * Rows that change.
   *
   * @param given columns that are compared with constants
   */
  record Change(Verb verb, Name table, Reach reach, List<String> given) implements Statement {}

  /** How rows change. */
  enum Verb {
    INSERT,
    UPDATE,
    DELETE
  }

  /** How many rows of a table a statement may touch, as far as its text tells. */
  enum Reach {
    /** No condition, or one that is always true. */
    EVERY_ROW,
    /** Those that have, or have not, some value: often as good as all. */
    BY_NULL,
    SOME,
    /** Those with given values: one or few where the values are keys. */
    GIVEN,
    /** Rows that did not exist. */
    NEW_ROWS
  }

  record Truncate(List<Name> tables) implements Statement {}

  record LockTable(List<Name> tables, String mode) implements Statement {}

  record Vacuum(boolean full, List<Name> tables) implements Statement {}

  record Cluster(Optional<Name> table) implements Statement {}

  record Refresh(Name view, boolean concurrently) implements Statement {}

  /** Kind {@code OTHER} for a whole database. */
  record Reindex(ObjectKind kind, Name name, boolean concurrently) implements Statement {}

  /** A new object of a kind that has no statement of its own here. */
  record Create(ObjectKind kind, Name name) implements Statement {}

  /**
   * A new domain.
   *
   * @param type that it is made from
   * @param checks that its values must pass, each an expression of {@code VALUE}
   */
  record CreateDomain(Name domain, String type, List<String> checks) implements Statement {}

  /**
   * A domain demands more.
   *
   * @param name of the constraint; empty if none was written
   * @param check with its keyword
   */
  record ConstrainDomain(Name domain, String name, String check, boolean notValid)
      implements Statement {}

  record AddEnumValue(Name type, String value) implements Statement {}

  record RenameEnumValue(Name type, String from, String to) implements Statement {}

  record CreateTrigger(String trigger, Name table) implements Statement {}

  record CreatePolicy(String policy, Name table, PolicyKind kind) implements Statement {}

  /** What a policy does to the rows of its table. */
  enum PolicyKind {
    PERMISSIVE,
    RESTRICTIVE,
    /** Lets every role change every row. */
    OPEN
  }

  /**
   * A new view.
   *
   * @param reads the tables that its query names
   * @param invoker whether it reads with the rights of who asks
   */
  record CreateView(Name view, ObjectKind kind, List<Name> reads, boolean invoker)
      implements Statement {}

  /** A sequence begins anew. */
  record Restart(Name sequence) implements Statement {}

  record CreateRoutine(Name routine, Set<RoutineFlag> flags, String language, String body)
      implements Statement {

    boolean has(RoutineFlag flag) {
      return flags.contains(flag);
    }
  }

  /** What a function's definition says of it; on its own, in {@code ALTER FUNCTION}. */
  record AlterRoutine(Name routine, Set<RoutineFlag> flags) implements Statement {}

  /** Properties of a function. */
  enum RoutineFlag {
    SECURITY_DEFINER,
    SEARCH_PATH,
    /** Written in standard SQL, whose names are bound when it is made. */
    BOUND,
    /** Immutable or stable. */
    STEADY
  }

  /** A right given. */
  record Grant(List<String> privileges, String on, List<String> roles) implements Statement {}

  record Revoke(List<String> privileges, String on, List<String> roles) implements Statement {}

  record GrantRole(List<String> roles, List<String> members) implements Statement {}

  /** A role made or altered. */
  record Role(String name, List<String> powers, boolean passwordGiven) implements Statement {}

  /** A secret in a statement's text. */
  record Secret(String what) implements Statement {}

  record Setting(String name, String value) implements Statement {}

  record TransactionControl(String word) implements Statement {}

  /** Functions that run now. */
  record Call(List<Name> routines) implements Statement {}

  /** A statement put together at run time, which nobody can read before. */
  record Dynamic(String text) implements Statement {}

  /** Something inside a block that could not be parsed. */
  record Unread(String reason) implements Statement {}

  /** What no rule asks about; {@code light} if it neither locks nor changes anything. */
  record Other(boolean light) implements Statement {}
}
