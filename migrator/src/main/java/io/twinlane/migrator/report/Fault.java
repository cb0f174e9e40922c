package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.text;

import io.github.mfvanek.pg.core.checks.common.Diagnostic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kinds of faults that a schema may have and that pg-index-health looks for. */
enum Fault {
  INVALID_INDEX(
      Diagnostic.INVALID_INDEXES,
      true,
      "no query uses it, and each write pays for it; one that is being built just now is well",
      "index_name",
      ""),
  SEQUENCE_NEAR_END(
      Diagnostic.SEQUENCE_OVERFLOW,
      true,
      "inserts fail when it ends: make the column and the sequence bigint",
      "sequence_name",
      "remaining_percentage"),
  CONSTRAINT_NOT_VALID(
      Diagnostic.NOT_VALID_CONSTRAINTS,
      true,
      "old rows may break it: validate it, which locks nobody out",
      "table_name",
      "constraint_name"),
  NO_PRIMARY_KEY(
      Diagnostic.TABLES_WITHOUT_PRIMARY_KEY,
      true,
      "no row can be named, and logical replication takes no update",
      "table_name",
      ""),
  KEY_OF_OTHER_TYPE(
      Diagnostic.FOREIGN_KEYS_WITH_UNMATCHED_COLUMN_TYPE,
      true,
      "the columns of both sides should be of one type",
      "table_name",
      "constraint_name"),
  FOREIGN_KEY_TWICE(
      Diagnostic.DUPLICATED_FOREIGN_KEYS,
      true,
      "each write is checked twice: drop one",
      "table_name",
      "duplicate_constraint_name"),
  BTREE_ON_ARRAY(
      Diagnostic.BTREE_INDEXES_ON_ARRAY_COLUMNS,
      false,
      "it finds whole arrays only; a GIN index finds what is in them",
      "index_name",
      "column_name"),
  SERIAL_COLUMN(
      Diagnostic.COLUMNS_WITH_SERIAL_TYPES,
      false,
      "no key, so that it hardly needs a sequence",
      "table_name",
      "column_name"),
  SERIAL_PRIMARY_KEY(
      Diagnostic.PRIMARY_KEYS_WITH_SERIAL_TYPES,
      false,
      "GENERATED ALWAYS AS IDENTITY does the same and cannot be written to by mistake",
      "table_name",
      "column_name"),
  JSON_COLUMN(
      Diagnostic.COLUMNS_WITH_JSON_TYPE,
      false,
      "json has no equality, so that DISTINCT and UNION fail: take jsonb",
      "table_name",
      "column_name"),
  MONEY_COLUMN(
      Diagnostic.COLUMNS_WITH_MONEY_TYPE,
      false,
      "its meaning changes with lc_monetary: take numeric",
      "table_name",
      "column_name"),
  TIME_WITHOUT_ZONE(
      Diagnostic.COLUMNS_WITH_TIMESTAMP_OR_TIMETZ_TYPE,
      false,
      "nobody knows which moment it is: take timestamptz",
      "table_name",
      "column_name"),
  INHERITANCE(
      Diagnostic.TABLES_WITH_INHERITANCE,
      false,
      "keys do not reach over inherited tables: take partitions",
      "table_name",
      ""),
  NAME_CUT_OFF(
      Diagnostic.POSSIBLE_OBJECT_NAME_OVERFLOW,
      false,
      "as long as a name can be: it may have been cut off",
      "object_name",
      "");

  private final Diagnostic check;
  private final boolean grave;
  private final String advice;
  private final String object;
  private final String part;

  Fault(Diagnostic check, boolean grave, String advice, String object, String part) {
    this.check = check;
    this.grave = grave;
    this.advice = advice;
    this.object = object;
    this.part = part;
  }

  Diagnostic check() {
    return check;
  }

  /** Whether it should be mended; else it is worth a thought when the table is changed anyway. */
  boolean grave() {
    return grave;
  }

  /** What it does, or what to do. */
  String advice() {
    return advice;
  }

  /** Of the check's result: what is at fault and, if only a part of it is, that part. */
  List<Column> columns() {
    return part.isEmpty() ? List.of(text(object)) : List.of(text(object), text(part));
  }

  String object(Row found) {
    return found.text(object);
  }

  String part(Row found) {
    return found.text(part);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What the check calls near, in percent of what remains. */
  Optional<Double> threshold() {
    return this == SEQUENCE_NEAR_END ? Optional.of(20.0) : Optional.empty();
  }

  /** What mends it, if a statement alone does. */
  List<String> statements(String object, String part) {
    return switch (this) {
      // what a concurrent rebuild left behind has the old index beside it
      case INVALID_INDEX ->
          object.matches("(?s).*_ccnew\\d*\"?|.*_ccold\\d*\"?")
              ? List.of("DROP INDEX CONCURRENTLY " + object)
              : List.of("REINDEX INDEX CONCURRENTLY " + object);
      case CONSTRAINT_NOT_VALID ->
          List.of("ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(object, part));
      case FOREIGN_KEY_TWICE ->
          List.of("ALTER TABLE %s DROP CONSTRAINT %s".formatted(object, part));
      case SEQUENCE_NEAR_END,
          NO_PRIMARY_KEY,
          KEY_OF_OTHER_TYPE,
          BTREE_ON_ARRAY,
          SERIAL_COLUMN,
          SERIAL_PRIMARY_KEY,
          JSON_COLUMN,
          MONEY_COLUMN,
          TIME_WITHOUT_ZONE,
          INHERITANCE,
          NAME_CUT_OFF ->
          List.of();
    };
  }
}
