package io.twinlane.migrator.lint;

import java.util.List;

/**
 * A statement of a file, from its first word to its semicolon.
 *
 * @param line of its first word, from 1
 * @param sql without the comments in front of it
 * @param comments those in front of it, and those inside
 * @param parts what it does, in order: several for a block or a query that changes rows as well
 */
record Written(int line, String sql, Comments comments, List<Part> parts) {

  Written {
    parts = List.copyOf(parts);
  }

  /** One thing that a statement does, at a line of its own inside a block. */
  record Part(Statement statement, int line, String sql) {}

  /**
   * Comments at a statement.
   *
   * @param before directly in front of it
   * @param elsewhere inside it, or at the end of the line before
   */
  record Comments(List<Comment> before, List<Comment> elsewhere) {

    Comments {
      before = List.copyOf(before);
      elsewhere = List.copyOf(elsewhere);
    }
  }

  /** The text of a comment without its marks. */
  record Comment(int line, String text) {}
}
