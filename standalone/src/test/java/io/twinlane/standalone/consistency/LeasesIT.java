package io.twinlane.standalone.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Invariant 10, one loss after the other: what is read from memory is never older than a write that
 * was acknowledged before, whoever cannot reach whom.
 */
class LeasesIT {

  private static final String READ = "select v from t where k = 1";
  private static final String WRITE = "update t set v = v + 1 where k = 1 returning v";

  private static final String MIRROR =
      """
      create table mirror (k int primary key, v int);
      insert into mirror values (1, 0);
      create function copy_over() returns trigger language plpgsql as
        'begin update mirror set v = new.v where k = new.k; return new; end';
      """;

  private static final String TRIGGER =
      "create trigger copy_over after update on t for each row execute function copy_over()";

  private static final String READ_MIRROR = "select v from mirror where k = 1";

  private TestDatabase database;
  private Cluster cluster;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    database.execute("create table t (k int primary key, v int); insert into t values (1, 0)");
    cluster = new Cluster(database);
  }

  @AfterEach
  void stop() {
    cluster.close();
    database.close();
  }

  @Test
  void aWriteIsSeenAtEveryQueryService() throws Exception {
    cluster.startQuery();
    cluster.startQuery();
    cluster.startWrite();
    cluster.startWrite();
    untilCached();
    for (int i = 1; i <= 50; i++) {
      cluster.write(WRITE);

      assertSeenTwice(i);
    }
  }

  @Test
  void whoeverDoesNotConfirmAWriteIsWaitedForUntilItsLeaseIsOver() throws Exception {
    cluster.startQuery();
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    String deaf = cluster.instances(Address.QUERY).iterator().next();
    cluster.lose(Address.BUMP.of(deaf));

    cluster.write(WRITE);

    assertSeenTwice(1);
  }

  @Test
  void whoeverIsCutOffFromWhoWritesGivesNothingFromMemory() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    String queryService = cluster.instances(Address.QUERY).iterator().next();
    String writeService = cluster.instances(Address.WRITE).iterator().next();
    cluster.lose(Address.BUMP.of(queryService));
    cluster.lose(Address.LEASE.of(writeService));
    cluster.lose(Address.LEASE.value());

    cluster.write(WRITE);

    assertThat(cluster.cached(READ)).isEqualTo(rows(1));
    assertThat(Cluster.status(cluster.read(Address.QUERY, READ)).detail()).isEqualTo("no-lease");
  }

  @Test
  void whoeverWasWithoutALeaseHasForgottenEverything() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    String queryService = cluster.instances(Address.QUERY).iterator().next();
    cluster.lose(Address.BUMP.of(queryService));
    cluster.write(WRITE);
    cluster.loseNothing();

    Cluster.until(() -> {
      Done done = cluster.read(Address.QUERY, READ);
      assertThat(Cluster.text(done)).isEqualTo(rows(1));
      return Cluster.status(done).source() == Source.HIT;
    });
  }

  @Test
  void oneWhoBeginsToWriteIsKnownToAllBeforeItAcknowledges() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    String first = cluster.instances(Address.WRITE).iterator().next();
    // only the first one can be asked who else there is
    String second = startedAlone();
    cluster.lose(Address.LEASE.of(second));
    Future<Reply> write = cluster.ask(Address.WRITE.of(second), WRITE, Transaction.write());

    String acknowledged = Cluster.text((Done) Cluster.await(write));

    assertThat(second).isNotEqualTo(first);
    assertThat(cluster.cached(READ)).isEqualTo(acknowledged);
  }

  private String startedAlone() throws Exception {
    Set<String> before = Set.copyOf(cluster.instances(Address.WRITE));
    cluster.startWrite();
    Cluster.until(() -> cluster.instances(Address.WRITE).size() > before.size());
    return cluster.instances(Address.WRITE).stream()
        .filter(one -> !before.contains(one))
        .findAny()
        .orElseThrow();
  }

  @Test
  void oneWhoWasThoughtDeadAcknowledgesNothingUntilAllKnowOfItAgain() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    database.execute("delete from twinlane.writers");

    cluster.write(WRITE);

    assertThat(cluster.cached(READ)).isEqualTo(rows(1));
    assertThat(database.query("select writer like '%/2' from twinlane.writers")).isEqualTo("t");
  }

  @Test
  void oneWhoHasNotSeenItsOwnLineForALeaseAcknowledgesNothing() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    cluster.lose(Address.BUMP.of(cluster.instances(Address.QUERY).iterator().next()));
    Future<Reply> write = cluster.ask(Address.WRITE.value(), WRITE, Transaction.write());
    Cluster.until(() -> database.query("select v from t").equals("1"));
    try (Connection other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table twinlane.writers in access exclusive mode");
      // meanwhile the lease of the one that does not confirm runs out
      Thread.sleep(Cluster.LEASE.multipliedBy(4).toMillis());

      assertThat(write.isComplete()).isFalse();
      other.rollback();
    }
    assertThat(Cluster.await(write)).isInstanceOf(Done.class);
  }

  @Test
  void oneWhoHasDiedIsTakenOffTheRegisterAndCachingGoesOn() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    String dying = cluster.startWrite();
    untilCached();

    cluster.kill(dying);

    Cluster.until(() -> database.query("select count(*) from twinlane.writers").equals("1"));
    untilCached();
    cluster.write(WRITE);
    assertThat(cluster.cached(READ)).isEqualTo(rows(1));
  }

  @Test
  void oneWhoLivesAndCannotBeReachedStaysOnTheRegisterAndNothingIsCached() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    // another stack on the same database, which writes, and is not on this event bus
    try (Cluster other = new Cluster(database)) {
      other.startQuery();
      other.startWrite();
      other.write(WRITE);
      for (int i = 2; i < 30; i++) {
        String written = Cluster.text(other.write(WRITE));

        assertThat(cluster.cached(READ)).isEqualTo(written);
        assertThat(other.cached(READ)).isEqualTo(written);
      }
    }
  }

  @Test
  void aChangeOfTheSchemaByOneIsKnownToTheOther() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    cluster.startWrite();
    database.execute(MIRROR);
    untilCached();
    for (String instance : cluster.instances(Address.WRITE)) {
      byHeart(Address.WRITE.of(instance));
    }
    cluster.cached(READ_MIRROR);
    assertThat(cluster.write(TRIGGER)).isNotNull();

    for (int i = 0; i < 4; i++) {
      String written = Cluster.text(cluster.write(WRITE));
      assertThat(cluster.cached(READ_MIRROR)).isEqualTo(written);
    }
  }

  @Test
  void whatWasWrittenByWhatWasKnownBeforeAChangeOfTheSchemaIsSeenAfterIt() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    Cluster.until(() -> cluster.instances(Address.WRITE).size() == 1);
    String changing = cluster.instances(Address.WRITE).iterator().next();
    String late = startedAlone();
    database.execute(MIRROR);
    untilCached();
    byHeart(Address.WRITE.of(late));
    cluster.cached(READ_MIRROR);
    cluster.delay(Address.BUMP.of(late));
    Future<Reply> change = cluster.ask(Address.WRITE.of(changing), TRIGGER, Transaction.write());
    Cluster.until(() -> database.query("select count(*) from pg_trigger").equals("1"));
    cluster.cached(READ_MIRROR);
    Done written = (Done) cluster.run(Address.WRITE.of(late), WRITE, Transaction.write());
    Cluster.await(change);

    assertThat(cluster.cached(READ_MIRROR)).isEqualTo(Cluster.text(written));
  }

  @Test
  void aNameThatNobodyAnswersToIsTakenOffTheRegisterThoughItsServiceLives() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    cluster.startWrite();
    untilCached();
    String living = cluster.instances(Address.WRITE).iterator().next();
    database.execute(
        "insert into twinlane.writers (writer, lease_ms) values ('%s/9', %d)"
            .formatted(living, Cluster.LEASE.toMillis()));

    Cluster.until(() -> {
      hit();
      return database.query("select count(*) from twinlane.writers").equals("2");
    });
    untilCached();
  }

  @Test
  void oneWithAnotherLeaseLengthAcknowledgesNothing() throws Exception {
    cluster.startQuery();
    cluster.startWrite();
    untilCached();
    database.execute(
        """
        insert into twinlane.writers (writer, lease_ms) values ('elsewhere/1', 60000);
        delete from twinlane.writers where writer <> 'elsewhere/1'
        """);

    Future<Reply> write = cluster.ask(Address.WRITE.value(), WRITE, Transaction.write());
    Cluster.until(() -> database.query("select v from t").equals("1"));
    Thread.sleep(Cluster.LEASE.multipliedBy(4).toMillis());

    assertThat(write.isComplete()).isFalse();
    database.execute("delete from twinlane.writers where writer = 'elsewhere/1'");
    assertThat(Cluster.await(write)).isInstanceOf(Done.class);
  }

  @Test
  void aCopyInAGatewayIsGivenUntilAWrite() throws Exception {
    Lanes gateway = cluster.startGateway();
    cluster.startQuery();
    cluster.startWrite();
    untilCopied(gateway);

    cluster.write(WRITE);

    Done done = through(gateway);
    assertThat(Cluster.text(done)).isEqualTo(rows(1));
    assertThat(Cluster.status(done).source()).isEqualTo(Source.MISS);
  }

  @Test
  void aGatewayIsToldLastAndSoTakesNoOldCopyAgain() throws Exception {
    Lanes gateway = cluster.startGateway();
    cluster.startQuery();
    cluster.startWrite();
    untilCopied(gateway);
    String queryService = cluster.instances(Address.QUERY).iterator().next();
    cluster.lose(Address.BUMP.of(queryService));
    Future<Reply> write = cluster.ask(Address.WRITE.value(), WRITE, Transaction.write());
    Cluster.until(() -> database.query("select v from t").equals("1"));
    // the lane still gives what it has, and the gateway may copy that
    while (!write.isComplete()) {
      through(gateway);
    }

    assertThat(Cluster.text(through(gateway))).isEqualTo(rows(1));
  }

  @Test
  void aFlushEndsTheCopiesOfGatewaysAsWell() throws Exception {
    Lanes gateway = cluster.startGateway();
    cluster.startQuery();
    cluster.startWrite();
    int management = cluster.startManagement();
    untilCopied(gateway);
    database.execute("update t set v = 7");

    // nobody may be certain at once, so shortly after all have begun
    Cluster.until(() -> flush(management) == 200);

    Cluster.until(() -> Cluster.text(through(gateway)).equals(rows(7)));
  }

  private static int flush(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/cache/flush?table=public.t");
      return client
          .send(
              HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** Writes until a service has leases, has asked what the statement writes, and has its answer. */
  private void byHeart(String address) throws Exception {
    long end = System.nanoTime() + Cluster.LEASE.multipliedBy(3).toNanos();
    while (System.nanoTime() - end < 0) {
      cluster.run(address, WRITE, Transaction.write());
    }
  }

  private static Done through(Lanes gateway) throws Exception {
    return (Done) Cluster.await(gateway.run(Address.QUERY, Cluster.work(READ, Transaction.read())));
  }

  private static void untilCopied(Lanes gateway) throws Exception {
    Cluster.until(() -> "near".equals(Cluster.status(through(gateway)).detail()));
  }

  private void assertSeenTwice(int version) throws Exception {
    assertThat(cluster.cached(READ)).isEqualTo(rows(version));
    assertThat(cluster.cached(READ)).isEqualTo(rows(version));
  }

  private static String rows(int version) {
    return "[{\"v\":" + version + "}]";
  }

  /** Until every query-service answers from memory; they take turns. */
  private void untilCached() throws Exception {
    Cluster.until(() -> {
      boolean one = hit();
      return hit() && one;
    });
  }

  private boolean hit() throws Exception {
    return Cluster.status(cluster.read(Address.QUERY, READ)).source() == Source.HIT;
  }
}
