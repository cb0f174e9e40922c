package io.twinlane.migrator.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What facts can be of, in the order in which they are made; they are taken away in the opposite
 * one. Its word is its name in lower case.
 */
enum Kind {
  TABLESPACE(Change.NONE),
  ROLE(Change.NONE),
  ROLE_ATTRIBUTES(Change.ALTER, "role"),
  ROLE_MEMBERSHIP(Change.REPLACE),
  ROLE_SETTING(Change.ALTER),
  DATABASE(Change.NONE),
  DATABASE_OWNER(Change.ALTER),
  DATABASE_LIMITS(Change.ALTER),
  DATABASE_SETTING(Change.ALTER),
  SCHEMA(Change.NONE),
  EXTENSION(Change.NONE),
  EXTENSION_VERSION(Change.ALTER, "extension"),
  EXTENSION_SCHEMA(Change.ALTER, "extension"),
  LANGUAGE(Change.REPLACE),
  ACCESS_METHOD(Change.REPLACE),
  COLLATION(Change.REPLACE),
  BASE_TYPE(Change.NONE),
  ENUM(Change.NONE),
  ENUM_LABEL(Change.NONE, "enum"),
  COMPOSITE_TYPE(Change.NONE),
  ATTRIBUTE(Change.NONE, "composite type"),
  ATTRIBUTE_TYPE(Change.ALTER, "composite type", "attribute"),
  ATTRIBUTE_ORDER(Change.NONE, "composite type"),
  DOMAIN(Change.REPLACE),
  DOMAIN_DEFAULT(Change.ALTER),
  DOMAIN_NOT_NULL(Change.REPLACE),
  DOMAIN_CONSTRAINT(Change.REPLACE),
  DOMAIN_CONSTRAINT_NOT_VALID(Change.NONE, "domain constraint"),
  RANGE(Change.REPLACE),
  SEQUENCE(Change.NONE),
  SEQUENCE_SETTINGS(Change.ALTER, "sequence"),
  SEQUENCE_PERSISTENCE(Change.ALTER, "sequence"),
  FUNCTION(Change.RESHAPE),
  PROCEDURE(Change.RESHAPE),
  AGGREGATE(Change.REPLACE),
  EXTENSION_FUNCTION(Change.NONE, "extension", "extension version", "extension schema"),
  EXTENSION_FUNCTION_BODY(Change.ALTER, "extension", "extension function"),
  CONVERSION(Change.REPLACE),
  OPERATOR(Change.REPLACE),
  OPERATOR_FAMILY(Change.NONE),
  OPERATOR_CLASS(Change.REPLACE),
  CAST(Change.REPLACE),
  TRANSFORM(Change.REPLACE),
  TEXT_SEARCH_PARSER(Change.REPLACE),
  TEXT_SEARCH_TEMPLATE(Change.REPLACE),
  TEXT_SEARCH_DICTIONARY(Change.REPLACE),
  TEXT_SEARCH_DICTIONARY_OPTIONS(Change.ALTER, "text search dictionary"),
  TEXT_SEARCH_CONFIGURATION(Change.REPLACE),
  TEXT_SEARCH_MAPPING(Change.REPLACE),
  FOREIGN_DATA_WRAPPER("foreign-data wrapper", Change.REPLACE),
  SERVER(Change.REPLACE),
  USER_MAPPING(Change.NONE),
  TABLE(Change.NONE),
  TABLE_PERSISTENCE(Change.ALTER, "table"),
  TABLE_TYPE(Change.ALTER, "table"),
  ACCESS_METHOD_OF_TABLE(Change.ALTER, "table"),
  COLUMN(Change.NONE, "table"),
  COLUMN_TYPE(Change.ALTER, "table", "column"),
  GENERATED_COLUMN(Change.ALTER_ONLY, "table", "column"),
  IDENTITY_COLUMN(Change.NONE, "table", "column"),
  IDENTITY_COLUMN_MODE(Change.ALTER, "table", "column", "identity column"),
  COLUMN_DEFAULT(Change.ALTER, "table", "column"),
  COLUMN_NOT_NULL(Change.REPLACE, "table", "column"),
  COLUMN_NOT_NULL_NOT_VALID(Change.NONE, "column", "column not null"),
  COLUMN_ORDER(Change.NONE, "table"),
  COLUMN_STORAGE(Change.ALTER),
  COLUMN_COMPRESSION(Change.ALTER),
  COLUMN_OPTION(Change.ALTER),
  FOREIGN_OPTION(Change.REPLACE),
  SEQUENCE_OWNER(Change.ALTER),
  INHERITANCE(Change.NONE),
  CHECK(Change.REPLACE),
  PRIMARY_KEY(Change.REPLACE),
  UNIQUE_CONSTRAINT(Change.REPLACE),
  EXCLUSION_CONSTRAINT(Change.REPLACE),
  VIEW(Change.RESHAPE),
  MATERIALIZED_VIEW(Change.REPLACE),
  MATERIALIZED_VIEW_WITHOUT_DATA(Change.NONE, "materialized view"),
  INDEX(Change.REPLACE),
  INVALID_INDEX(Change.NONE),
  PARTITION(Change.REPLACE),
  INDEX_PARTITION(Change.ALTER),
  FOREIGN_KEY(Change.REPLACE),
  CONSTRAINT_NOT_VALID(Change.NONE, "check", "foreign key", "primary key", "unique constraint"),
  STORAGE_PARAMETER(Change.ALTER, "view"),
  TABLESPACE_OF_RELATION(Change.ALTER),
  STATISTICS_TARGET(Change.ALTER),
  STATISTICS(Change.REPLACE),
  STATISTICS_OBJECT_TARGET(Change.ALTER),
  CLUSTERED_INDEX(Change.ALTER),
  REPLICA_IDENTITY(Change.ALTER),
  RULE(Change.ALTER),
  RULE_STATE(Change.ALTER),
  TRIGGER(Change.REPLACE),
  TRIGGER_STATE(Change.ALTER),
  TRIGGER_STATE_OF_CONSTRAINT(Change.NONE),
  POLICY(Change.REPLACE),
  ROW_SECURITY(Change.ALTER),
  ROW_SECURITY_FOR_THE_OWNER(Change.ALTER),
  EVENT_TRIGGER(Change.REPLACE),
  EVENT_TRIGGER_STATE(Change.ALTER),
  PUBLICATION(Change.REPLACE),
  PUBLICATION_OPTIONS(Change.ALTER, "publication"),
  PUBLICATION_TABLE(Change.REPLACE),
  PUBLICATION_SCHEMA(Change.NONE),
  SUBSCRIPTION(Change.NONE),
  OWNER(Change.ALTER),
  REVOKED_GRANT(Change.REPLACE),
  GRANT(Change.REPLACE),
  COMMENT(Change.ALTER),
  SECURITY_LABEL(Change.ALTER);

  /** What makes a fact another one of the same kind. */
  enum Change {
    /** The statement that makes it overwrites what is there. */
    ALTER,
    /** The same, but it makes nothing where nothing is. */
    ALTER_ONLY,
    /** What is there has to go first. */
    REPLACE,
    /**
     * What is there has to go first if it takes or returns something else, or has other columns.
     */
    RESHAPE,
    /** No statement that is safe to say. */
    NONE
  }

  private static final Map<String, Kind> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(Kind::word, Function.identity()));

  private final String word;
  private final Change change;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes one that cannot change
  private final Set<String> parents;

  Kind(Change change, String... parents) {
    this.word = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    this.change = change;
    this.parents = Set.of(parents);
  }

  Kind(String word, Change change) {
    this.word = word;
    this.change = change;
    this.parents = Set.of();
  }

  /**
   * The kind that a word of the catalog's says.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Kind of(String word) {
    Kind kind = BY_WORD.get(word);
    if (kind == null) {
      throw new IllegalArgumentException("no kind of fact is called " + word);
    }
    return kind;
  }

  String word() {
    return word;
  }

  Change change() {
    return change;
  }

  /** The kinds whose making makes a fact of this kind as well. */
  Set<String> parents() {
    return parents;
  }
}
