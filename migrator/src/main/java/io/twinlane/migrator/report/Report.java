package io.twinlane.migrator.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a user can ask for. */
enum Report {
  SIZES("tables, the largest first"),
  INDEXES("how much each index is used"),
  UNUSED_INDEXES("indexes that are hardly ever used"),
  SEQ_SCANS("tables that are read from end to end"),
  FK_WITHOUT_INDEX("foreign keys that no index serves"),
  SETTINGS("settings of the server"),
  SLOW("statements that take most of the time"),
  BLOAT("tables and indexes that hold much empty space"),
  HEALTH("faults of indexes, keys, constraints, sequences and columns");

  private final String subject;

  Report(String subject) {
    this.subject = subject;
  }

  /** The name on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String subject() {
    return subject;
  }

  /** Makes it. */
  Findings of(Connection connection, Schemas schemas) throws SQLException {
    return switch (this) {
      case SIZES -> Sizes.found(connection, schemas);
      case INDEXES -> IndexUse.found(connection, schemas);
      case UNUSED_INDEXES -> UnusedIndexes.found(connection, schemas);
      case SEQ_SCANS -> SequentialScans.found(connection, schemas);
      case FK_WITHOUT_INDEX -> ForeignKeys.found(connection, schemas);
      case SETTINGS -> ServerSettings.found(connection);
      case SLOW -> SlowStatements.found(connection);
      case BLOAT -> Bloat.found(connection, schemas);
      case HEALTH -> Health.found(connection, schemas);
    };
  }

  /** Reads the name of one. */
  static final class Reader implements ITypeConverter<Report> {

    @Override
    public Report convert(String word) {
      return Arrays.stream(values())
          .filter(report -> report.word().equals(word))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is none of %s"
                      .formatted(
                          word,
                          Arrays.stream(values())
                              .map(Report::word)
                              .collect(Collectors.joining(", ")))));
    }
  }

  /** The names of all, for help and completion. */
  static final class Words implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Report::word).iterator();
    }
  }
}
