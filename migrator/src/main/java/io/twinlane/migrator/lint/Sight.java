package io.twinlane.migrator.lint;

import io.twinlane.migrator.lint.Written.Part;
import java.util.List;

/**
 * What a rule sees: a statement, the file around it, and all that was made before it.
 *
 * @param drafts where findings go
 */
record Sight(Known known, FileView file, Located located, List<Draft> drafts) {

  /** A part and the statement of the file that it is in. */
  record Located(Written written, Part part) {}

  /** A finding that the file may yet be excused from. */
  record Draft(Rule rule, Located at, String danger, String safe) {}

  /** Whether a table may hold rows, and readers. */
  boolean existing(Name table) {
    return !known.fresh(table);
  }

  /** The statement as it was written. */
  String sql() {
    return located.part().sql();
  }

  void tell(Rule rule, String danger, String safe) {
    drafts.add(new Draft(rule, located, danger, safe));
  }
}
