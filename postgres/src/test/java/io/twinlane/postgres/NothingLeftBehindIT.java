package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.testkit.FaultProxy;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A lane that makes pools and connections anew, as it does in an outage, again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingLeftBehindIT {

  private static final int TIMES = 50;

  /** For good, one asks each server for TLS, and one opens single connections to it. */
  private static final int KEPT_MAX = 6;

  private static final Pattern CLIENTS =
      Pattern.compile("(\\d+) +\\d+ +io\\.vertx\\.core\\.net\\.impl\\.NetClientImpl\\b");

  private static final Duration GONE_IN = Duration.ofSeconds(60);

  private final Postgres postgres = new Postgres();
  private final Connections connections = postgres.connections(true, Map.of());
  private final Connections nowhere = to("postgres://nobody@127.0.0.1:1/nowhere", Map.of());
  private final Lane lane = new Lane();
  private int before;

  @BeforeAll
  void deploy() {
    Postgres.await(postgres.vertx.deployVerticle(lane));
  }

  /** Tests before this one may still hold some. */
  @BeforeEach
  void count() throws JMException {
    before = clients();
  }

  @AfterAll
  void close() {
    postgres.close();
  }

  @Test
  void aPoolThatIsClosedIsForgotten() throws Exception {
    again(() -> used(connections.exclusive(postgres.vertx, 1)));

    assertNothingLeft();
  }

  @Test
  void aSharedConnectionThatIsClosedIsForgotten() throws Exception {
    again(() -> used(connections.pipelined(postgres.vertx, null).client()));

    assertNothingLeft();
  }

  @Test
  void aPoolThatNeverHadAConnectionIsForgotten() throws Exception {
    again(() -> used(nowhere.exclusive(postgres.vertx, 1)).otherwiseEmpty());

    assertNothingLeft();
  }

  @Test
  void aConnectionInNoPoolIsForgotten() throws Exception {
    again(() -> connections.listening(postgres.vertx).compose(SqlConnection::close));

    assertNothingLeft();
  }

  @Test
  void aConnectionThatCouldNotBeOpenedIsForgotten() throws Exception {
    again(() -> nowhere.single(postgres.vertx).otherwiseEmpty());

    assertNothingLeft();
  }

  @Test
  void aPoolThatIsClosedWhileNothingIsAnsweredIsForgotten() throws Exception {
    try (FaultProxy way = new FaultProxy(DatabaseUrl.parse(postgres.database.url()))) {
      Connections far =
          to(way.url(), Map.of("POOL_IDLE_TIMEOUT_MS", "100", "STATEMENT_TIMEOUT_MS", "100"));
      List<SqlClient> pools = new ArrayList<>();
      again(() -> {
        SqlClient pool = far.pipelined(postgres.vertx, null).client();
        pools.add(pool);
        return pool.query("select 1").execute();
      });
      way.blackHole();
      for (SqlClient pool : pools) {
        pool.query("select 2").execute();
        pool.close();
      }
      pools.clear();

      assertNothingLeft();
    }
  }

  @Test
  void theEndOfALaneEndsItsConnections() {
    Lane another = new Lane();
    String id = Postgres.await(postgres.vertx.deployVerticle(another));
    String name = "ends with its lane";
    Postgres.await(another.run(() -> named(connections.exclusive(postgres.vertx, 1), name)));

    Postgres.await(postgres.vertx.undeploy(id));

    var counting = connections.exclusive(postgres.vertx, 1);
    String sql = "select count(*) from pg_stat_activity where application_name = '" + name + "'";
    long until = System.nanoTime() + GONE_IN.toNanos();
    long left;
    do {
      left = Postgres.await(counting.query(sql).execute()).iterator().next().getLong(0);
    } while (left > 0 && System.nanoTime() < until);
    Postgres.await(counting.close());
    assertThat(left).isZero();
  }

  private static Connections to(String url, Map<String, String> settings) {
    return new Connections(
        "test",
        DatabaseSource.fixed(DatabaseUrl.parse(url)),
        PoolSettings.from(Environment.of(settings), "TEST"),
        null,
        true);
  }

  private static Future<?> named(SqlClient pool, String name) {
    return pool.query("set application_name = '" + name + "'").execute();
  }

  private static Future<?> used(SqlClient pool) {
    return pool.query("select 1").execute().eventually(pool::close);
  }

  private void again(Supplier<Future<?>> renewal) {
    for (int i = 0; i < TIMES; i++) {
      Postgres.await(lane.run(renewal));
    }
  }

  /** The histogram is of what is reachable: it begins with a collection. */
  private void assertNothingLeft() throws JMException {
    long until = System.nanoTime() + GONE_IN.toNanos();
    int clients = clients();
    while (clients > before + KEPT_MAX && System.nanoTime() < until) {
      clients = clients();
    }
    assertThat(clients).isLessThanOrEqualTo(before + KEPT_MAX);
  }

  private static int clients() throws JMException {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Matcher line = CLIENTS.matcher((String) histogram);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }

  private static final class Lane extends VerticleBase {

    /** Runs on the event loop of this. */
    Future<Void> run(Supplier<? extends Future<?>> work) {
      return Future.future(
          promise -> context.runOnContext(_ -> work.get().<Void>mapEmpty().onComplete(promise)));
    }
  }
}
