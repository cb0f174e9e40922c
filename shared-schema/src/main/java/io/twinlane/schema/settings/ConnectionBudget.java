package io.twinlane.schema.settings;

import java.util.Optional;

/**
 * Whether the server has room for the connections that the lanes may open.
 *
 * @param lanes what the lanes of one process may open together
 * @param max the server's {@code max_connections}
 * @param reserved those that only superusers get
 */
public record ConnectionBudget(int lanes, int max, int reserved) {

  /** Shown besides the lanes, as it needs one too. */
  private static final int MIGRATOR = 1;

  /** What a server must be asked: {@code max_connections}, and how many of them are reserved. */
  public static final String QUESTION =
      "select current_setting('max_connections')::int4,"
          + " current_setting('superuser_reserved_connections')::int4"
          + " + coalesce(current_setting('reserved_connections', true), '0')::int4";

  /** What the lanes that have a database may open together under these settings. */
  public static int wanted(Environment env) {
    return lane(env, "QUERY") + lane(env, "WRITE");
  }

  private static int lane(Environment env, String prefix) {
    if (!env.namesDatabase(prefix + "_DATABASE_URL", "DATABASE_URL")) {
      return 0; // a process of one lane need not know the other's database
    }
    Optional<DatabaseSource> source = env.database(prefix + "_DATABASE_URL", "DATABASE_URL");
    PoolSettings pool = PoolSettings.from(env, prefix);
    return source.map(way -> pool.with(way.url().limits())).orElse(pool).connectionsMax();
  }

  public boolean fits() {
    return lanes + MIGRATOR <= max - reserved;
  }

  /** The sum, and what to do if it does not come out. */
  public String text() {
    String sum =
        "%d for the lanes of one process + %d for the migrator = %d, of max_connections %d - %d reserved = %d"
            .formatted(lanes, MIGRATOR, lanes + MIGRATOR, max, reserved, max - reserved);
    return fits() ? sum : sum + ": lower POOL_MAX or use a pooler";
  }
}
