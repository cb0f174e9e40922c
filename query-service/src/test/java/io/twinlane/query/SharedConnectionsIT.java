package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.postgres.QuickStatements;
import io.twinlane.query.SharedConnections.NoConnectionException;
import io.twinlane.query.SharedConnections.Times;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.PgBouncer;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that several roles use in turns, by a user who is no superuser. */
class SharedConnectionsIT {

  private static final String PASSWORD = "not a secret here";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private TestDatabase database;
  private String user = "";
  private String one = "";
  private String other = "";

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    user = "user_" + database.name();
    one = "one_" + database.name();
    other = "other_" + database.name();
    database.execute(
        "create role %s login password '%s'; create role %s; create role %s; grant %3$s, %4$s to %1$s"
            .formatted(user, PASSWORD, one, other));
  }

  @AfterEach
  void stop() throws Exception {
    get(vertx.close());
    database.execute("drop role %s, %s, %s".formatted(user, one, other));
    database.close();
  }

  @Test
  void aConnectionThatIsHardlyUsedIsMadeOverToAnotherRole() throws Exception {
    SharedConnections connections = connections(database.url(), Duration.ofMillis(300));

    assertThat(whoIs(connections, one)).isEqualTo(one);
    assertThat(serves(connections, other)).isFalse();

    assertThat(whoIs(connections, other)).isEqualTo(other);
    assertThat(serves(connections, null)).isFalse();

    assertThat(whoIs(connections, null)).isEqualTo(user);
  }

  @Test
  void aRoleThatWasTakenFromTheUserIsServedNoMore() throws Exception {
    SharedConnections connections = connections(database.url(), Duration.ofMinutes(1));
    assertThat(whoIs(connections, one)).isEqualTo(one);

    database.execute("revoke %s from %s".formatted(one, user));

    await(() -> !serves(connections, one));
    assertThatThrownBy(() -> text(connections, one, "select 1::text"))
        .hasCauseInstanceOf(NoConnectionException.class);
  }

  @Test
  void aRoleThatIsGoneIsServedNoMoreAlsoWhereAnotherHasItsName() throws Exception {
    SharedConnections connections = connections(database.url(), Duration.ofMinutes(1));
    assertThat(whoIs(connections, one)).isEqualTo(one);

    database.execute("drop role %1$s; create role %1$s; grant %1$s to %2$s".formatted(one, user));

    await(() -> !serves(connections, one));
  }

  @Test
  void aRoleThatTheUserMayNotHaveIsNeverServed() throws Exception {
    database.execute("revoke %s from %s".formatted(one, user));
    SharedConnections connections = connections(database.url(), Duration.ofMillis(200));

    for (int i = 0; i < 30; i++) {
      assertThat(serves(connections, one)).isFalse();
      get(vertx.timer(10, TimeUnit.MILLISECONDS));
    }
    assertThat(whoIs(connections, other)).isEqualTo(other);
  }

  @Test
  void aRoleThatWasRefusedIsTriedAgain() throws Exception {
    database.execute("revoke %s from %s".formatted(one, user));
    SharedConnections connections = connections(database.url(), Duration.ofMillis(200));
    for (int i = 0; i < 10; i++) {
      assertThat(serves(connections, one)).isFalse();
      get(vertx.timer(10, TimeUnit.MILLISECONDS));
    }

    database.execute("grant %s to %s".formatted(one, user));

    assertThat(whoIs(connections, one)).isEqualTo(one);
  }

  /** The session would be the user's own, who may see more. */
  @Test
  void whereAPoolerThatNobodyMentionedDropsTheRoleNothingIsSent(@TempDir Path folder)
      throws Exception {
    assumeTrue(PgBouncer.installed(), "PgBouncer is not installed");
    DatabaseUrl url = DatabaseUrl.parse(urlOf(database.url()));
    String dropped =
        "ignore_startup_parameters = role, search_path, IntervalStyle, bytea_output, extra_float_digits,"
            + " statement_timeout, lock_timeout, idle_in_transaction_session_timeout,"
            + " client_connection_check_interval, default_transaction_read_only";
    try (PgBouncer pooler = PgBouncer.start(url, folder, dropped)) {
      SharedConnections connections = connections(pooler.urlUnmarked(url), Duration.ofMinutes(1));

      assertThat(whoIs(connections(pooler.urlUnmarked(url), Duration.ofMinutes(1)), null))
          .isEqualTo(user);
      for (int i = 0; i < 50; i++) {
        assertThat(serves(connections, one)).isFalse();
        get(vertx.timer(10, TimeUnit.MILLISECONDS));
      }
    }
  }

  private SharedConnections connections(String url, Duration unused) {
    QuerySettings settings =
        QuerySettings.from(
            Environment.of(Map.of("DATABASE_URL", urlOf(url), "DATABASE_PASSWORD", PASSWORD)));
    Times times =
        new Times(
            Duration.ofMillis(20),
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            unused,
            Duration.ofMillis(100));
    return new SharedConnections(vertx, settings.connections(), 1, new QuickStatements(), times);
  }

  private String urlOf(String url) {
    return url.replaceFirst("//[^@]*@", "//" + user + "@");
  }

  private boolean serves(SharedConnections connections, @Nullable String role) throws Exception {
    return get(on(() -> Future.succeededFuture(connections.serves(role))));
  }

  private String whoIs(SharedConnections connections, @Nullable String role) throws Exception {
    await(() -> serves(connections, role));
    return text(connections, role, "select current_user::text");
  }

  private void await(Callable<Boolean> reached) throws Exception {
    for (int i = 0; i < 500 && !reached.call(); i++) {
      get(vertx.timer(10, TimeUnit.MILLISECONDS));
    }
    assertThat(reached.call()).isTrue();
  }

  private String text(SharedConnections connections, @Nullable String role, String sql)
      throws Exception {
    return get(
        on(() ->
            connections.send(
                role,
                sql,
                1,
                connection ->
                    connection
                        .client()
                        .preparedQuery(sql)
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0)),
                () -> Future.failedFuture("nowhere else"))));
  }

  private <T> Future<T> on(Supplier<Future<T>> asked) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(_ -> asked.get().onComplete(answer));
    return answer.future();
  }

  private static <T> T get(Future<T> future) throws ExecutionException, InterruptedException {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}
