package io.twinlane.migrator.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema as a program sees it through the API. */
record Schema(
    String name,
    List<Relation> relations,
    List<Function> functions,
    List<Value.EnumOf> enums,
    List<Composite> composites) {

  Schema {
    relations = List.copyOf(relations);
    functions = List.copyOf(functions);
    enums = List.copyOf(enums);
    composites = List.copyOf(composites);
  }

  /** A table, or a view, plain or materialized. */
  record Relation(
      long id,
      String schema,
      String name,
      Kind kind,
      List<Column> columns,
      List<String> primaryKey,
      List<Relationship> relationships) {

    Relation {
      columns = List.copyOf(columns);
      primaryKey = List.copyOf(primaryKey);
      relationships = List.copyOf(relationships);
    }

    boolean view() {
      return kind != Kind.TABLE;
    }

    Relation with(List<Relationship> ways) {
      return new Relation(id, schema, name, kind, columns, primaryKey, ways);
    }
  }

  /** What may be done with a relation, rights aside. */
  enum Kind {
    TABLE,
    WRITABLE_VIEW,
    VIEW
  }

  /**
   * A column.
   *
   * @param number its place in PostgreSQL's catalog
   * @param standard its default as SQL; that of its domain if it has none
   */
  record Column(
      int number,
      String name,
      String type,
      Value value,
      boolean nullable,
      @Nullable String standard,
      Filling filling) {}

  /** Where a column's value comes from when a row is written. */
  enum Filling {
    /** From the one who writes, or from the default. */
    WRITER,
    /** From a sequence, if the one who writes gives none. */
    SEQUENCE,
    /** From PostgreSQL alone. */
    DATABASE
  }

  /**
   * A foreign key between two relations, each of which may be a view that shows the key's columns.
   *
   * @param one whether a row of the other relation has one row here at most
   */
  record Relationship(
      String constraint,
      List<String> columns,
      boolean one,
      String referencedSchema,
      String referenced,
      List<String> referencedColumns) {

    Relationship {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
    }
  }

  /**
   * A function.
   *
   * @param columns of its result, if it names them itself
   * @param one whether it returns a set that it promises to hold one row
   */
  record Function(
      String schema,
      String name,
      List<Field> arguments,
      String type,
      Value value,
      List<Field> columns,
      boolean set,
      boolean one) {

    Function {
      arguments = List.copyOf(arguments);
      columns = List.copyOf(columns);
    }

    /** The relation that it takes a row of, and nothing else. */
    Value.@Nullable RowOf row() {
      return arguments.size() == 1 && arguments.getFirst().value() instanceof Value.RowOf row
          ? row
          : null;
    }

    /** Whether it gives one value, and neither a row nor a set. */
    boolean single() {
      return !set
          && columns.isEmpty()
          && switch (value) {
            case Value.RowOf _, Value.CompositeOf _ -> false;
            case Value.Plain plain -> plain != Value.Plain.RECORD && plain != Value.Plain.NOTHING;
            case Value.ListOf _, Value.EnumOf _ -> true;
          };
    }
  }

  /** An argument of a function, a column of its result, or an attribute of a composite type. */
  record Field(String name, String type, Value value, boolean optional) {}

  /** A type of several attributes. */
  record Composite(String name, List<Field> attributes) {

    Composite {
      attributes = List.copyOf(attributes);
    }
  }
}
