package io.twinlane.bench.check;

/** What a client may do to a key, and by which way. */
enum Kind {
  /** On the CACHED lane, by REST. */
  REST_READ(false),
  /** On the CACHED lane, by SQL over HTTP. */
  SQL_READ(false),
  /** On the DIRECT lane. */
  DIRECT_READ(false),
  /** All rows by one request of REST. */
  REST_WRITE(true),
  /** All rows by one statement. */
  SQL_WRITE(true),
  /** Each row by a statement of its own, all in one transaction. */
  BATCH_WRITE(true);

  private final boolean writes;

  Kind(boolean writes) {
    this.writes = writes;
  }

  boolean writes() {
    return writes;
  }
}
