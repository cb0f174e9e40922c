package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.FaultProxy;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit of a connection string fires, and does not fire too early. */
class LimitsIT {

  private static Postgres postgres;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aStatementThatTakesTooLongIsCancelled() {
    Pool pool = pool(url("statement_timeout=300ms"));

    assertThat(outcome(pool.query("select pg_sleep(0.05)").execute())).isEqualTo("in time");
    assertThat(outcome(pool.query("select pg_sleep(20)").execute())).contains("57014");
  }

  @Test
  void aWaitForAConnectionThatTakesTooLongIsBusy() {
    Pool pool = pool(url("pool_timeout=1&connection_limit=1"));
    SqlConnection held = Postgres.await(pool.getConnection());

    assertThat(failure(pool.getConnection())).isEqualTo(new Failure.Busy(Reason.POOL_FULL));

    Future<SqlConnection> waiting = pool.getConnection();
    postgres.vertx.setTimer(200, _ -> held.close());
    assertThat(outcome(waiting.compose(SqlConnection::close))).isEqualTo("in time");
  }

  @Test
  void aServerThatDoesNotAcceptInTimeIsAway() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> backlog = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        backlog.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 100);
        } catch (IOException e) {
          break; // the queue is full now: nobody else gets an answer
        }
      }
      Pool pool =
          pool(
              "postgres://me@127.0.0.1:%d/app?connect_timeout=1&pool_timeout=20"
                  .formatted(full.getLocalPort()));

      assertThat(failure(pool.getConnection())).isEqualTo(new Failure.Busy(Reason.DATABASE_AWAY));

      for (Socket socket : backlog) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPoolOfOneServesMany(boolean readOnly) {
    Pool pool = pool(url("connection_limit=1"), readOnly);
    List<Future<?>> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(pool.query("select 1").execute());
    }

    assertThat(Postgres.await(Future.all(many)).succeeded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "TimeZone, UTC",
    "DateStyle, 'ISO, MDY'",
    "IntervalStyle, postgres",
    "bytea_output, hex",
    "client_encoding, UTF8",
    "standard_conforming_strings, on",
    "extra_float_digits, 1",
    "statement_timeout, 30s"
  })
  void everySessionBeginsTheSame(String setting, String value) {
    for (boolean readOnly : List.of(true, false)) {
      Pool pool = pool(url("options=-c%20TimeZone%3DAsia/Tokyo"), readOnly);

      assertThat(
              Postgres.await(pool.query("show " + setting).execute())
                  .iterator()
                  .next()
                  .getString(0))
          .isEqualTo(value);
    }
  }

  @Test
  void aServerWithoutTlsIsLeftWithNoConnectionThatNobodyUses() throws InterruptedException {
    try (FaultProxy way = new FaultProxy(DatabaseUrl.parse(postgres.database.url()))) {
      Pool pool = pool(way.url() + "?sslmode=prefer");

      Postgres.await(pool.query("select 1").execute());

      for (int i = 0; i < 100 && way.connections() > 1; i++) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(way.connections()).isEqualTo(1);
      Postgres.await(pool.close());
    }
  }

  private static Pool pool(String url) {
    return pool(url, true);
  }

  private static Pool pool(String url, boolean readOnly) {
    Connections connections =
        new Connections(
            "test",
            DatabaseSource.fixed(DatabaseUrl.parse(url)),
            PoolSettings.from(Environment.of(Map.of()), "TEST"),
            "\"public\"",
            readOnly);
    return connections.exclusive(postgres.vertx, connections.pool().connectionsMax());
  }

  private static String url(String parameters) {
    return postgres.database.url() + "?" + parameters;
  }

  private static String outcome(Future<?> future) {
    return Postgres.await(future.map("in time").otherwise(Throwable::toString));
  }

  private static Failure failure(Future<?> refused) {
    return Postgres.await(
        refused
            .<Failure>map(_ -> new Failure.Internal("it was not refused"))
            .timeout(10, TimeUnit.SECONDS)
            .otherwise(
                cause -> SqlState.failure(new NotSentException(cause), Access.READ_WRITE, 1_000)));
  }
}
