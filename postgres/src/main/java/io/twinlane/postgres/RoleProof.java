package io.twinlane.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * Asks a session that began with a role whether it has it: a pooler that nobody mentioned may have
 * dropped the wish, and the role may have been taken from the user, or dropped, since.
 */
public final class RoleProof {

  /** {@code SET} is a right of its own from PostgreSQL 16 on. */
  private static final String SQL =
      """
      select current_user = $1::text and pg_has_role(session_user, current_user,
        case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end)\
      """;

  private RoleProof() {}

  /** Whether it has it. Fails where that cannot be said. */
  public static Future<Boolean> of(SqlClient client, String role) {
    return client
        .preparedQuery(SQL)
        .execute(Tuple.of(role))
        .map(rows -> Boolean.TRUE.equals(rows.iterator().next().getBoolean(0)));
  }
}
