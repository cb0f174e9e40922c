package io.twinlane.postgres;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;
import java.util.List;

/**
 * What clients may do who log in to PostgreSQL themselves.
 *
 * @param databases that they may connect to; {@code *} for any
 * @param users whom they may be; {@code *} for anybody
 * @param connectionsMax connections of one user to one database, in each lane
 * @param poolsMax users and databases that may have connections at the same time, in each lane
 * @param rememberedFor how long a password that PostgreSQL has accepted need not be asked about
 * @param trusting whether those may come in whom PostgreSQL asks for no password
 * @param answerBytesMax the largest answer
 */
public record SessionSettings(
    List<String> databases,
    List<String> users,
    int connectionsMax,
    int poolsMax,
    Duration rememberedFor,
    boolean trusting,
    int answerBytesMax) {

  private static final String ANY = "*";

  public SessionSettings {
    databases = List.copyOf(databases);
    users = List.copyOf(users);
  }

  public static SessionSettings from(Environment env) {
    return new SessionSettings(
        env.names("SQL_DATABASES", ANY),
        env.names("SQL_USERS", ANY),
        env.integer("SQL_POOL_MAX", 1, 1_000, 5),
        env.integer("SQL_POOLS_MAX", 1, 1_000, 5),
        env.millis("SQL_LOGIN_KEPT_MS", 0, 3_600_000, 60_000),
        env.flag("SQL_TRUSTED_LOGINS", false),
        (int) env.bytes("SQL_RESPONSE_MAX_BYTES", 1_024, 1 << 30, 10 << 20));
  }

  boolean allows(String database, String user) {
    return allowed(databases, database) && allowed(users, user);
  }

  private static boolean allowed(List<String> names, String name) {
    return names.contains(ANY) || names.contains(name);
  }
}
