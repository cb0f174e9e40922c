package io.twinlane.migrator.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a migration is looked at for. Names are stable: files say them to be excused from a rule.
 */
public enum Rule {
  UNREADABLE(Level.DANGER, "a statement that the grammar cannot read, so that nothing checked it"),
  DYNAMIC_SQL(Level.DANGER, "a statement made at run time, whose text nothing can check before"),
  ALLOW_WITHOUT_REASON(Level.DANGER, "an allow comment that gives no reason, or names no rule"),
  UNUSED_ALLOW(Level.ADVICE, "an allow comment that silences nothing"),

  DROP_TABLE(Level.DANGER, "a table with its rows goes, while running code may use it"),
  DROP_COLUMN(Level.DANGER, "a column with its values goes, while running code may use it"),
  DROP_VIEW(Level.DANGER, "a view goes, while running code may use it"),
  DROP_ROUTINE(Level.DANGER, "a function goes, while running code may call it"),
  DROP_SEQUENCE(Level.DANGER, "a sequence and its position go"),
  DROP_SCHEMA(Level.DANGER, "a schema goes, with CASCADE with all that is in it"),
  DROP_DATABASE(Level.DANGER, "a whole database goes"),
  DROP_EXTENSION(Level.DANGER, "an extension goes, with CASCADE with every column of its types"),
  DROP_OWNED(Level.DANGER, "all that a role owns goes"),
  DROP_CASCADE(Level.DANGER, "objects go that the statement does not name"),
  DROP_UNIQUE_CONSTRAINT(Level.DANGER, "a key goes, and with it its index and every ON CONFLICT"),
  DROP_CONSTRAINT(Level.ADVICE, "a constraint goes, and with it what the data promise"),
  DROP_TYPE(Level.ADVICE, "a type goes, while running code may cast to it"),
  DROP_TRIGGER(Level.ADVICE, "a trigger goes, and with it what it kept up"),
  DROP_OBJECT(Level.ADVICE, "an object goes that something may use"),
  DROP_POLICY(Level.ADVICE, "a policy goes, and with it rows that somebody sees"),
  DROP_RESTRICTIVE_POLICY(Level.DANGER, "a policy that kept rows from somebody goes"),
  RESTART_SEQUENCE(Level.DANGER, "numbers that are in use are handed out again"),

  RENAME_TABLE(Level.DANGER, "running code knows a table by its old name"),
  RENAME_COLUMN(Level.DANGER, "running code knows a column by its old name"),
  RENAME_OBJECT(
      Level.DANGER, "running code knows a view, function, type or sequence by its old name"),
  RENAME_SCHEMA(Level.DANGER, "running code knows all that is in a schema by its old name"),
  RENAME_ENUM_VALUE(Level.DANGER, "running code writes and compares the old value"),
  MOVE_SCHEMA(Level.DANGER, "running code finds an object where it was"),

  CHANGE_COLUMN_TYPE(
      Level.DANGER, "another type rewrites or scans a table under an exclusive lock"),
  ADD_REQUIRED_COLUMN(Level.DANGER, "a NOT NULL column without a default fails where rows exist"),
  SET_NOT_NULL(Level.DANGER, "NOT NULL scans a whole table under an exclusive lock"),
  DROP_NOT_NULL(Level.ADVICE, "running code meets nulls that it does not expect"),
  DROP_DEFAULT(Level.ADVICE, "running code inserts rows without a value that is now required"),
  VOLATILE_DEFAULT(Level.DANGER, "a default that differs from row to row rewrites the table"),
  GENERATED_STORED_COLUMN(Level.DANGER, "a stored generated column rewrites the table"),
  SERIAL_COLUMN(Level.DANGER, "a serial or identity column rewrites the table"),
  CONSTRAINED_DOMAIN_COLUMN(
      Level.DANGER, "a column of a domain with a constraint rewrites the table"),

  CREATE_INDEX(Level.DANGER, "an index built without CONCURRENTLY blocks writes"),
  DROP_INDEX(Level.DANGER, "an index dropped without CONCURRENTLY blocks reads and writes"),
  REINDEX(
      Level.DANGER, "an index rebuilt without CONCURRENTLY blocks writes, and reads that use it"),
  FOREIGN_KEY(Level.DANGER, "a foreign key checked at once blocks writes to two tables"),
  FOREIGN_KEY_IN_NEW_COLUMN(Level.ADVICE, "a new column with a foreign key locks two tables"),
  CHECK_CONSTRAINT(Level.DANGER, "a check of all rows at once blocks reads and writes"),
  UNIQUE_CONSTRAINT(Level.DANGER, "a key that builds its own index blocks reads and writes"),
  EXCLUSION_CONSTRAINT(Level.DANGER, "an exclusion constraint can only be built under a lock"),
  VALIDATE_AT_ONCE(Level.DANGER, "validation in the file that took a stronger lock scans under it"),
  DOMAIN_CONSTRAINT(Level.DANGER, "a constraint of a domain scans every table that uses it"),
  CONSTRAINED_DOMAIN(Level.ADVICE, "a domain with a constraint is hard to change later"),

  CONCURRENTLY_MIXED(
      Level.DANGER, "statements that need to be outside a transaction, among others"),
  CONCURRENTLY_SEVERAL(Level.ADVICE, "several builds in one file: the second may fail alone"),
  CONCURRENTLY_IF_NOT_EXISTS(Level.ADVICE, "IF NOT EXISTS takes an invalid index for a good one"),
  CONCURRENTLY_ON_PARTITIONED(Level.DANGER, "PostgreSQL refuses it on a partitioned table"),
  TRANSACTION_CONTROL(Level.DANGER, "a file is one transaction already, and may not end it"),
  LOCK_TIMEOUT_OFF(Level.DANGER, "without lock_timeout all wait behind a statement that waits"),

