package io.twinlane.migrator.rehearse;

import java.util.List;

/**
 * A file that was run on a copy.
 *
 * @param statements those that were run, in order
 */
public record Rehearsed(List<Measured> statements, Ending ending) {

  public Rehearsed {
    statements = List.copyOf(statements);
  }

  /** How it ended. */
  public enum Ending {
    /** The copy has the file now. */
    KEPT,
    /** A statement failed: the last one of the list. */
    FAILED,
    /** It changes what belongs to the whole server, and was undone or not begun. */
    UNDONE
  }
}
