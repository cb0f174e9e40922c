package io.twinlane.schema.message;

/**
 * Where the time of a work went in its lane, in nanoseconds; told to those who asked, and kept with
 * no answer.
 *
 * @param total from when the lane had it until the answer left
 * @param queue waiting for a connection
 * @param database at PostgreSQL, for the last of several tries
 */
public record LaneTimes(long total, long queue, long database) {

  /** The same with the whole, which only who had the work first knows. */
  public LaneTimes within(long whole) {
    return new LaneTimes(whole, queue, database);
  }
}
