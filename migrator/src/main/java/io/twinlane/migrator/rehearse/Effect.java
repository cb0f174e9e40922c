package io.twinlane.migrator.rehearse;

import java.util.List;

/**
 * What a statement did to relations that existed before its file.
 *
 * @param rewrites tables, indexes and materialized views that got a new file
 * @param scans tables that were read from end to end, also those without rows
 * @param rowsChanged rows that were updated or deleted, each of which stays locked until the end of
 *     the transaction
 * @param walBytes what the whole server wrote to its log meanwhile: too high if others were at work
 */
public record Effect(List<Rewrite> rewrites, List<Scan> scans, long rowsChanged, long walBytes) {

  static final Effect NONE = new Effect(List.of(), List.of(), 0, 0);

  public Effect {
    rewrites = List.copyOf(rewrites);
    scans = List.copyOf(scans);
  }

  /**
   * A relation that got a new file.
   *
   * @param bytesBefore without its TOAST table
   * @param bytesAfter the same, later
   */
  public record Rewrite(String relation, long bytesBefore, long bytesAfter) {

    /** Whether nothing is left, as after TRUNCATE. */
    public boolean emptied() {
      return bytesBefore > 0 && bytesAfter == 0;
    }
  }

  /**
   * A table that was read from end to end.
   *
   * @param rows in all, if it was read several times
   */
  public record Scan(String relation, long rows) {}

  /** The rows of all scans. */
  public long rowsScanned() {
    return scans.stream().mapToLong(Scan::rows).sum();
  }

  /** Whether it took time that grows with a table that existed before. */
  boolean grows() {
    return !rewrites.isEmpty() || !scans.isEmpty() || rowsChanged > 0;
  }
}
