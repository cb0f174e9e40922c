package io.twinlane.query;

import io.twinlane.query.ReadSet.Reason;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.catalog.Shape;
import io.twinlane.schema.catalog.Shape.Command;
import io.twinlane.schema.catalog.Shape.Function;
import io.twinlane.schema.catalog.Shape.Relation;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells from the shape of a statement whether two runs give the same answer as long as no table
 * changes, and which tables those are. What it has not been taught counts as unknown.
 */
final class Determinism {

  /**
   * Built-in functions that are STABLE only since they look at session settings, which are fixed,
   * or at names, which DDL changes. The others that are STABLE look at the clock or the server.
   */
  private static final Pattern FIXED_BY_SETTINGS =
      Pattern.compile(
          "(json|date|time|interval_|array_|any|text|enum_|range_|multirange_|record_|reg|has_|"
              + "concat|convert|to_|ts_match|quote_|domain_|cash_|pg_get_(expr|viewdef)).*"
              + "|row_to_json|format|extract|length|money|numeric|overlaps|generate_series|make_timestamptz"
              + "|(phraseto|plainto|websearch_to)_tsquery|ts_headline|pg_typeof|pg_has_role"
              + "|row_security_active|xml|xml_in|xml_out|current_setting|current_database"
              + "|current_schemas?|current_user|session_user|getpgusername");

  /** Functions that make values of text, besides casts. */
  private static final Pattern PARSES_TEXT =
      Pattern.compile(".*_in|.*_populate_.*|.*_to_record.*|to_date|to_timestamp");

  /** Nodes that have been thought about: any other makes the reads unknown. */
  private static final Set<String> NODES =
      Set.of(
          "QUERY",
          "ALIAS",
          "RANGETBLENTRY",
          "RTE",
          "RTEPERMISSIONINFO",
          "RTEPERMINFO",
          "PERMISSIONINFO",
          "RANGETBLREF",
          "RANGETBLFUNCTION",
          "TABLEFUNC",
          "FROMEXPR",
          "JOINEXPR",
          "TARGETENTRY",
          "VAR",
          "CONST",
          "PARAM",
          "AGGREF",
          "GROUPINGFUNC",
          "GROUPINGSET",
          "WINDOWFUNC",
          "WINDOWFUNCRUNCONDITION",
          "WINDOWCLAUSE",
          "SUBSCRIPTINGREF",
          "FUNCEXPR",
          "SETRETURNING",
          "NAMEDARGEXPR",
          "OPEXPR",
          "DISTINCTEXPR",
          "NULLIFEXPR",
          "SCALARARRAYOPEXPR",
          "BOOLEXPR",
          "SUBLINK",
          "FIELDSELECT",
          "FIELDSTORE",
          "RELABELTYPE",
          "COERCEVIAIO",
          "ARRAYCOERCEEXPR",
          "CONVERTROWTYPEEXPR",
          "COLLATEEXPR",
          "CASEEXPR",
          "CASEWHEN",
          "CASE",
          "WHEN",
          "CASETESTEXPR",
          "ARRAYEXPR",
          "ARRAY",
          "ROWEXPR",
          "ROW",
          "ROWCOMPAREEXPR",
          "ROWCOMPARE",
          "COALESCEEXPR",
          "COALESCE",
          "MINMAXEXPR",
          "MINMAX",
          "SQLVALUEFUNCTION",
          "NULLTEST",
          "BOOLEANTEST",
          "COERCETODOMAIN",
          "COERCETODOMAINVALUE",
          Shape.OPEN_DOMAINS,
          "SORTGROUPCLAUSE",
          "SETOPERATIONSTMT",
          "COMMONTABLEEXPR",
          "CTESEARCHCLAUSE",
          "CTECYCLECLAUSE",
          "WITHCHECKOPTION",
          "JSONFORMAT",
          "JSONRETURNING",
          "JSONVALUEEXPR",
          "JSONCONSTRUCTOREXPR",
          "JSONISPREDICATE",
          "JSONBEHAVIOR",
          "JSONEXPR",
          "RETURNINGEXPR",
          "MERGESUPPORTFUNC",
          "XMLEXPR",
          "STRING",
          "INTEGER",
          "FLOAT",
          "BOOLEAN",
          "LIST");

