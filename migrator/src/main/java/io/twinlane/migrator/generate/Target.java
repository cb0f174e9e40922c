package io.twinlane.migrator.generate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which file a statement of a declared schema belongs into. Asked in the order of the statements,
 * as it remembers what tables, views and indexes they make.
 */
final class Target {

  /** Where a statement belongs. */
  sealed interface Place {

    /** Before all tables: types, functions and the like. */
    record Types() implements Place {}

    /** With a table. */
    record Table(Name name) implements Place {}

    /** With the views, behind the tables. */
    record Views() implements Place {}

    /** Last. */
    record Rest() implements Place {}
  }

  private static final Pattern PARTITION =
      pattern("CREATE TABLE (QUALIFIED) PARTITION OF (QUALIFIED).*");
  private static final Pattern VIEW =
      pattern("CREATE (?:OR REPLACE )?(?:RECURSIVE |MATERIALIZED )?VIEW (QUALIFIED).*");
  private static final Pattern INDEX =
      pattern("CREATE (?:UNIQUE )?INDEX (?:IF NOT EXISTS )?(PART) ON (?:ONLY )?(QUALIFIED).*");
  private static final Pattern OF_INDEX = pattern("(?:ALTER|COMMENT ON) INDEX (QUALIFIED).*");

  private static final List<Pattern> OF_RELATION =
      Stream.of(
              "CREATE (?:UNLOGGED |FOREIGN )?TABLE (?:IF NOT EXISTS )?(QUALIFIED).*",
              "ALTER (?:FOREIGN )?TABLE (?:ONLY )?(QUALIFIED).*",
              "ALTER (?:MATERIALIZED )?VIEW (QUALIFIED).*",
              "ALTER SEQUENCE QUALIFIED OWNED BY (QUALIFIED)\\.PART",
              "(?:CREATE|ALTER) (?:OR REPLACE )?(?:CONSTRAINT )?(?:TRIGGER|POLICY) PART "
                  + ".*?ON (QUALIFIED).*",
              "CREATE (?:OR REPLACE )?RULE PART AS ON \\w+ TO (QUALIFIED).*",
              "COMMENT ON (?:TABLE|VIEW|MATERIALIZED VIEW) (QUALIFIED) IS .*",
              "COMMENT ON COLUMN (PART\\.PART)\\.PART IS .*",
              "COMMENT ON (?:TRIGGER|POLICY|CONSTRAINT|RULE) PART ON (QUALIFIED) IS .*",
              "(?:GRANT|REVOKE) .*? ON TABLE (QUALIFIED) .*",
              "CREATE STATISTICS .* FROM (QUALIFIED)")
          .map(Target::pattern)
          .toList();

  private static final Pattern OF_TYPES =
      pattern(
          "(?:CREATE|ALTER|COMMENT ON|(?:GRANT|REVOKE) .*? ON) (?:OR REPLACE )?"
              + "(?:SCHEMA|EXTENSION|TYPE|DOMAIN|SEQUENCE|COLLATION|FUNCTION|PROCEDURE|AGGREGATE"
              + "|OPERATOR|CAST|TEXT) .*");

  private final Map<Name, Name> partitions = new HashMap<>();
  private final Map<Name, Name> indexes = new HashMap<>();
  private final Set<Name> views = new HashSet<>();

  private static Pattern pattern(String regex) {
    return Pattern.compile(
        regex
            .replace("QUALIFIED", Name.QUALIFIED)
            .replaceAll("\\bPART\\b", Matcher.quoteReplacement(Name.PART))
            .replace(" ", "\\s+"),
        Pattern.DOTALL);
  }

  /** Where a statement without comments belongs. */
  Place of(String sql) {
    Matcher partition = PARTITION.matcher(sql);
    if (partition.matches()) {
      partitions.put(Name.of(partition.group(1)), whole(Name.of(partition.group(2))));
    }
    Matcher view = VIEW.matcher(sql);
    if (view.matches()) {
      views.add(Name.of(view.group(1)));
      return new Place.Views();
    }
    return relation(sql)
        .map(this::with)
        .orElseGet(() -> OF_TYPES.matcher(sql).matches() ? new Place.Types() : new Place.Rest());
  }

  private Place with(Name relation) {
    return views.contains(relation) ? new Place.Views() : new Place.Table(whole(relation));
  }

  /** The table that a partition belongs to, else the table itself. */
  Name whole(Name table) {
    return partitions.getOrDefault(table, table);
  }

  private Optional<Name> relation(String sql) {
    Matcher index = INDEX.matcher(sql);
    if (index.matches()) {
      Name table = Name.of(index.group(2));
      indexes.put(new Name(table.schema(), Name.plain(index.group(1))), table);
      return Optional.of(table);
    }
    Matcher ofIndex = OF_INDEX.matcher(sql);
    if (ofIndex.matches()) {
      return Optional.ofNullable(indexes.get(Name.of(ofIndex.group(1))));
    }
    return OF_RELATION.stream()
        .map(pattern -> pattern.matcher(sql))
        .filter(Matcher::matches)
        .map(matcher -> Name.of(matcher.group(1)))
        .findFirst();
  }
}
