package io.twinlane.migrator.history;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.history.History.Row;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a database stands against the files of a schema folder.
 *
 * @param applied the files that it has, in order
 * @param pending those that would be applied next, in order
 * @param held those that wait for another release
 * @param unfinished those of the pending ones that run outside of a transaction and were begun
 * @param problems why nothing can be applied, as sentences that begin with a file's name
 */
public record Standing(
    List<MigrationFile> applied,
    List<MigrationFile> pending,
    List<MigrationFile> held,
    Set<String> unfinished,
    List<String> problems) {

  /**
   * What a run is asked for.
   *
   * @param release the one that runs; what is deferred waits for another than the one that brought
   *     it
   * @param deferredToo whether what is deferred is wanted all the same
   */
  public record Terms(String release, boolean deferredToo) {}

  /** Compares; changes nothing. */
  public static Standing of(Connection connection, List<MigrationFile> files, Terms terms) {
    try {
      return new Comparison(
              files, new History(connection).rows(), new Journal(connection).all(), terms)
          .standing();
    } catch (SQLException e) {
      throw new CommandException("the history cannot be read: " + e.getMessage(), e);
    }
  }

  /** The release that files make if nobody names one: other files, another release. */
  public static String releaseOf(List<MigrationFile> files) {
    StringBuilder all = new StringBuilder();
    files.forEach(file -> all.append(file.name()).append(' ').append(file.sha256()).append('\n'));
    return Sha256.of(all.toString());
  }

  /**
   * Whether everything can go on.
   *
   * @throws CommandException with all problems
   */
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new CommandException(String.join("\n", problems));
    }
  }

  /** The files and what a database knows of them. */
  private static final class Comparison {

    private final List<MigrationFile> files;
    private final List<Row> rows;
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Terms terms;
    private final Map<String, Row> applied = new HashMap<>();
    private final String newest;
    private final List<String> problems = new ArrayList<>();

    Comparison(List<MigrationFile> files, List<Row> rows, List<Entry> all, Terms terms) {
      this.files = files;
      this.rows = rows.stream().filter(Row::success).toList();
      this.terms = terms;
      all.forEach(
          entry -> entries.computeIfAbsent(entry.version(), _ -> new ArrayList<>()).add(entry));
      this.rows.forEach(row -> applied.put(row.version(), row));
      this.newest = this.rows.isEmpty() ? "" : this.rows.getLast().version();
    }

    Standing standing() {
      List<MigrationFile> there = new ArrayList<>();
      List<MigrationFile> pending = new ArrayList<>();
      List<MigrationFile> held = new ArrayList<>();
      for (MigrationFile file : files) {
        Row row = applied.get(file.version());
        if (row != null) {
          there.add(file);
          edited(file, row).ifPresent(problems::add);
        } else if (held(file)) {
          held.add(file);
        } else {
          pending.add(file);
          late(file).ifPresent(problems::add);
        }
      }
      gone();
      return new Standing(there, pending, held, unfinished(pending), problems);
    }

    private Optional<String> edited(MigrationFile file, Row row) {
      if (!row.description().equals(file.description())) {
        return Optional.of(
            "%s was applied as %s_%s.sql. Give it that name again."
                .formatted(file.name(), row.version(), row.description()));
      }
      String recorded = sha256(file.version());
      boolean same =
          row.checksum() == file.crc32() && (recorded.isEmpty() || recorded.equals(file.sha256()));
      return same
          ? Optional.empty()
          : Optional.of(
              file.name()
                  + " was edited after it was applied. Restore it as it was, and put the change"
                  + " into a new migration.");
    }

    /** Of the text that was applied; empty if it was applied by a release that kept none. */
    private String sha256(String version) {
      return of(version).stream()
          .filter(entry ->
              switch (entry.event()) {
                case APPLIED, RESOLVED_APPLIED, BASELINE -> true;
                case BEGUN, DONE, FAILED, HELD, RESOLVED_ROLLED_BACK, SCHEMA, SERVER, ENVIRONMENT ->
                    false;
              })
          .map(Entry::sha256)
          .reduce("", (_, last) -> last);
    }

    private boolean held(MigrationFile file) {
      return file.deferred() && !terms.deferredToo() && !overtaken(file) && !released(file);
    }

    /** A release after the one that brought it. */
    private boolean released(MigrationFile file) {
      return of(file.version()).stream()
              .filter(entry -> entry.event() == Event.HELD)
              .noneMatch(entry ->
                  entry.detail().startsWith(releaseOf(files))
                      || entry.detail().endsWith(" " + terms.release()))
          && of(file.version()).stream().anyMatch(entry -> entry.event() == Event.HELD);
    }

    /** In a database that is made anew, later files may count on it. */
    private boolean overtaken(MigrationFile file) {
      return rows.isEmpty()
          && files.stream()
              .anyMatch(
                  later -> !later.deferred() && later.version().compareTo(file.version()) > 0);
    }

    /** One that was held back comes later than its time, as it was meant to. */
    private Optional<String> late(MigrationFile file) {
      List<Entry> known = of(file.version());
      boolean rolledBack =
          !known.isEmpty() && known.getLast().event() == Event.RESOLVED_ROLLED_BACK;
      boolean late = file.version().compareTo(newest) < 0 && !file.deferred() && !rolledBack;
      return late
          ? Optional.of(
              file.name()
                  + " is older than the newest applied migration and was never applied. Give it a"
                  + " time stamp of now.")
          : Optional.empty();
    }

    private void gone() {
      Set<String> known = new HashSet<>();
      files.forEach(file -> known.add(file.version()));
      rows.stream()
          .filter(row -> !known.contains(row.version()))
          .forEach(row ->
              problems.add(
                  row.version() + " was applied, but its file is gone. Restore the file."));
    }

    private Set<String> unfinished(List<MigrationFile> pending) {
      Set<String> begun = new HashSet<>();
      for (MigrationFile file : pending) {
        List<Entry> known = of(file.version());
        if (known.stream().anyMatch(entry -> entry.event() == Event.BEGUN)
            && known.getLast().event() != Event.RESOLVED_ROLLED_BACK) {
          begun.add(file.name());
        }
      }
      return begun;
    }

    private List<Entry> of(String version) {
      return entries.getOrDefault(version, List.of());
    }
  }
}
