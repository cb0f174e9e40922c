package io.twinlane.schema.message;

/** The event-bus addresses of the suite. Services know each other by these and by nothing else. */
public enum Address {
  /** The CACHED lane: a {@link Work} that reads. */
  QUERY("twinlane.query"),
  /** The DIRECT lane: a {@link Work} that may write, or must read what is fresh. */
  WRITE("twinlane.write"),
  /** A {@link RowsRequest}. */
  ROWS("twinlane.rows"),
  /** The {@link Rows} of one who asked for them; only ever at the address of one gateway. */
  PIECES("twinlane.pieces"),
  /** A {@link CatalogRequest}. */
  CATALOG("twinlane.catalog"),
  /** A {@link TablesChanged} for the CACHED lane, answered once no answer of it can be older. */
  BUMP("twinlane.bump"),
  /** A {@link LeaseRequest}. */
  LEASE("twinlane.lease"),
  /** A {@link PositionRequest}. */
  POSITION("twinlane.position"),
  /** A {@link ShapeRequest}. */
  SHAPE("twinlane.shape"),
  /** A {@link CacheRequest}. */
  CACHE("twinlane.cache"),
  /** A {@link FiguresRequest}; only ever at the address of one service. */
  FIGURES("twinlane.figures"),
  /** Every {@link CacheRequest} by which an operator emptied the caches, published afterwards. */
  FLUSHED("twinlane.flushed"),
  /** Every {@link TablesChanged}, published for whoever wants to know. */
  CHANGES("twinlane.changes"),
  /** Every {@link Abandoned}, published. */
  ABANDONED("twinlane.abandoned"),
  /** Every {@link CatalogChanged}, published. */
  SCHEMA("twinlane.schema"),
  /** Every {@link LaneState}, published; a {@link Hail} at the address of one service. */
  STATE("twinlane.state");

  private final String value;

  Address(String value) {
    this.value = value;
  }

  public String value() {
    return value;
  }

  /** The address of one service among several that answer at this one. */
  public String of(String instance) {
    return value + '.' + instance;
  }
}
