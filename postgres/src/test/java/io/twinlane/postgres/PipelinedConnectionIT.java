package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.PgBouncer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads with settings of their own and the client's own statements, in flight side by side. */
class PipelinedConnectionIT {

  private static final int BYTES_MAX = 100_000;
  private static final String TOLD =
      "select current_user::text || ' ' || current_setting('request.user', true) as n, $1::text as k";
  private static final String DIVIDED = "select (10 / $1::text::int)::text as n, '' as k";

  private Postgres postgres;
  private String role = "";
  private PipelinedConnection connection;
  private Statements statements;

  @BeforeEach
  void start() {
    postgres = new Postgres();
    role = "shared_" + postgres.database.name();
    postgres.database.execute("create role " + role);
    Connections connections = postgres.connections(true, Map.of());
    statements = connections.statements(BYTES_MAX);
    connection =
        postgres.onLoop(() -> Future.succeededFuture(connections.pipelined(postgres.vertx, role)));
    assertThat(plain("hello")).isEqualTo("hello");
  }

  @AfterEach
  void stop() {
    Postgres.await(connection.close());
    postgres.database.execute("drop role " + role);
    postgres.close();
  }

  @Test
  void eachIsGivenItsOwnAnswerWhateverIsInFlightBesideIt() {
    List<String> answers =
        postgres.onLoop(() -> {
          List<Future<String>> all = new ArrayList<>();
          for (int i = 0; i < 300; i++) {
            all.add(
                switch (i % 5) {
                  case 0 -> sentPlain("plain " + i);
                  case 1 -> simple(i);
                  case 2 -> told(DIVIDED, "user " + i, i % 2 == 0 ? "0" : "5");
                  case 3 -> failing();
                  default -> told(TOLD, "user " + i, "key " + i);
                });
          }
          return Future.all(all).map(_ -> all.stream().map(Future::result).toList());
        });

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i))
          .isEqualTo(
              switch (i % 5) {
                case 0 -> "plain " + i;
                case 1 -> "simple " + i;
                case 2 -> i % 2 == 0 ? "22012" : "[{\"n\":\"2\",\"k\":\"\"}]";
                case 3 -> "22012";
                default -> "[{\"n\":\"%s user %d\",\"k\":\"key %d\"}]".formatted(role, i, i);
              });
    }
    assertThat(sessions()).isEqualTo("1");
  }

  @Test
  void whatIsSetForOneIsNotThereForWhoComesNext() {
    assertThat(postgres.<String>onLoop(() -> told(TOLD, "ann", "1"))).contains("ann");

    assertThat(plain("", "select coalesce(current_setting('request.user', true), '') || $1::text"))
        .isEmpty();
  }

  /** What follows what was refused in an exchange is not even prepared. */
  @Test
  void whatIsRefusedBeforeItWasPreparedIsPreparedLater() {
    assertThat(postgres.<String>onLoop(() -> told(TOLD, Map.of("1.no name", "x"), "1")))
        .isEqualTo("42602");

    for (int i = 0; i < 3; i++) {
      assertThat(postgres.<String>onLoop(() -> told(TOLD, "ann", "1"))).contains("ann");
    }
  }

  @Test
  void whatIsTooLargeIsThatForItsClientAlone() {
    String large = "select repeat('x', $1::text::int) as n, '' as k";
    String many = "select repeat('x', 10000) as n, '' as k from generate_series(1, $1::text::int)";
    for (String sql : List.of(large, many)) {
      List<Future<String>> all =
          postgres.onLoop(() ->
              Future.succeededFuture(
                  List.of(
                      told(TOLD, "ann", "1"),
                      told(sql, "bob", sql.equals(many) ? "1000" : "3000000"),
                      sentPlain("beside"),
                      told(TOLD, "cid", "2"))));

      assertThat(Postgres.await(all.get(0))).contains("ann");
      assertThatThrownBy(() -> Postgres.await(all.get(1)))
          .hasRootCauseInstanceOf(JsonBytes.TooLargeException.class);
      assertThat(Postgres.await(all.get(2))).isEqualTo("beside");
      assertThat(Postgres.await(all.get(3))).contains("cid");
    }
    assertThat(sessions()).isEqualTo("1");
  }

  @Test
  void whatIsInFlightOnAConnectionThatIsLostFails() {
    String slow = "select 'x' as n, (select pg_sleep(20)::text) || $1::text as k";
    Future<String> waiting = postgres.onLoop(() -> Future.succeededFuture(told(slow, "ann", "1")));
    postgres.database.query(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'test'");

    assertThat(Postgres.await(waiting)).isEqualTo("57P01");
    assertThat(plain("again")).isEqualTo("again");
    assertThat(postgres.<String>onLoop(() -> told(TOLD, "ann", "1"))).contains("ann");
  }

  /** The session would be the user's own. */
  @Test
  void nothingIsSentBeforeItIsCertainThatTheSessionHasItsRole(@TempDir Path folder)
      throws Exception {
    assumeTrue(PgBouncer.installed(), "PgBouncer is not installed");
    DatabaseUrl url = DatabaseUrl.parse(postgres.database.url());
    String dropped =
        "ignore_startup_parameters = role, search_path, IntervalStyle, bytea_output, extra_float_digits,"
            + " statement_timeout, lock_timeout, idle_in_transaction_session_timeout,"
            + " client_connection_check_interval, default_transaction_read_only";
    Postgres.await(connection.close());
    try (PgBouncer pooler = PgBouncer.start(url, folder, dropped)) {
      connection =
          postgres.onLoop(() ->
              Future.succeededFuture(
                  postgres
                      .connections(pooler.urlUnmarked(url), true, Map.of())
                      .pipelined(postgres.vertx, role)));
      for (int i = 0; i < 20; i++) {
        postgres.onLoop(() -> {
          Future<?> opened = sentPlain("opens it");
          return toldUntil(opened, new ArrayList<>())
              .onSuccess(answers -> assertThat(answers).isEmpty());
        });
      }
    }
  }

  private Future<List<String>> toldUntil(Future<?> opened, List<String> answers) {
    return told(TOLD, "ann", "1")
        .onSuccess(answers::add)
        .transform(_ -> postgres.vertx.timer(1, TimeUnit.MILLISECONDS))
        .compose(_ ->
            opened.isComplete() ? Future.succeededFuture(answers) : toldUntil(opened, answers));
  }

  private String plain(String value) {
    return plain(value, "select $1::text");
  }

  private String plain(String value, String sql) {
    return postgres.onLoop(() -> sentPlain(value, sql));
  }

  private Future<String> sentPlain(String value) {
    return sentPlain(value, "select $1::text");
  }

  private Future<String> sentPlain(String value, String sql) {
    return connection
        .client()
        .preparedQuery(sql)
        .execute(Tuple.of(value))
        .map(rows -> rows.iterator().next().getString(0));
  }

  private Future<String> simple(int number) {
    return connection
        .client()
        .query("select 'simple " + number + "'::text; select 1")
        .execute()
        .map(rows -> rows.iterator().next().getString(0));
  }

  private Future<String> failing() {
    return connection
        .client()
        .query("select 1 / 0")
        .execute()
        .map("no failure")
        .recover(PipelinedConnectionIT::state);
  }

  private Future<String> told(String sql, String user, String key) {
    return told(sql, Map.of("request.user", user), key);
  }

  private Future<String> told(String sql, Map<String, String> settings, String key) {
    List<ResultColumn> columns =
        List.of(new ResultColumn("n", Use.VALUE), new ResultColumn("k", Use.VALUE));
    Work work =
        new Work(
            "test",
            new Identity(role),
            settings,
            List.of(new Statement(sql, List.of(key), columns)),
            Transaction.read(),
            Deadline.after(Duration.ofSeconds(30)));
    return statements
        .shared(connection, work)
        .map(PipelinedConnectionIT::body)
        .recover(PipelinedConnectionIT::state);
  }

  private static String body(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return ((Done) reply).last().body().toString();
  }

  private static Future<String> state(Throwable cause) {
    Throwable told = cause instanceof StatementException ? cause.getCause() : cause;
    return told instanceof PgException refused
        ? Future.succeededFuture(refused.getSqlState())
        : Future.failedFuture(cause);
  }

  private String sessions() {
    return postgres.database.query(
        "select count(*) from pg_stat_activity where application_name = 'test'");
  }
}
