package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.FaultProxy;
import io.twinlane.schema.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told while the way to PostgreSQL, or PostgreSQL itself, is not well. */
class FaultsIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final FaultProxy PROXY = new FaultProxy(DatabaseUrl.parse(DATABASE.url()));

  /** Who logs in for SQL over HTTP. */
  private static final String WRITER = "writer_" + DATABASE.name();

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startOn(
            DATABASE,
            Map.of(
                "DATABASE_URL", PROXY.url(),
                "POOL_MAX", "4",
                "CACHE_ENABLED", "false",
                "HEALTH_DATABASE_TIMEOUT_MS", "300",
                "LOCK_TIMEOUT_MS", "300",
                "SQL_TRUSTED_LOGINS", "true",
                "STATEMENT_TIMEOUT_MS", "4000",
                "POOL_WAIT_TIMEOUT_MS", "1000"));
    suite.migrate();
    DATABASE.execute(
        """
        create table notes (id int primary key, text text);
        create table quiet_notes (id int primary key, text text);
        create table large (id int primary key, text text);
        insert into large select i, repeat('x', 1000) from generate_series(1, 300) i;
        create view naps as select pg_sleep(20)::text as slept;
        create view short_naps as select pg_sleep(0.05)::text as slept;
        create function nap() returns trigger language plpgsql as $$
          begin perform pg_sleep(20); return new; end $$;
        create trigger nap before update on notes for each row execute function nap();
        create role %1$s login password 'pw';
        grant select, insert, update on quiet_notes to %1$s;
        """
            .formatted(WRITER));
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/naps?limit=0").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    PROXY.close();
    DATABASE.execute("drop owned by %1$s; drop role %1$s".formatted(WRITER));
    DATABASE.close();
  }

  @BeforeEach
  void heal() {
    PROXY.heal();
    DATABASE.execute("delete from notes; insert into notes values (0, 'first')");
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
    RunningSuite.await(() -> insert(-1).statusCode() == 201);
    suite.awaitReady();
  }

  @Test
  void aWayThatIsClosedAndOpensInTimeIsWaitedFor() throws Exception {
    double readsTried = triedAgain("cached");
    double writesTried = triedAgain("direct");
    PROXY.refuse();
    // what is sent before a lane has seen its connections end may have been executed, or not
    RunningSuite.await(() -> suite.management("/health/ready").statusCode() == 503);
    assertThat(suite.management("/health/live").statusCode()).isEqualTo(200);
    CompletableFuture<HttpResponse<String>> read = later(() -> suite.get("/rest/v1/notes"));
    CompletableFuture<HttpResponse<String>> write = later(() -> insert(1));
    RunningSuite.await(() -> triedAgain("cached") > readsTried);
    RunningSuite.await(() -> triedAgain("direct") > writesTried);
    PROXY.accept();

    HttpResponse<String> readAnswer = read.get(20, TimeUnit.SECONDS);
    HttpResponse<String> written = write.get(20, TimeUnit.SECONDS);
    assertThat(readAnswer.statusCode()).as(readAnswer.body()).isEqualTo(200);
    assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
    assertThat(written(1)).isTrue();
  }

  @Test
  void whenPostgresqlStaysAwayRequestsAreRefusedAtOnceUntilItIsBack() throws Exception {
    PROXY.refuse();
    try {
      assertThat(insert(1).statusCode()).isEqualTo(503);
      RunningSuite.await(() -> {
        long begin = System.nanoTime();
        HttpResponse<String> answer = insert(2);
        assertThat(answer.body()).contains("not executed");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        return System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(500);
      });
    } finally {
      PROXY.accept();
    }

    RunningSuite.await(() -> insert(3).statusCode() == 201);
    assertThat(written(1)).isFalse();
    assertThat(written(2)).isFalse();
  }

  @Test
  void aWayOnWhichBytesVanishIsGivenUpAtTheDeadlineAndHealsAtOnce() {
    PROXY.blackHole();

    HttpResponse<String> read = suite.get("/rest/v1/notes", "Request-Timeout", "0.5");
    HttpResponse<String> write = insert(1, "Request-Timeout", "0.5");

    assertThat(read.statusCode()).isEqualTo(504);
    assertThat(write.statusCode()).isEqualTo(503);
    assertThat(write.body()).contains("outcome: unknown");
    assertThat(suite.management("/health/live").statusCode()).isEqualTo(200);
    // who asks is answered from what is known, also while the question to PostgreSQL hangs
    RunningSuite.await(() -> suite.management("/health/ready").statusCode() == 503);
    PROXY.heal();
    for (int i = 10; i < 30; i++) {
      assertThat(insert(i).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void readsSurviveAResetAndWritesSayThatTheyDoNotKnow() throws Exception {
    CompletableFuture<HttpResponse<String>> write =
        later(() -> suite.send("PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"x\"}"));
    awaitRunning("update");

    List<CompletableFuture<HttpResponse<String>>> reads =
        IntStream.range(0, 2).mapToObj(_ -> later(() -> suite.get("/rest/v1/short_naps"))).toList();
    awaitRunning("short_naps");
    PROXY.reset();

    assertThat(write.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    assertThat(write.get().body()).contains("outcome: unknown");
    for (CompletableFuture<HttpResponse<String>> read : reads) {
      assertThat(read.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"return=minimal", "return=representation"})
  void aRowIsCommittedByTheMessageThatAddsIt(String prefer) {
    AtomicInteger ids = new AtomicInteger(prefer.hashCode() & 0xffff);
    untilForetold(() -> insertQuietly(ids.incrementAndGet(), "Prefer", prefer));

    PROXY.losesAnswersOfCommits(100);

    for (int i = 0; i < 20; i++) {
      assertThat(insertQuietly(ids.incrementAndGet(), "Prefer", prefer).statusCode())
          .isEqualTo(201);
    }
    assertThat(
            suite
                .send(
                    "PATCH",
                    "/rest/v1/quiet_notes?id=gt.0",
                    "{\"text\":\"x\"}",
                    "Prefer",
                    "return=representation")
                .body())
        .as("rows may be too many, so that COMMIT comes after them")
        .contains("outcome: unknown");
  }

  @Test
  void aRowThatAnSqlStatementAddsAndGivesBackIsCommittedByThat() {
    SqlClient client = SqlClient.of(suite, WRITER, "pw");
    String adds = "insert into quiet_notes values ($1, $2) returning id";
    AtomicInteger ids = new AtomicInteger(200_000);
    untilForetold(() -> client.rows(adds, String.valueOf(ids.incrementAndGet()), "new"));

    PROXY.losesAnswersOfCommits(100);

    for (int i = 0; i < 20; i++) {
      String id = String.valueOf(ids.incrementAndGet());
      assertThat(client.rows(adds, id, "new")).isEqualTo("[[\"" + id + "\"]]");
    }
    assertThat(client.ask("update quiet_notes set text = 'x' returning id").body())
        .contains("not known whether this was executed");
  }

  @Test
  void aBackendThatIsTerminatedIsAResetToo() throws Exception {
    CompletableFuture<HttpResponse<String>> write =
        later(() -> suite.send("PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"x\"}"));
    awaitRunning("update");

    terminateAll();

    assertThat(write.get(10, TimeUnit.SECONDS).body()).contains("outcome: unknown");
    // until the lane knows of all that were terminated, it may send down one of them
    RunningSuite.await(
        () -> suite.send("DELETE", "/rest/v1/notes?id=eq.-1", null).statusCode() == 204);
    assertThat(insert(1).statusCode()).isEqualTo(201);
    assertThat(suite.get("/rest/v1/notes").statusCode()).isEqualTo(200);
  }

  @Test
  void onlyWhatWasOnABrokenConnectionIsUnknown() throws Exception {
    AtomicInteger unknown = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<?> killer =
        CompletableFuture.supplyAsync(() -> {
          for (int i = 0; i < 10; i++) {
            DATABASE.query(
                "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
                    + " where datname = current_database() and application_name = 'twinlane-write'"
                    + " and query ilike '%insert%' order by random() limit 1) one");
            RunningSuite.await(() -> suite.get("/rest/v1/notes?limit=1").statusCode() == 200);
          }
          over.set(true);
          return null;
        });

    Clients.atOnce(
        20,
        1,
        (client, _) -> {
          for (int number = 0; !over.get(); number++) {
            HttpResponse<String> answer = insert(1_000 + client * 100_000 + number);
            // twenty clients on four connections are overload, of which some may be told
            boolean overload = answer.body().contains("every database connection is in use");
            if (answer.statusCode() != 201 && !overload) {
              assertThat(answer.body()).contains("outcome: unknown");
              unknown.incrementAndGet();
            }
          }
        });

    killer.get(20, TimeUnit.SECONDS);
    assertThat(unknown.get()).isLessThanOrEqualTo(10);
  }

  @Test
  void aSlowWayOnlyMakesAnswersSlow() {
    PROXY.latency(100, 80);

    assertThat(insert(1).statusCode()).isEqualTo(201);
    assertThat(suite.get("/rest/v1/notes?id=eq.1&select=id").body()).isEqualTo("[{\"id\":1}]");
    suite.awaitReady();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1024})
  void aNarrowWayChangesNoByte(int slice) {
    String whole = suite.get("/rest/v1/large?order=id&limit=5").body();
    PROXY.slices(slice, slice > 100 ? 1 : 0);

    assertThat(suite.get("/rest/v1/large?order=id&limit=5").body()).isEqualTo(whole);
  }

  @Test
  void anAnswerThatBreaksOffIsNeverAHalfOne() {
    PROXY.limit(60_000);
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> answer = suite.get("/rest/v1/large");

      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).startsWith("{\"code\":\"TWL003\"");
    }
    PROXY.heal();

    assertThat(suite.get("/rest/v1/large").body()).hasSizeGreaterThan(300_000).endsWith("]");
  }

  @Test
  void aLockThatIsHeldTooLongIsToldAndReadsGoOn() throws Exception {
    try (var holder = DATABASE.connect();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("delete from notes where id = 0");

      HttpResponse<String> answer = suite.send("DELETE", "/rest/v1/notes?id=eq.0", null);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"code\":\"55P03\"");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(suite.get("/rest/v1/notes?id=eq.0").statusCode()).isEqualTo(200);
      holder.rollback();
    }
    assertThat(suite.send("DELETE", "/rest/v1/notes?id=eq.0", null).statusCode()).isEqualTo(204);
  }

  @Test
  void aDeadlockIsRunAgain() throws Exception {
    DATABASE.execute("create table if not exists pairs (id int primary key, n int)");
    DATABASE.execute("delete from pairs; insert into pairs values (1, 0), (2, 0)");
    RunningSuite.await(() -> suite.get("/rest/v1/pairs").statusCode() == 200);
    String forth =
        "[{\"method\":\"PATCH\",\"path\":\"/pairs?id=eq.1\",\"body\":{\"n\":1}},"
            + "{\"path\":\"/short_naps\"},"
            + "{\"method\":\"PATCH\",\"path\":\"/pairs?id=eq.2\",\"body\":{\"n\":1}}]";
    String back = forth.replace("eq.1", "eq.3").replace("eq.2", "eq.1").replace("eq.3", "eq.2");
    DATABASE.execute("alter database " + DATABASE.name() + " set deadlock_timeout = '20ms'");
    PROXY.reset();
    RunningSuite.await(() -> insert(40).statusCode() != 503);

    AtomicInteger gaveUp = new AtomicInteger();
    Clients.atOnce(
        2,
        5,
        (client, _) -> {
          HttpResponse<String> answer = suite.post("/rest/v1/batch", client == 0 ? forth : back);
          if (answer.statusCode() != 200) {
            // it may lose each time; then it is told so
            assertThat(answer.body()).contains("\"code\":\"40P01\"");
            gaveUp.incrementAndGet();
          }
        });
    // run once only, one of each pair would lose
    assertThat(gaveUp.get()).isLessThanOrEqualTo(2);

    RunningSuite.await(() ->
        DATABASE
            .query("select deadlocks > 0 from pg_stat_database where datname = current_database()")
            .equals("t"));
  }

  @Test
  void aStatementOverItsTimeIsCancelledAndUndone() {
    HttpResponse<String> answer =
        suite.send("PATCH", "/rest/v1/notes?id=eq.0", "{\"text\":\"x\"}", "Request-Timeout", "0.4");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("57014").contains("nobody waits for it any more");
    assertThat(DATABASE.query("select text from notes where id = 0")).isEqualTo("first");
    assertThat(running("update")).isZero();
  }

  @Test
  void thatAStatementIsSlowAloneDoesNotEndItBeforeItsTime() {
    assertThat(suite.get("/rest/v1/short_naps", "Request-Timeout", "2").statusCode())
        .isEqualTo(200);
    assertThat(suite.get("/rest/v1/short_naps").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "soon", "1e3", "", "5s"})
  void aTimeThatIsNoneIsRefused(String timeout) {
    HttpResponse<String> answer = suite.get("/rest/v1/notes", "Request-Timeout", timeout);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("TWL007");
  }

  private interface Ask {
    HttpResponse<String> ask() throws Exception;
  }

  private static CompletableFuture<HttpResponse<String>> later(Ask ask) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return ask.ask();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static HttpResponse<String> insert(int id, String... headers) {
    return suite.post("/rest/v1/notes", "{\"id\":%d,\"text\":\"new\"}".formatted(id), headers);
  }

  /** Into a table without triggers, which nothing has to be asked about after. */
  private static HttpResponse<String> insertQuietly(int id, String... headers) {
    return suite.post(
        "/rest/v1/quiet_notes", "{\"id\":%d,\"text\":\"new\"}".formatted(id), headers);
  }

  /** How many works a lane has tried again so far. */
  private static double triedAgain(String lane) {
    return metrics().sum("twinlane_retries_total", "lane=\"" + lane + "\"");
  }

  /** Writes until it is known beforehand what that writes. */
  private static void untilForetold(Runnable write) {
    RunningSuite.await(() -> {
      double before = foretoldWrites();
      write.run();
      return foretoldWrites() > before;
    });
  }

  /** How many writes there were of which it was known beforehand what they write. */
  private static double foretoldWrites() {
    return metrics().sum("twinlane_write_sets_total", "kind=\"certain\"");
  }

  private static MetricsPage metrics() {
    return MetricsPage.of(suite.management("/metrics").body());
  }

  private static boolean written(int id) {
    return DATABASE.query("select count(*) from notes where id = " + id).equals("1");
  }

  private static void awaitRunning(String word) {
    RunningSuite.await(() -> running(word) > 0);
  }

  private static int running(String word) {
    return Integer.parseInt(
        DATABASE.query(
            "select count(*) from pg_stat_activity where state = 'active' and query ilike '%"
                + word
                + "%' and application_name like 'twinlane%'"));
  }

  private static void terminateAll() {
    DATABASE.query(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
            + " current_database() and application_name like 'twinlane%'");
  }
}