  /** {@code CURRENT_ROLE} is PostgreSQL's number 9; what comes before looks at the clock. */
  private static final int FIRST_VALUE_OF_IDENTITY = 9;

  /** {@code pg_proc.prokind}; what an aggregate is made of is judged by itself. */
  private static final char AGGREGATE = 'a';

  private Determinism() {}

  /** The read set of a statement of this shape. */
  static ReadSet readSet(Shape shape) {
    if (!Set.of(Command.SELECT).equals(shape.commands())) {
      return new ReadSet.Unknown(Reason.WRITES);
    }
    if (shape.relations().stream().anyMatch(Relation::ofSystem)) {
      return new ReadSet.Unknown(Reason.SYSTEM);
    }
    if (shape.labels().contains("ROWMARKCLAUSE")) {
      return new ReadSet.Unknown(Reason.LOCKING);
    }
    if (shape.labels().contains("TABLESAMPLECLAUSE")
        || shape.values().stream().anyMatch(value -> value < FIRST_VALUE_OF_IDENTITY)) {
      return new ReadSet.Unknown(Reason.VOLATILE);
    }
    if (!NODES.containsAll(shape.labels())) {
      return new ReadSet.Unknown(Reason.UNKNOWN_READS);
    }
    return ofFunctions(shape);
  }

  private static ReadSet ofFunctions(Shape shape) {
    SettingsRead settings =
        checksOpenDomains(shape) ? SettingsRead.anything() : SettingsRead.none();
    for (Function function : shape.functions()) {
      switch (judge(function)) {
        case FINE -> settings = settings.and(settingsRead(function, shape));
        case VOLATILE -> {
          return new ReadSet.Unknown(Reason.VOLATILE);
        }
        case OPAQUE -> {
          return new ReadSet.Unknown(Reason.UNKNOWN_READS);
        }
      }
    }
    return ofRelations(shape, settings);
  }

  /** Whether a value may become one of such a domain, by a cast or out of a text. */
  private static boolean checksOpenDomains(Shape shape) {
    return shape.castsToOpenDomain()
        || (shape.labels().contains(Shape.OPEN_DOMAINS) && parsesText(shape));
  }

  /**
   * An IMMUTABLE function in another language may look at settings all the same: PostgreSQL would
   * be wrong for a while, but here one identity would be given the answer of another.
   */
  private static SettingsRead settingsRead(Function function, Shape shape) {
    if (function.builtIn()) {
      return function.name().equals("current_setting") ? shape.settings() : SettingsRead.none();
    }
    return function.kind() == AGGREGATE || function.language().equals("sql")
        ? SettingsRead.none()
        : SettingsRead.anything();
  }

  /** What a function does to a statement that calls it. */
  private enum Verdict {
    FINE,
    VOLATILE,
    OPAQUE
  }

  private static Verdict judge(Function function) {
    if (function.volatility() == 'i') {
      return Verdict.FINE;
    }
    if (function.language().equals("sql")) {
      return Verdict.FINE; // its body is part of the shape
    }
    if (!function.builtIn()) {
      return function.volatility() == 'v' && !function.language().equals("plpgsql")
          ? Verdict.VOLATILE
          : Verdict.OPAQUE;
    }
    return function.volatility() == 's' && FIXED_BY_SETTINGS.matcher(function.name()).matches()
        ? Verdict.FINE
        : Verdict.VOLATILE;
  }

  private static ReadSet ofRelations(Shape shape, SettingsRead settings) {
    Set<String> tables = new TreeSet<>();
    for (Relation relation : shape.relations()) {
      if (relation.persistence() == 't') {
        return new ReadSet.Unknown(Reason.TEMPORARY);
      }
      switch (relation.kind()) {
        case 'r', 'p', 'm' -> tables.add(relation.qualified());
        case 'S', 'f' -> {
          return new ReadSet.Unknown(Reason.SYSTEM);
        }
        case 'v', 'c' -> {
          // what a view reads is part of the shape; a composite type holds no rows
        }
        default -> {
          return new ReadSet.Unknown(Reason.UNKNOWN_READS);
        }
      }
    }
    return new ReadSet.Known(tables, settings, parsesText(shape));
  }

  private static boolean parsesText(Shape shape) {
    return shape.labels().contains("COERCEVIAIO")
        || shape.functions().stream()
            .anyMatch(function -> PARSES_TEXT.matcher(function.name()).matches());
  }
}
