package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.TlsServer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of SQL over HTTP logs in by SCRAM over TLS, and its answers come whole. */
class WireTlsIT {

  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static TlsServer server;
  private static Sessions sessions;

  @BeforeAll
  static void start() {
    server = TlsServer.start(folder);
    Environment env = Environment.of(Map.of());
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://guarded:right@localhost:%d/postgres?sslmode=require"
                .formatted(server.port()));
    sessions =
        new Sessions(
            VERTX,
            new Connections(
                "test", DatabaseSource.fixed(url), PoolSettings.from(env, "TEST"), "public", false),
            SessionSettings.from(env),
            new Sessions.Observers(LaneBook.unread(), new SlowLog(VERTX, "test", Duration.ZERO)));
  }

  @AfterAll
  static void stop() {
    Postgres.await(VERTX.close());
    server.close();
  }

  private static Reply ask(String password, String sql) {
    Work work =
        new Work(
            "test",
            0,
            Identity.ofLane(),
            Map.of(),
            List.of(new Statement(sql, List.of(), new TextForm(true, true))),
            Transaction.write(),
            Deadline.after(Duration.ofSeconds(20)),
            CacheTerms.none(),
            null,
            new Session("postgres", "guarded", password, Map.of()));
    Promise<Reply> reply = Promise.promise();
    TextStatements statements = sessions.statements();
    VERTX.runOnContext(_ ->
        sessions
            .admitted(work, () -> sessions.use(work, held -> statements.alone(held, work)))
            .onComplete(reply));
    return Postgres.await(reply.future());
  }

  @Test
  void answersComeWholeOverTls() {
    assertThat(body(ask("right", "select ssl from pg_stat_ssl where pid = pg_backend_pid()")))
        .contains("\"rows\":[[\"t\"]]");
    String value = body(ask("right", "select repeat('é', 3000000)"));
    assertThat(value).contains("é".repeat(3_000_000));
    assertThat(body(ask("right", "select n from generate_series(1, 50000) n")))
        .contains("[\"1\"],[\"2\"]")
        .contains("\"rowCount\":50000");
  }

  @Test
  void anotherPasswordIsRefused() {
    assertThat(ask("wrong", "select 1"))
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("28P01"));
  }

  private static String body(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return ((Done) reply).last().body().toString();
  }
}
