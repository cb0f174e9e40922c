package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/** Why a work is not done. Which one it is says what a client may do next. */
public sealed interface Failure extends Reply {

  /** Certainly not executed; safe to repeat. */
  record Busy(Reason reason) implements Failure {

    /** What stood in the way. */
    public enum Reason {
      /** Every connection is in use, and the queue for them is full or too slow. */
      POOL_FULL,
      /** No service listens at the lane's address. */
      NO_SERVICE,
      /** The deadline passed before a connection was taken. */
      EXPIRED,
      /** PostgreSQL cannot be reached, or lets nobody in for now. */
      DATABASE_AWAY,
      /** PostgreSQL takes no writes: a replica, or one that was made read-only. */
      READ_ONLY,
      /**
       * PostgreSQL refuses the lane's user, password or database: somebody must change a setting.
       */
      LOGIN_REFUSED
    }
  }

  /** A write may have happened: the connection broke in flight, or no answer came in time. */
  record Unknown(String incident) implements Failure {}

  /** A read got no answer in time, or its connection broke; repeating it does no harm. */
  record Unanswered(String incident) implements Failure {}

  /**
   * PostgreSQL refused a statement, and nothing of the transaction remains.
   *
   * @param sqlState its five characters
   * @param message PostgreSQL's own words, as are detail and hint
   * @param statement which one of the work's, from 0; below zero if it was none of them
   * @param report what else PostgreSQL says of it; null where it is not PostgreSQL's error
   */
  record Refused(
      String sqlState,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      int statement,
      @Nullable ErrorReport report)
      implements Failure {

    /** Without a report. */
    public Refused(
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        int statement) {
      this(sqlState, message, detail, hint, statement, null);
    }

    /** Stopped before it was committed, since its client has gone or its time is over. */
    public static Refused cancelled() {
      return new Refused(
          "57014", "canceling statement since nobody waits for it any more", null, null, -1);
    }
  }

  /**
   * The rows were not as expected; the transaction is rolled back.
   *
   * @param statement which one of the work's, from 0
   */
  record Unexpected(Expectation expectation, long rows, int statement) implements Failure {}

  /** The same write is under way under this idempotency key; ask again for its answer. */
  record StillRunning() implements Failure {}

  /** The idempotency key was used for another write; nothing was executed. */
  record KeyReused() implements Failure {}

  /** The answer is larger than a lane may make; a write is rolled back. */
  record TooLarge(long bytesMax) implements Failure {}

  /** The client would have only what is in the cache, and it is not there. */
  record NotCached() implements Failure {}

  /** A bug of ours; the log has it under this incident. Nothing of the transaction remains. */
  record Internal(String incident) implements Failure {}
}
