package io.twinlane.migrator.generate;

import io.twinlane.migrator.database.Database;
import java.util.List;

/**
 * What writes the statements that turn one database into another. The one place that a library for
 * it is behind, so that it can be exchanged.
 */
interface DifferenceWriter {

  /**
   * Reads both databases and changes neither.
   *
   * @return statements without comments, in an order in which they can run
   * @throws io.twinlane.migrator.console.CommandException if a database cannot be read
   */
  List<String> statements(Database from, Database to);
}
