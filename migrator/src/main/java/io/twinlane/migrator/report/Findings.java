package io.twinlane.migrator.report;

import java.util.List;

/**
 * What a report found.
 *
 * @param rows the weightiest first
 * @param notes what the reader must know to trust it, one sentence each
 * @param toDo whether somebody should do something
 */
record Findings(List<Column> columns, List<Row> rows, List<String> notes, boolean toDo) {

  Findings {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /** What is only there to be looked at. */
  static Findings shown(Question question, List<Row> rows, List<String> notes) {
    return new Findings(question.columns(), rows, notes, false);
  }
}
