package io.twinlane.migrator.generate;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What kind of change a statement is, as far as drafting treats kinds differently. Names are kept
 * as the statement spells them, so that they can be put into another one.
 */
sealed interface Shape {

  /** A table or materialized view that the statement makes. */
  record Creation(String relation) implements Shape {}

  record CreateIndex(boolean unique, String index, boolean only, String table, String rest)
      implements Shape {}

  record DropIndex(String index) implements Shape {}

  record AddConstraint(String table, String constraint, String definition) implements Shape {}

  record AddColumn(String table, String column, String definition) implements Shape {}

  record AddIdentity(String table, String column, String definition) implements Shape {}

  record SetNotNull(String table, String column) implements Shape {}

  record ChangeType(String table, String column, String type) implements Shape {}

  record AddValue(String type) implements Shape {}

  record DropTable(String table) implements Shape {}

  record DropColumn(String table, String column) implements Shape {}

  /** Another thing that takes something with it: a schema, type, domain, sequence, extension. */
  record DropOther(String kind, String object) implements Shape {}

  record Other() implements Shape {}

  /** The kind of a statement without comments. */
  static Shape of(String sql) {
    return Stream.<Optional<Shape>>of(
            CREATION.read(sql),
            CREATE_INDEX.read(sql),
            DROP_INDEX.read(sql),
            ADD_CONSTRAINT.read(sql),
            ADD_COLUMN.read(sql),
            ADD_IDENTITY.read(sql),
            SET_NOT_NULL.read(sql),
            CHANGE_TYPE.read(sql),
            ADD_VALUE.read(sql),
            DROP_TABLE.read(sql),
            DROP_COLUMN.read(sql),
            DROP_OTHER.read(sql))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(Other::new);
  }

  /** A pattern and what its groups make. */
  record Form(Pattern pattern, Function<MatchResult, Shape> made) {

    static Form of(String regex, Function<MatchResult, Shape> made) {
      String spelled =
          regex
              .replace("QUALIFIED", Name.QUALIFIED)
              .replace("PART", Name.PART)
              .replace("[ (]", "[\\s(]")
              .replace(" ", "\\s+");
      return new Form(Pattern.compile(spelled, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), made);
    }

    Optional<Shape> read(String sql) {
      Matcher matcher = pattern.matcher(sql.strip());
      return matcher.matches() ? Optional.of(made.apply(matcher)) : Optional.empty();
    }
  }

  Form CREATION =
      Form.of(
          "CREATE (?:(?:UNLOGGED|FOREIGN) )?(?:TABLE|MATERIALIZED VIEW) (?:IF NOT EXISTS )?"
              + "(QUALIFIED)(?:[ (].*)?",
          m -> new Creation(m.group(1)));

  Form CREATE_INDEX =
      Form.of(
          "CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?(PART) ON (ONLY )?(QUALIFIED) (.*)",
          m ->
              new CreateIndex(
                  m.group(1) != null, m.group(2), m.group(3) != null, m.group(4), m.group(5)));

  Form DROP_INDEX =
      Form.of("DROP INDEX (?:IF EXISTS )?(QUALIFIED)", m -> new DropIndex(m.group(1)));

  Form ADD_CONSTRAINT =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) ADD CONSTRAINT (PART) (.*)",
          m -> new AddConstraint(m.group(1), m.group(2), m.group(3)));

  Form ADD_COLUMN =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) ADD COLUMN (PART) (.*)",
          m -> new AddColumn(m.group(1), m.group(2), m.group(3)));

  Form ADD_IDENTITY =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) ALTER COLUMN (PART) ADD (GENERATED .*)",
          m -> new AddIdentity(m.group(1), m.group(2), m.group(3)));

  Form SET_NOT_NULL =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) ALTER (?:COLUMN )?(PART) SET NOT NULL",
          m -> new SetNotNull(m.group(1), m.group(2)));

  Form CHANGE_TYPE =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) ALTER (?:COLUMN )?(PART) (?:SET DATA )?TYPE"
              + " (.*?)(?: USING .*)?",
          m -> new ChangeType(m.group(1), m.group(2), m.group(3)));

  Form ADD_VALUE = Form.of("ALTER TYPE (QUALIFIED) ADD VALUE .*", m -> new AddValue(m.group(1)));

  Form DROP_TABLE =
      Form.of(
          "DROP TABLE (?:IF EXISTS )?(QUALIFIED)(?: (?:CASCADE|RESTRICT))?",
          m -> new DropTable(m.group(1)));

  Form DROP_COLUMN =
      Form.of(
          "ALTER TABLE (?:ONLY )?(QUALIFIED) DROP COLUMN (?:IF EXISTS )?(PART)(?: CASCADE)?",
          m -> new DropColumn(m.group(1), m.group(2)));

  Form DROP_OTHER =
      Form.of(
          "DROP (SCHEMA|TYPE|DOMAIN|SEQUENCE|EXTENSION) (?:IF EXISTS )?(QUALIFIED)"
              + "(?: (?:CASCADE|RESTRICT))?",
          m -> new DropOther(m.group(1), m.group(2)));
}
