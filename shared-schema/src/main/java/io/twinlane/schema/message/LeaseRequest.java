package io.twinlane.schema.message;

/**
 * Asks a write-service for a lease: the right to give what is remembered, for a while.
 *
 * @param holder who asks; it is told of writes at {@link Address#BUMP} of that name
 * @param kind what it remembers
 * @param ending whether it asks no more, remembers nothing, and need not be told of writes
 */
public record LeaseRequest(String holder, Kind kind, boolean ending) implements Request {

  /** What a holder remembers, in the order in which holders are told of a write. */
  public enum Kind {
    /** What statements write, which only changes of the schema can change. */
    WRITE_SETS,
    /** Answers that PostgreSQL gave. */
    ANSWERS,
    /** Copies of answers that another holder gave, and which must be told after that one. */
    COPIES
  }
}