  UPDATE_EVERY_ROW(Level.DANGER, "all rows change in one transaction"),
  DELETE_EVERY_ROW(Level.DANGER, "all rows go"),
  TRUNCATE(Level.DANGER, "all rows go, under an exclusive lock"),
  BACKFILL_WITH_SCHEMA_CHANGE(Level.DANGER, "rows change while a lock on their table is held"),
  BACKFILL_IN_MIGRATION(Level.ADVICE, "many rows may change in one transaction"),
  LOCK_TABLE(Level.DANGER, "a table is locked until the file ends"),
  VACUUM_FULL(Level.DANGER, "a table is written anew under an exclusive lock"),
  CLUSTER(Level.DANGER, "a table is written anew in another order under an exclusive lock"),
  REFRESH_MATERIALIZED_VIEW(Level.DANGER, "readers of a materialized view wait for its query"),
  SET_LOGGED(Level.DANGER, "a table is written anew and into the log under an exclusive lock"),
  SET_UNLOGGED(Level.DANGER, "a table is written anew, and lost in a crash from then on"),
  UNLOGGED_TABLE(Level.ADVICE, "a table that is empty after a crash, and on replicas"),
  SET_TABLESPACE(Level.DANGER, "a table or index is copied under an exclusive lock"),
  SET_ACCESS_METHOD(Level.DANGER, "a table is written anew under an exclusive lock"),
  PARTITION_BESIDE_DEFAULT(Level.DANGER, "the default partition is scanned under a lock"),
  ATTACH_PARTITION(Level.DANGER, "a partition without a matching check is scanned under a lock"),
  DETACH_PARTITION(Level.DANGER, "without CONCURRENTLY all partitions are locked"),
  CREATE_PARTITION_OF(Level.ADVICE, "a partition made in place locks the whole table for a moment"),
  TRIGGER_ON_EXISTING_TABLE(Level.ADVICE, "each write to a table will run more, from now on"),
  DISABLE_TRIGGER(Level.DANGER, "rows are written that nothing checked"),
  ENUM_VALUE_USED_AT_ONCE(Level.DANGER, "a new enum value cannot be used before it is committed"),
  ENUM_VALUE_MIXED(Level.ADVICE, "a new enum value cannot be taken back with the rest of its file"),

  DISABLE_ROW_SECURITY(Level.DANGER, "who may read the table reads all rows of it"),
  ROW_SECURITY_WITHOUT_POLICY(Level.DANGER, "without a policy nobody but the owner sees a row"),
  OPEN_POLICY(Level.DANGER, "a policy that lets every role change every row"),
  VIEW_OVER_ROW_SECURITY(Level.ADVICE, "a view reads with its owner's rights, past the policies"),
  TABLE_WITHOUT_ROW_SECURITY(Level.ADVICE, "a table without row security among tables with it"),
  GRANT_TO_PUBLIC(Level.DANGER, "every role, also one made later, gets the right"),
  REVOKE(Level.ADVICE, "running code may need the right"),
  SECURITY_DEFINER(Level.DANGER, "a caller can put its own objects in the function's way"),
  POWERFUL_ROLE(Level.DANGER, "a role that no right or policy holds back"),
  PASSWORD_IN_FILE(Level.DANGER, "who can read the repository can log in"),

  IDENTIFIER_TOO_LONG(Level.ADVICE, "PostgreSQL cuts a name after 63 bytes"),
  INTEGER_PRIMARY_KEY(Level.ADVICE, "a key of four bytes ends at 2,147,483,647"),
  SERIAL_INSTEAD_OF_IDENTITY(
      Level.ADVICE, "a serial's sequence has rights and an owner of its own"),
  JSON_COLUMN(Level.ADVICE, "json has no equality, so DISTINCT and GROUP BY fail"),
  TIMESTAMP_WITHOUT_TIME_ZONE(Level.ADVICE, "a time that is no moment"),
  CHAR_COLUMN(Level.ADVICE, "char(n) pads with blanks"),
  MONEY_COLUMN(Level.ADVICE, "money reads and writes as the server's locale has it"),
  TABLE_WITHOUT_PRIMARY_KEY(Level.ADVICE, "its rows cannot be told apart or replicated"),
  FOREIGN_KEY_WITHOUT_INDEX(Level.ADVICE, "each delete in the other table scans this one"),
  WIDE_INDEX(Level.ADVICE, "an index of more than three columns seldom helps beyond them");

  private final Level level;
  private final String meaning;

  Rule(Level level, String meaning) {
    this.level = level;
    this.meaning = meaning;
  }

  /** How much a finding weighs. */
  public enum Level {
    /** It can stop or harm a running service: it has to be changed, or allowed with a reason. */
    DANGER,
    /** It should be known. */
    ADVICE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Level level() {
    return level;
  }

  /** The name by which files and programs know it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why it is a rule, in a few words. */
  public String meaning() {
    return meaning;
  }

  static Optional<Rule> of(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** Whether a file that was held back until nothing uses the objects any more may do it. */
  boolean mayBeDeferred() {
    return switch (this) {
      case DROP_TABLE,
          DROP_COLUMN,
          DROP_VIEW,
          DROP_ROUTINE,
          DROP_SEQUENCE,
          DROP_SCHEMA,
          DROP_TYPE ->
          true;
      case DROP_CONSTRAINT, DROP_UNIQUE_CONSTRAINT -> true;
      default -> false;
    };
  }
}
