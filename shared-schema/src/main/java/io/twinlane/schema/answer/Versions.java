package io.twinlane.schema.answer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The board of table versions. Every announced write moves the clock on and marks its tables with
 * the new time; an answer that was read at an earlier time no longer holds. Lives on one event
 * loop.
 *
 * <p>Invariant 4: the time is noted before an answer's snapshot is taken, and the answer is stored
 * only if none of its tables has been marked since.
 */
public final class Versions {

  private final Map<String, Table> tables = new HashMap<>();
  private long clock;
  private long everythingMarkedAt;

  /** A table's place on the board. */
  public static final class Table {

    private long markedAt;

    private Table(long markedAt) {
      this.markedAt = markedAt;
    }
  }

  /** The time now, to be noted before a snapshot is taken. */
  public long now() {
    return clock;
  }

  /**
   * The places of some tables. A table that is new on the board counts as marked just now: whether
   * it was written before, nobody remembers.
   */
  public List<Table> tables(Collection<String> names) {
    return names.stream().map(name -> tables.computeIfAbsent(name, _ -> new Table(clock))).toList();
  }

  /** Marks tables as written. Tables of which no answer knows need no mark. */
  public void mark(Collection<String> names) {
    clock++;
    for (String name : names) {
      Table table = tables.get(name);
      if (table != null) {
        table.markedAt = clock;
      }
    }
  }

  /** Counts everything as written just now; the tables stay what they are. */
  public void markAll() {
    clock++;
    everythingMarkedAt = clock;
  }

  /** Moves the clock on, as for a table that no answer knows. */
  public void markAnything() {
    clock++;
  }

  /** Marks tables as written that are known by their places. */
  public void markAgain(List<Table> written) {
    clock++;
    written.forEach(table -> table.markedAt = clock);
  }

  /** When one of these tables was last marked. */
  public long markedAt(List<Table> read) {
    long last = everythingMarkedAt;
    for (Table table : read) {
      last = Math.max(last, table.markedAt);
    }
    return last;
  }

  /** Marks everything: the schema may be another one, so that the names mean something else. */
  public void markEverything() {
    clock++;
    everythingMarkedAt = clock;
    tables.clear();
  }

  /** Whether none of these tables has been marked after a time that was noted. */
  public boolean unmarkedSince(long noted, List<Table> read) {
    if (everythingMarkedAt > noted) {
      return false;
    }
    for (Table table : read) {
      if (table.markedAt > noted) {
        return false;
      }
    }
    return true;
  }
}
