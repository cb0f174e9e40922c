package io.twinlane.write;

import io.twinlane.postgres.Traces;
import io.twinlane.postgres.shape.Reach;
import io.twinlane.postgres.shape.Reach.Code;
import io.twinlane.schema.catalog.Shape.Command;
import io.twinlane.schema.catalog.Shape.Function;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which tables a statement writes, as far as that is certain before it runs.
 *
 * <p>Invariant 6: the write set is what PostgreSQL executed. It is taken from the catalog only
 * where the catalog proves it complete, and observed otherwise.
 */
sealed interface WriteSet {

  /**
   * No run of the statement writes any other table.
   *
   * @param traces what it may leave in its session
   * @param added what is known of the rows that it adds
   */
  record Certain(Set<String> tables, Traces traces, Added added) implements WriteSet {
    public Certain {
      tables = Set.copyOf(tables);
    }
  }

  /** What is certain of the rows that a statement adds, each more than the one before. */
  enum Added {
    NOTHING,
    /** Each is there, and about as large as what is given for it. */
    ECHOES,
    /** There is one, and all that the statement gives back is of that. */
    ONE;

    /** What is certain of two statements. */
    Added and(Added other) {
      return compareTo(other) < 0 ? this : other;
    }
  }

  /** Only the transaction itself can tell. */
  record ToObserve() implements WriteSet {}

  /** PostgreSQL's own functions that run SQL of their argument, or write what is not a table. */
  Pattern RUNS_SQL = Pattern.compile(".*_to_xml.*|lo_.*|lowrite|ts_stat|ts_rewrite|cursor_to_.*");

  /** PostgreSQL's own VOLATILE functions that leave nothing, or what sequences remember. */
  Set<String> LEAVES_SEQUENCES =
      Set.of(
          "nextval",
          "currval",
          "lastval",
          "setval",
          "random",
          "gen_random_uuid",
          "clock_timestamp",
          "timeofday");

  /** PostgreSQL's own functions that look at what the session remembers of sequences. */
  Set<String> LOOKS_AT_SEQUENCES = Set.of("currval", "lastval");

  /** PostgreSQL's own functions that make a long value out of a short one. */
  Set<String> MAKES_LONGER =
      Set.of("repeat", "lpad", "rpad", "format", "replace", "regexp_replace", "array_fill");

  /**
   * What an insert of one row's values has not: anything to select from, which a list of several
   * rows is too, a row that was there before, or a function that gives several rows.
   */
  Set<String> NOT_OF_ONE_ROW =
      Set.of("RANGETBLREF", "COMMONTABLEEXPR", "SUBLINK", "ONCONFLICTEXPR", "SETRETURNING");

  /** Tables and partitioned tables; a view or a foreign table leads elsewhere. */
  Set<Character> TABLES = Set.of('r', 'p');

  /** The write set of a statement that reaches so far. */
  static WriteSet of(Reach reach) {
    boolean certain =
        !reach.rules()
            && reach.shape().complete()
            && !reach.shape().castsToOpenDomain()
            && TABLES.containsAll(reach.kinds())
            && reach.shape().functions().stream().allMatch(WriteSet::writesNothing)
            && reach.code().stream().allMatch(WriteSet::writesNothing);
    return certain ? new Certain(reach.tables(), traces(reach), added(reach)) : new ToObserve();
  }

  private static Added added(Reach reach) {
    if (!echoes(reach)) {
      return Added.NOTHING;
    }
    return reach.shape().commands().equals(Set.of(Command.INSERT))
            && Collections.disjoint(reach.shape().labels(), NOT_OF_ONE_ROW)
        ? Added.ONE
        : Added.ECHOES;
  }

  /**
   * No trigger takes a row away or changes it, and what computes a default or reads a value makes
   * nothing long out of something short. Of plain code that is taken for granted: what makes an id
   * is often such code.
   */
  private static boolean echoes(Reach reach) {
    return reach.code().stream()
            .allMatch(code ->
                !code.trigger() && (code.plain() || keepsLength(code.builtIn(), code.name())))
        && reach.shape().functions().stream()
            .allMatch(function -> keepsLength(function.builtIn(), function.name()));
  }

  private static boolean keepsLength(boolean builtIn, String function) {
    return builtIn && !MAKES_LONGER.contains(function);
  }

  /**
   * What a certain statement leaves in its session. An identity column takes its numbers from a
   * sequence without calling a function that could be seen.
   */
  private static Traces traces(Reach reach) {
    boolean known =
        reach.shape().functions().stream()
                .allMatch(function ->
                    function.volatility() != 'v' || leavesAtMostSequences(function.name()))
            && reach.code().stream()
                .allMatch(code ->
                    code.plain() || code.volatility() != 'v' || leavesAtMostSequences(code.name()));
    if (!known) {
      return Traces.ANYTHING;
    }
    return reach.tables().isEmpty()
            && reach.shape().functions().stream().allMatch(function -> function.volatility() != 'v')
        ? Traces.NOTHING
        : looksAtSequences(reach) ? Traces.SEQUENCES : Traces.NUMBERS;
  }

  private static boolean looksAtSequences(Reach reach) {
    return reach.shape().functions().stream()
            .anyMatch(function -> LOOKS_AT_SEQUENCES.contains(function.name()))
        || reach.code().stream().anyMatch(code -> LOOKS_AT_SEQUENCES.contains(code.name()));
  }

  private static boolean leavesAtMostSequences(String function) {
    return LEAVES_SEQUENCES.contains(function);
  }

  /**
   * The body of a function in SQL is part of the shape. What a function declares of itself proves
   * nothing: an IMMUTABLE one may call one that writes.
   */
  private static boolean writesNothing(Function function) {
    return function.language().equals("sql")
        || (function.builtIn() && !RUNS_SQL.matcher(function.name()).matches());
  }

  /** PostgreSQL lets no function in SQL write that is not VOLATILE; what it calls is listed too. */
  private static boolean writesNothing(Code code) {
    return code.plain()
        || (code.language().equals("sql") && code.volatility() != 'v')
        || (code.builtIn() && !RUNS_SQL.matcher(code.name()).matches());
  }
}
