package io.twinlane.migrator.types;

import java.util.List;

/** What values of a type are in JSON. */
sealed interface Value {

  /** Values that need no more words; {@code NOTHING} is what a function returns that is void. */
  enum Plain implements Value {
    BOOLEAN,
    NUMBER,
    STRING,
    JSON,
    NOTHING,
    RECORD,
    UNKNOWN
  }

  /** An array, of any number of dimensions. */
  record ListOf(Value element) implements Value {}

  /** One of some words. */
  record EnumOf(String schema, String name, List<String> labels) implements Value {

    public EnumOf {
      labels = List.copyOf(labels);
    }
  }

  /** An object of a composite type of the described schemas. */
  record CompositeOf(String schema, String name) implements Value {}

  /** A row of a table or view of the described schemas. */
  record RowOf(String schema, String relation, boolean view) implements Value {}
}
