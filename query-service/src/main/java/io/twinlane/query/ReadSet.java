package io.twinlane.query;

import io.twinlane.postgres.shape.Shape;
import io.twinlane.postgres.shape.Shape.Command;
import io.twinlane.postgres.shape.Shape.Function;
import io.twinlane.postgres.shape.Shape.Relation;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an answer depends on, or why that cannot be known.
 *
 * <p>Invariant 1: an answer is stored only if its statement is read-only, deterministic under the
 * session settings that every connection begins with, and if every table that it reads is known.
 */
sealed interface ReadSet {

  /**
   * The answer is the same as long as none of these tables changes.
   *
   * @param tables as {@code schema.table}, those behind views, policies and functions among them
   * @param settings whether it can tell settings of the transaction apart, such as a token's claims
   * @param parsesText whether it makes values of text, where {@code today} may be a date
   */
  record Known(Set<String> tables, boolean settings, boolean parsesText) implements ReadSet {
    public Known {
      tables = Set.copyOf(tables);
    }
  }

  /** Nothing to rely on; the reason is one of the stable words that clients see. */
  record Unknown(Reason reason) implements ReadSet {}

  /** Why an answer is not stored. */
  enum Reason {
    /** Two runs may give two answers: {@code random()}, {@code now()}. */
    VOLATILE("volatile"),
    /** What it reads cannot be told: a function in PL/pgSQL or C, a form that is not known. */
    UNKNOWN_READS("unknown-reads"),
    /** What it reads is being asked of PostgreSQL, or could not be asked. */
    NOT_YET("not-yet"),
    /** It takes row locks, which only the real thing can. */
    LOCKING("locking"),
    /** It writes, or tries to. */
    WRITES("writes"),
    /** It reads what changes without a write: system catalogs, sequences, foreign tables. */
    SYSTEM("system"),
    /** It reads a temporary table. */
    TEMPORARY("temporary");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * Built-in functions that are STABLE only since they look at session settings, which are fixed,
   * or at names, which DDL changes. The others that are STABLE look at the clock or the server.
   */
  Pattern FIXED_BY_SETTINGS =
      Pattern.compile(
          "(json|date|time|interval_|array_|any|text|enum_|range_|multirange_|record_|reg|has_|"
              + "concat|convert|to_|ts_match|quote_|domain_|cash_|pg_get_(expr|viewdef)).*"
              + "|row_to_json|format|extract|length|money|numeric|overlaps|generate_series|make_timestamptz"
              + "|(phraseto|plainto|websearch_to)_tsquery|ts_headline|pg_typeof|pg_has_role"
              + "|row_security_active|xml|xml_in|xml_out|current_setting|current_database"
              + "|current_schemas?|current_user|session_user|getpgusername");

  /** Functions that make values of text, besides casts. */
  Pattern PARSES_TEXT = Pattern.compile(".*_in|.*_populate_.*|.*_to_record.*|to_date|to_timestamp");

  /** Nodes that have been thought about: any other makes the reads unknown. */
  Set<String> NODES =
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
  int FIRST_VALUE_OF_IDENTITY = 9;

  /** The read set of a statement of this shape. */
  static ReadSet of(Shape shape) {
    if (!Set.of(Command.SELECT).equals(shape.commands())) {
      return new Unknown(Reason.WRITES);
    }
    if (shape.relations().stream().anyMatch(Relation::ofSystem)) {
      return new Unknown(Reason.SYSTEM);
    }
    if (shape.labels().contains("ROWMARKCLAUSE")) {
      return new Unknown(Reason.LOCKING);
    }
    if (shape.labels().contains("TABLESAMPLECLAUSE")
        || shape.values().stream().anyMatch(value -> value < FIRST_VALUE_OF_IDENTITY)) {
      return new Unknown(Reason.VOLATILE);
    }
    if (!NODES.containsAll(shape.labels())) {
      return new Unknown(Reason.UNKNOWN_READS);
    }
    return ofFunctions(shape);
  }

  private static ReadSet ofFunctions(Shape shape) {
    boolean settings = false;
    for (Function function : shape.functions()) {
      switch (judge(function)) {
        case FINE -> settings |= looksAtSettings(function);
        case VOLATILE -> {
          return new Unknown(Reason.VOLATILE);
        }
        case OPAQUE -> {
          return new Unknown(Reason.UNKNOWN_READS);
        }
      }
    }
    return ofRelations(shape, settings);
  }

  /**
   * An IMMUTABLE function in another language may look at settings all the same: PostgreSQL would
   * be wrong for a while, but here one identity would be given the answer of another.
   */
  private static boolean looksAtSettings(Function function) {
    return function.name().equals("current_setting")
        || (!function.builtIn()
            && function.kind() != AGGREGATE
            && !function.language().equals("sql"));
  }

  /** {@code pg_proc.prokind}; what an aggregate is made of is judged by itself. */
  char AGGREGATE = 'a';

  /** What a function does to a statement that calls it. */
  enum Verdict {
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

  private static ReadSet ofRelations(Shape shape, boolean settings) {
    Set<String> tables = new TreeSet<>();
    for (Relation relation : shape.relations()) {
      if (relation.persistence() == 't') {
        return new Unknown(Reason.TEMPORARY);
      }
      switch (relation.kind()) {
        case 'r', 'p', 'm' -> tables.add(relation.qualified());
        case 'S', 'f' -> {
          return new Unknown(Reason.SYSTEM);
        }
        case 'v', 'c' -> {
          // what a view reads is part of the shape; a composite type holds no rows
        }
        default -> {
          return new Unknown(Reason.UNKNOWN_READS);
        }
      }
    }
    return new Known(tables, settings, parsesText(shape));
  }

  private static boolean parsesText(Shape shape) {
    return shape.labels().contains("COERCEVIAIO")
        || shape.functions().stream()
            .anyMatch(function -> PARSES_TEXT.matcher(function.name()).matches());
  }
}
