package io.twinlane.standalone.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.OwnServer;
import io.twinlane.schema.testkit.Replica;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 12: the CACHED lane on a real replica, whose replay is held and goes on. */
class ReplicaIT {

  private static final int OPERATIONS = Integer.getInteger("consistency.operations", 4_000);
  private static final int READERS = 4;
  private static final int ROWS = 8;
  private static final String OF_A = "select sum(n)::int4 as n from a";
  private static final String OF_B = "select sum(n)::int4 as n from b";

  @TempDir private static Path folder;
  private static OwnServer server;
  private static Replica replica;
  private static TestDatabase database;

  private Vertx vertx = Vertx.vertx();
  private String queryLane = "";

  @BeforeAll
  static void make() {
    server = OwnServer.start(folder);
    replica = Replica.of(server, folder);
    database = TestDatabase.existing(DatabaseUrl.parse(server.url()));
    database.execute(
        """
        create table a (id int primary key, n int not null);
        create table b (id int primary key, n int not null);
        create function of_a() returns int language plpgsql stable as
          $$ begin return (select sum(n) from a); end $$;
        """);
  }

  @AfterAll
  static void stop() {
    replica.close();
    server.close();
  }

  @BeforeEach
  void start() throws Exception {
    replica.pause(false);
    database.execute("truncate a, b");
    database.execute("insert into a select i, 0 from generate_series(1, %d) i".formatted(ROWS));
    database.execute("insert into b values (1, 0)");
    vertx = Vertx.vertx();
    Messages.register(vertx.eventBus());
    await(vertx.deployVerticle(new WriteVerticle(writeSettings(), Monitoring.of(vertx))));
    deployQueryLane(Map.of());
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    replica.pause(false);
  }

  @Test
  void afterAWriteTheReplicaServesWhatWasWritten() throws Exception {
    for (int i = 1; i <= 50; i++) {
      write("update a set n = " + i + " where id = 1");

      Done done = read(OF_A);

      assertThat(value(done)).isEqualTo(i);
    }
    assertThat(status(read(OF_A)).source()).isEqualTo(Source.HIT);
  }

  @Test
  void whatAReplicaCannotShowIsReadWhereItWasWritten() throws Exception {
    warm();
    replica.pause(true);
    write("update a set n = 7 where id = 1");

    Done written = read(OF_A);
    Done function = read("select of_a() as n");

    assertThat(value(written)).isEqualTo(7);
    assertThat(status(written))
        .returns(Source.BYPASS, CacheStatus::source)
        .returns("replica-behind", CacheStatus::detail);
    assertThat(value(function)).isEqualTo(7);
  }

  @Test
  void whatWasNotWrittenStillComesFromTheReplica() throws Exception {
    warm();
    replica.pause(true);
    write("update a set n = 7 where id = 1");
    database.execute("update b set n = 1"); // past Twinlane, to tell the servers apart

    assertThat(status(read(OF_B)).source()).isEqualTo(Source.HIT);
    // a known statement on the same table, past the cache
    Done uncached =
        read("select max(n)::int4 as n from b", 1, new CacheTerms(Duration.ZERO, false));
    assertThat(status(uncached).detail()).isNull();
    assertThat(value(uncached)).isZero();
  }

  @Test
  void theReplicaServesAgainOnceItHasCaughtUp() throws Exception {
    warm();
    replica.pause(true);
    write("update a set n = 7 where id = 1");
    assertThat(status(read(OF_A)).detail()).isEqualTo("replica-behind");

    replica.pause(false);

    assertThat(status(read(OF_A)))
        .returns(Source.MISS, CacheStatus::source)
        .returns(true, CacheStatus::stored);
    assertThat(value(read(OF_A))).isEqualTo(7);
  }

  @Test
  void aLaneThatRemembersNothingNeverGivesWhatWasBefore() throws Exception {
    warm();
    replica.pause(true);
    write("update a set n = 7 where id = 1");
    await(vertx.undeploy(queryLane));

    deployQueryLane(Map.of());

    for (int i = 0; i < 3; i++) {
      assertThat(value(read(OF_A))).isEqualTo(7);
    }
  }

  @Test
  void withoutAWriteServiceNothingOldIsGiven() throws Exception {
    replica.pause(true);
    write("update a set n = 7 where id = 1");
    await(vertx.close());
    vertx = Vertx.vertx();
    Messages.register(vertx.eventBus());
    deployQueryLane(Map.of());

    Reply reply = await(send(Address.QUERY, work(OF_A, 1, CacheTerms.none())));

    assertThat(reply).isNotInstanceOf(Done.class);
  }

  @Test
  void aReplicaThatWasKilledIsNotBelievedBeforeItIsAskedAgain() throws Exception {
    warm();
    for (int i = 1; i <= 3; i++) {
      write("update a set n = " + i + " where id = 1");
      assertThat(value(read(OF_A))).isEqualTo(i);
      replica.stop("immediate");
      replica.start();
      write("update a set n = " + (10 + i) + " where id = 1");

      assertThat(value(read(OF_A))).isEqualTo(10 + i);
    }
  }

  @Test
  void aChangeOfTheSchemaByOthersIsNoticed() throws Exception {
    database.execute("create or replace view v as select 1 as n");
    warm();
    assertThat(eventually("select n from v", 1)).isTrue();
    awaitHit("select n from v");

    database.execute("create or replace view v as select 2 as n");

    assertThat(eventually("select n from v", 2)).isTrue();
  }

