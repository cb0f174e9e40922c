package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.statements;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Faults of indexes, keys, constraints, sequences and columns. Grave ones come first and are
 * something to do; the others are worth a thought when the table is changed anyway.
 */
final class Health {

  private static final List<Column> COLUMNS =
      List.of(
          text("weight"),
          text("fault"),
          text("object"),
          text("part"),
          text("advice"),
          statements());

  private static final Question PARTITIONS =
      new Question(
          """
          select format('%I.%I', n.nspname, c.relname) as table
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relispartition and c.relkind in ('r', 'p')
          """,
          List.of(text("table")));

  private static final Question HIDDEN =
      new Question(
          """
          select count(*) as sequences
          from pg_sequence s
          join pg_class c on c.oid = s.seqrelid
          join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = any (?) and not has_sequence_privilege(s.seqrelid, 'SELECT, USAGE')
          """,
          List.of(count("sequences")));

  private Health() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (Row row : NeedlessIndexes.QUESTION.ask(connection, schemas.names())) {
      rows.add(needless(row));
    }
    IndexHealth health = new IndexHealth(connection);
    Set<String> partitions =
        PARTITIONS.ask(connection).stream()
            .map(row -> row.text("table"))
            .collect(Collectors.toSet());
    for (Fault fault : Fault.values()) {
      for (String schema : schemas.names()) {
        health.ask(fault.check(), schema, fault.columns(), fault.threshold()).stream()
            .filter(row -> !ofParent(fault, row, partitions))
            .map(row -> told(fault, row))
            .forEach(rows::add);
      }
    }
    List<Row> graveFirst = new ArrayList<>(rows.stream().filter(Health::grave).toList());
    graveFirst.addAll(rows.stream().filter(row -> !grave(row)).toList());
    boolean toDo = rows.stream().anyMatch(Health::grave);
    return new Findings(COLUMNS, graveFirst, notes(connection, schemas), toDo);
  }

  private static List<String> notes(Connection connection, Schemas schemas) throws SQLException {
    long hidden = HIDDEN.ask(connection, schemas.names()).getFirst().number("sequences");
    return hidden > 0
        ? List.of("sequences that this user may not read: %d".formatted(hidden))
        : List.of();
  }

  /** A partition has what its table has, and is not told of again, but for an index of its own. */
  private static boolean ofParent(Fault fault, Row row, Set<String> partitions) {
    return fault != Fault.INVALID_INDEX && partitions.contains(fault.object(row));
  }

  private static boolean grave(Row row) {
    return row.text("weight").equals("grave");
  }

  private static Row told(Fault fault, Row found) {
    String object = fault.object(found);
    String part = fault.part(found);
    return Row.of(
        COLUMNS,
        weight(fault.grave()),
        fault.word(),
        object,
        fault == Fault.SEQUENCE_NEAR_END ? part + " % left" : part,
        fault.advice(),
        fault.statements(object, part));
  }

  private static Row needless(Row found) {
    boolean same = found.text("same").equals("true");
    return Row.of(
        COLUMNS,
        weight(same),
        same ? "index twice" : "index within another",
        found.text("index"),
        found.text("other"),
        same
            ? "the other does the same: drop it"
            : "the other begins with its columns: drop it if its size does not matter",
        found.statements());
  }

  private static String weight(boolean grave) {
    return grave ? "grave" : "light";
  }
}
