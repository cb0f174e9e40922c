package io.twinlane.bench.compare;

/** The names of contenders, which targets speak of. */
final class Names {

  static final String PGBENCH = "pgbench";
  static final String PGBOUNCER = "pgbench through PgBouncer";
  static final String PGPOOL = "pgbench through pgpool-II, query cache";
  static final String BARE = "bare Vert.x, constant bytes";
  static final String ROWS = "bare Vert.x, JSON from decoded rows";
  static final String JSON = "bare Vert.x, json_agg";
  static final String UNCACHED = "Twinlane, cache off";
  static final String MISS = "Twinlane, a miss";
  static final String HIT = "Twinlane, a hit";
  static final String MISS_AS_ROLE = "Twinlane, a miss, as a role";
  static final String MISS_BY_CLAIMS = "Twinlane, a miss, as a role, of rows that depend on claims";
  static final String HIT_AS_ROLE = "Twinlane, a hit, as a role";
  static final String NOT_MODIFIED = "Twinlane, a hit with If-None-Match: 304";
  static final String DIRECT = "Twinlane, DIRECT";
  static final String TWINLANE = "Twinlane";
  static final String GIVEN_BACK = "Twinlane, which gives the row back";
  static final String GATHERED = "Twinlane, inserts gathered";
  static final String KEYED = "Twinlane, with Idempotency-Key";

  private Names() {}
}
