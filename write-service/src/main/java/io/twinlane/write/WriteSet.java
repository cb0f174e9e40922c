package io.twinlane.write;

import io.twinlane.postgres.shape.Reach;
import io.twinlane.postgres.shape.Reach.Code;
import io.twinlane.postgres.shape.Shape.Function;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which tables a statement writes, as far as that is certain before it runs.
 *
 * <p>Invariant 6: the write set is what PostgreSQL executed. It is taken from the catalog only
 * where the catalog proves it complete, and observed otherwise.
 */
sealed interface WriteSet {

  /** No run of the statement writes any other table. */
  record Certain(Set<String> tables) implements WriteSet {
    public Certain {
      tables = Set.copyOf(tables);
    }
  }

  /** Only the transaction itself can tell. */
  record ToObserve() implements WriteSet {}

  /** PostgreSQL's own functions that run SQL of their argument, or write what is not a table. */
  Pattern RUNS_SQL = Pattern.compile(".*_to_xml.*|lo_.*|lowrite|ts_stat|ts_rewrite|cursor_to_.*");

  /** Tables and partitioned tables; a view or a foreign table leads elsewhere. */
  Set<Character> TABLES = Set.of('r', 'p');

  /** The write set of a statement that reaches so far. */
  static WriteSet of(Reach reach) {
    boolean certain =
        !reach.rules()
            && reach.shape().complete()
            && TABLES.containsAll(reach.kinds())
            && reach.shape().functions().stream().allMatch(WriteSet::writesNothing)
            && reach.code().stream().allMatch(WriteSet::writesNothing);
    return certain ? new Certain(reach.tables()) : new ToObserve();
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
