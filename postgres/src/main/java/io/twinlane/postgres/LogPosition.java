package io.twinlane.postgres;

import io.vertx.sqlclient.Row;

/**
 * A place in PostgreSQL's log. Places on two timelines cannot be compared.
 *
 * @param timeline another one after each promotion
 * @param bytes from the beginning of the log, unsigned
 */
public record LogPosition(int timeline, long bytes) {

  /**
   * What a server says of its log: whether it replays another's; then how far it has replayed, else
   * where the next record goes. A replica that has gone over to a new timeline may tell the old one
   * for some minutes.
   */
  public static final String QUESTION =
      """
      select pg_is_in_recovery(),
        case when pg_is_in_recovery() then (
          select greatest(c.timeline_id, r.min_recovery_end_timeline)
          from pg_control_checkpoint() c, pg_control_recovery() r)
        else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int4 end,
        case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
        else pg_current_wal_insert_lsn() end::text,
        current_setting('wal_block_size')::int8,
        pg_size_bytes(current_setting('wal_segment_size'))::int8
      """;

  /**
   * The same of a server that is written to, for those who wait until it is replayed. What another
   * transaction has in the log, and has not committed, may stay in memory for long, and nobody can
   * replay it: a message to nobody is committed behind it.
   */
  public static final String QUESTION_AND_FLUSH =
      QUESTION
          + """
          , case when pg_is_in_recovery() then null
            when pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() then
              set_config('synchronous_commit', 'local', true)
              || pg_logical_emit_message(true, 'twinlane', ''::text)::text
            end
          """;

  /** Headers of a page in the log, and of the first one of a file. */
  private static final long PAGE_HEADER = 24;

  private static final long FILE_HEADER = 40;

  /** Whether a server replays another's log. */
  public static boolean replaying(Row answer) {
    return answer.getBoolean(0);
  }

  /** The place in the answer to the question. */
  public static LogPosition of(Row answer) {
    long bytes = bytes(answer.getString(2));
    return new LogPosition(
        answer.getInteger(1), endOfLast(bytes, answer.getLong(3), answer.getLong(4)));
  }

  /** As it was written by {@link #toString}. */
  public static LogPosition parse(String text) {
    int slash = text.indexOf('/');
    return new LogPosition(
        Integer.parseInt(text.substring(0, slash)), bytes(text.substring(slash + 1)));
  }

  /** Whether all that comes before another place on the same timeline comes before this one. */
  public boolean reaches(LogPosition other) {
    return timeline == other.timeline && Long.compareUnsigned(bytes, other.bytes) >= 0;
  }

  @Override
  public String toString() {
    return "%d/%X/%X".formatted(timeline, bytes >>> 32, bytes & 0xFFFF_FFFFL);
  }

  /**
   * Where the last record ends. If that is the end of a page, the next one goes behind the next
   * page's header, and nobody replays so far before there is a next one.
   */
  static long endOfLast(long next, long page, long file) {
    if (Long.remainderUnsigned(next, file) == FILE_HEADER) {
      return next - FILE_HEADER;
    }
    return Long.remainderUnsigned(next, page) == PAGE_HEADER ? next - PAGE_HEADER : next;
  }

  private static long bytes(String lsn) {
    int slash = lsn.indexOf('/');
    return (Long.parseLong(lsn.substring(0, slash), 16) << 32)
        | Long.parseLong(lsn.substring(slash + 1), 16);
  }
}
