package io.twinlane.migrator.generate;

import java.util.List;

/**
 * One file of a draft.
 *
 * @param slug what it does, for its name; empty where the name of the draft says it
 * @param statements with their comments in front, without semicolons
 */
record DraftFile(String slug, List<String> statements) {

  DraftFile {
    statements = List.copyOf(statements);
  }

  /** The text of the file. */
  String text() {
    return String.join(";\n\n", statements) + ";\n";
  }

  /** The name that a file of a draft has behind its time. */
  String name(String draft) {
    return slug.isEmpty() ? draft : draft + "_" + slug;
  }
}
