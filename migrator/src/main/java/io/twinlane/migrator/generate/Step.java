package io.twinlane.migrator.generate;

import java.util.List;

/** A piece of a draft, by where it may stand. Statements carry their comments in front. */
sealed interface Step {

  /** May share a file, and so a transaction, with its neighbours. */
  record Together(String sql) implements Step {}

  /** Needs a file of its own. */
  record Alone(String slug, String sql) implements Step {}

  /** Checks rows that are there, after everything else, while others read and write. */
  record Afterwards(String sql) implements Step {}

  /**
   * A column becomes NOT NULL without a long lock: by a check that is added, validated in a later
   * file, and dropped once it has served.
   *
   * @param table as the statement spells it
   */
  record NotNull(String table, String add, String validate, List<String> finish) implements Step {

    public NotNull {
      finish = List.copyOf(finish);
    }
  }

  /** Cannot be done before the columns of a table are NOT NULL that are to be. */
  record AfterNotNull(String table, Step step) implements Step {}
}