  @Test
  void nothingIsStaleWhileTheReplayIsHeldAndGoesOn() throws Exception {
    await(vertx.undeploy(queryLane));
    deployQueryLane(Map.of("REPLICA_WAIT_MS", "20"));
    AtomicLongArray acknowledged = new AtomicLongArray(ROWS + 1);
    AtomicInteger stale = new AtomicInteger();
    AtomicInteger fromReplica = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<?> holding =
        CompletableFuture.runAsync(() -> hold(done), Thread::startVirtualThread);
    List<CompletableFuture<Void>> clients =
        IntStream.rangeClosed(1, READERS)
            .mapToObj(client ->
                CompletableFuture.runAsync(
                    () -> {
                      for (int i = 1; i <= OPERATIONS / 2 / READERS; i++) {
                        writeAndRead(client, i, acknowledged, stale, fromReplica);
                      }
                    },
                    Thread::startVirtualThread))
            .toList();

    CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
    done.set(true);
    holding.get(10, TimeUnit.SECONDS);

    assertThat(stale).hasValue(0);
    assertThat(fromReplica.get()).isPositive();
  }

  /** Each client raises a row of its own, and reads those of others too. */
  private void writeAndRead(
      int client,
      int number,
      AtomicLongArray acknowledged,
      AtomicInteger stale,
      AtomicInteger fromReplica) {
    write("update a set n = n + 1 where id = " + client);
    acknowledged.incrementAndGet(client);
    int row = ThreadLocalRandom.current().nextInt(READERS) + 1;
    long least = acknowledged.get(row);
    String kind = number % 10 == 0 ? ", (random() * 1000)::int4 as x" : "";
    Done read =
        read("select n%s from a where id = %d".formatted(kind, row), kind.isEmpty() ? 1 : 2);
    if (value(read) < least) {
      stale.incrementAndGet();
    }
    if (!"replica-behind".equals(status(read).detail())) {
      fromReplica.incrementAndGet();
    }
  }

  private static void hold(AtomicBoolean done) {
    while (!done.get()) {
      replica.pause(ThreadLocalRandom.current().nextBoolean());
      pass(ThreadLocalRandom.current().nextInt(1, 60));
    }
    replica.pause(false);
  }

  /** The load is random in time; nothing is awaited by this. */
  private static void pass(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What both tables hold is known, and the connections are open. */
  private void warm() {
    for (int i = 0; i < 5; i++) {
      read("select max(n)::int4 as n from b");
      read("select max(n)::int4 as n from b where id > " + i);
    }
    awaitHit(OF_A);
    awaitHit(OF_B);
  }

  private void awaitHit(String sql) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (status(read(sql)).source() != Source.HIT) {
      assertThat(System.nanoTime()).isLessThan(end);
      pass(20);
    }
  }

  private boolean eventually(String sql, int value) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      if (value(read(sql)) == value) {
        return true;
      }
      pass(20);
    }
    return false;
  }

  private void deployQueryLane(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("DATABASE_URL", server.url());
    settings.put("QUERY_DATABASE_URL", replica.url());
    settings.put("CACHE_ENABLED", "true");
    settings.putIfAbsent("REPLICA_WAIT_MS", "500");
    settings.put("HEALTH_DATABASE_INTERVAL_MS", "200");
    QuerySettings query = QuerySettings.from(Environment.of(settings));
    queryLane = await(vertx.deployVerticle(new QueryVerticle(query, Monitoring.of(vertx))));
  }

  private static WriteSettings writeSettings() {
    return WriteSettings.from(Environment.of(Map.of("DATABASE_URL", server.url())));
  }

  private void write(String sql) {
    Work work =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(new Statement(sql, List.of(), List.of())),
            Transaction.write(),
            Deadline.after(Duration.ofSeconds(20)));
    assertThat(answer(Address.WRITE, work)).isInstanceOf(Done.class);
  }

  private Done read(String sql) {
    return read(sql, 1);
  }

  private Done read(String sql, int columns) {
    return read(sql, columns, CacheTerms.none());
  }

  private Done read(String sql, int columns, CacheTerms terms) {
    Reply reply = answer(Address.QUERY, work(sql, columns, terms));
    assertThat(reply).isInstanceOf(Done.class);
    return (Done) reply;
  }

  private static Work work(String sql, int columns, CacheTerms terms) {
    List<ResultColumn> named =
        IntStream.range(0, columns)
            .mapToObj(i -> new ResultColumn(i == 0 ? "n" : "x", Use.VALUE))
            .toList();
    return new Work(
        "test",
        0,
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(), named)),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(20)),
        terms,
        null);
  }

  private Future<Reply> send(Address lane, Work work) {
    return vertx
        .eventBus()
        .<Reply>request(lane.value(), work, new DeliveryOptions().setSendTimeout(30_000))
        .map(message -> message.body());
  }

  private Reply answer(Address lane, Work work) {
    try {
      return await(send(lane, work));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CacheStatus status(Done done) {
    return Objects.requireNonNull(done.cache());
  }

  private static int value(Done done) {
    return done.last().body().toJsonArray().getJsonObject(0).getInteger("n");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }
}
