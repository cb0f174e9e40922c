package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.query.SharedConnections.HeldUpException;
import io.twinlane.query.SharedConnections.Times;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
  void aConnectionThatNobodyUsesIsMadeOverToAnotherRole() throws Exception {
    SharedConnections connections = connections(Duration.ofMillis(200), Duration.ofMinutes(1));

    assertThat(whoIs(connections, one)).isEqualTo(one);
    assertThatThrownBy(() -> whoIs(connections, other)).hasCauseInstanceOf(HeldUpException.class);
    get(vertx.timer(300, TimeUnit.MILLISECONDS));

    assertThat(whoIs(connections, other)).isEqualTo(other);
    assertThatThrownBy(() -> whoIs(connections, null)).hasCauseInstanceOf(HeldUpException.class);
    get(vertx.timer(300, TimeUnit.MILLISECONDS));

    assertThat(whoIs(connections, null)).isEqualTo(user);
  }

  @Test
  void aRoleThatWasTakenFromTheUserIsRefusedBeforeLong() throws Exception {
    SharedConnections connections = connections(Duration.ofMinutes(1), Duration.ofMillis(200));
    assertThat(whoIs(connections, one)).isEqualTo(one);

    database.execute("revoke %s from %s".formatted(one, user));
    get(vertx.timer(300, TimeUnit.MILLISECONDS));

    assertThatThrownBy(() -> whoIs(connections, one))
        .cause()
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("42501"));
  }

  @Test
  void aConnectionForARoleIsUsedUntilItIsAskedForAgain() throws Exception {
    SharedConnections connections = connections(Duration.ofMinutes(1), Duration.ofMinutes(1));
    String backend = backend(connections, one);

    assertThat(backend(connections, one)).isEqualTo(backend);

    get(
        on(() -> {
          connections.doubt(one, "select 1");
          return Future.succeededFuture();
        }));
    assertThat(backend(connections, one)).isNotEqualTo(backend);
  }

  private SharedConnections connections(Duration unused, Duration roleLasts) {
    QuerySettings settings =
        QuerySettings.from(
            Environment.of(
                Map.of(
                    "DATABASE_URL",
                    database.url().replaceFirst("//[^@]*@", "//" + user + "@"),
                    "DATABASE_PASSWORD",
                    PASSWORD)));
    Times times = new Times(Duration.ofMillis(20), Duration.ofSeconds(5), unused, roleLasts);
    return new SharedConnections(vertx, settings.connections(), 1, new QuickStatements(), times);
  }

  private String whoIs(SharedConnections connections, @Nullable String role) throws Exception {
    return text(connections, role, "select current_user::text");
  }

  private String backend(SharedConnections connections, String role) throws Exception {
    return text(connections, role, "select pg_backend_pid()::text");
  }

  private String text(SharedConnections connections, @Nullable String role, String sql)
      throws Exception {
    return get(
        on(() ->
            connections.send(
                role,
                sql,
                1,
                client ->
                    client
                        .preparedQuery(sql)
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0)))));
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
