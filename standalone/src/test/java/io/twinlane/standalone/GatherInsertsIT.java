package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.FaultProxy;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Inserts over HTTP that may be committed together: each client must be told what it would be told
 * alone. Rows of one transaction have the same {@code xmin}.
 */
class GatherInsertsIT {

  private static final int CLIENTS = 64;
  private static final int BURSTS_MAX = 100;
  private static final String[] GIVEN_BACK = {"Prefer", "return=representation"};
  private static final Counter GATHERED = new Counter("twinlane_gathered_inserts_total", "");
  private static final Counter SPLIT =
      new Counter("twinlane_gathered_transactions_total", "end=\"split\"");
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final FaultProxy PROXY = new FaultProxy(DatabaseUrl.parse(DATABASE.url()));

  private static RunningSuite suite;

  /** Of all bursts, so that each row is another one. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startOn(
            DATABASE,
            Map.of(
                "DATABASE_URL", PROXY.url(),
                "GATHER_INSERTS_MAX", "32",
                "AUDIT_LOG", "on",
                "CACHE_ENABLED", "true",
                "SERVER_TIMING", "on-request",
                "POOL_MAX", "6",
                "POOL_BURST_MS", "60000",
                "POOL_WAIT_TIMEOUT_MS", "20000",
                "LOCK_TIMEOUT_MS", "20000"));
    suite.migrate();
    DATABASE.execute(
        """
        create table parents (id int primary key);
        insert into parents values (0);
        create table notes (id int primary key, text text not null,
          small int check (small < 100), parent int references parents);
        create table late (id int primary key,
          code int unique deferrable initially deferred);
        create table bare (text text);
        create table watched (id int primary key, text text);
        create table seen (id int);
        create function look() returns trigger language plpgsql as $$
          begin insert into seen values (new.id); return new; end $$;
        create trigger look after insert on watched for each row execute function look();
        """);
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    PROXY.close();
    DATABASE.close();
  }

  @BeforeEach
  void heal() {
    PROXY.heal();
    RunningSuite.await(() -> note(NUMBER.incrementAndGet()).statusCode() == 201);
  }

  @Test
  void eachHasItsOwnRowAndSeveralAreOneTransaction() throws Exception {
    untilMore(
        GATHERED,
        () ->
            burst((_, id) -> {
              HttpResponse<String> answer = note(id, GIVEN_BACK);
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
              assertThat(answer.body()).contains("\"id\":" + id + ",\"text\":\"of " + id + "\"");
            }));

    assertThat(shared("notes")).isTrue();
  }

  @Test
  void aBadRowFailsAloneAndItsNeighboursAreThere() throws Exception {
    untilMore(
        SPLIT,
        () -> {
          int taken = NUMBER.incrementAndGet();
          assertThat(note(taken).statusCode()).isEqualTo(201);
          burst((client, id) -> {
            switch (client % 16) {
              case 3 -> refused(note(taken), 409, "23505");
              case 5 -> refused(notes("{\"id\":%d,\"text\":null}".formatted(id)), 400, "23502");
              case 7 ->
                  refused(
                      notes("{\"id\":%d,\"text\":\"\",\"small\":100}".formatted(id)), 400, "23514");
              case 9 -> refused(notes("{\"id\":\"none\",\"text\":\"\"}"), 400, "22P02");
              case 11 ->
                  refused(
                      notes("{\"id\":%d,\"text\":\"\",\"parent\":1}".formatted(id)), 409, "23503");
              default -> {
                assertThat(note(id).statusCode()).isEqualTo(201);
                assertThat(there("notes where id = " + id)).isTrue();
              }
            }
          });
        });
  }

  @Test
  void aDeferredConstraintFailsAloneToo() throws Exception {
    untilMore(
        SPLIT,
        () -> {
          int taken = NUMBER.incrementAndGet();
          assertThat(late(taken, taken).statusCode()).isEqualTo(201);
          burst((client, id) -> {
            if (client % 16 == 5) {
              refused(late(id, taken), 409, "23505");
              assertThat(there("late where id = " + id)).isFalse();
            } else {
              assertThat(late(id, id).statusCode()).isEqualTo(201);
              assertThat(there("late where id = " + id)).isTrue();
            }
          });
        });
  }

  @Test
  void somebodyElsesUncommittedKeyHoldsUpNobodyElse() throws Exception {
    untilMore(
        SPLIT,
        () -> {
          int taken = NUMBER.incrementAndGet();
          try (Connection holder = DATABASE.connect();
              Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("insert into notes values (%d, 'held')".formatted(taken));
            CompletableFuture<HttpResponse<String>> waits = new CompletableFuture<>();
            Thread.startVirtualThread(() -> waits.complete(note(taken)));

            // less than it would take until a lock is not waited for any more
            burst((_, id) ->
                assertThat(note(id, "Request-Timeout", "9").statusCode()).isEqualTo(201));

            assertThat(waits.isDone()).isFalse();
            holder.rollback();
            assertThat(waits.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
          }
        });
  }

  @Test
  void whatIsNotPlainIsATransactionOfItsOwn() throws Exception {
    untilMore(GATHERED, () -> burst((_, id) -> note(id)));
    DATABASE.execute("delete from notes where id > 0");
    double before = sum(GATHERED);

    for (int i = 0; i < 3; i++) {
      burst((client, id) -> {
        HttpResponse<String> answer =
            switch (client % 4) {
              case 0 -> suite.post("/rest/v1/watched", "{\"id\":%d}".formatted(id));
              case 1 -> note(id, "Prefer", "resolution=merge-duplicates");
              case 2 -> note(id, "Idempotency-Key", "\"key-%d\"".formatted(id));
              default ->
                  notes(
                      "[{\"id\":%d,\"text\":\"a\"},{\"id\":%d,\"text\":\"b\"}]"
                          .formatted(id, NUMBER.incrementAndGet()));
            };
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
      });
    }

    assertThat(sum(GATHERED)).isEqualTo(before);
    assertThat(shared("watched")).isFalse();
    assertThat(there("seen")).isTrue();
  }

  /** Others read meanwhile, so that an answer of before the row is kept until it is announced. */
  @Test
  void whoseInsertIsAcknowledgedIsReadAtOnce() throws Exception {
    untilMore(GATHERED, () -> burst((_, id) -> note(id)));
    String path = "/rest/v1/notes?select=id&order=id&id=gt." + NUMBER.get();
    RunningSuite.await(() -> cacheStatus(suite.get(path)).contains("hit"));
    PROXY.latency(20, 0);
    double before = sum(GATHERED);

    for (int i = 0; i < 5; i++) {
      burst((_, id) -> {
        CompletableFuture<HttpResponse<String>> written =
            CompletableFuture.supplyAsync(() -> note(id), Thread::startVirtualThread);
        while (!written.isDone()) {
          suite.get(path);
        }
        assertThat(written.get().statusCode()).isEqualTo(201);
        assertThat(suite.get(path).body()).contains("{\"id\":%d}".formatted(id));
      });
    }
    assertThat(sum(GATHERED)).isGreaterThan(before);
  }

  private static String cacheStatus(HttpResponse<String> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("");
  }

  @Test
  void eachHasItsOwnLineInTheAuditLog() throws Exception {
    try (CapturedLog log = CapturedLog.begin()) {
      Set<String> asked = ConcurrentHashMap.newKeySet();
      untilMore(
          GATHERED,
          () ->
              burst((client, id) -> {
                String request = "audited-" + id;
                asked.add(request);
                HttpResponse<String> answer =
                    client % 2 == 0
                        ? note(id, "X-Request-Id", request)
                        : late(id, id, "X-Request-Id", request);
                assertThat(answer.statusCode()).isEqualTo(201);
              }));

      List<JsonObject> lines =
          log.of("audit").stream()
              .filter(line -> asked.contains(line.getString("request_id")))
              .toList();
      assertThat(lines).hasSize(asked.size());
      assertThat(lines)
          .allSatisfy(line -> {
            assertThat(line.getString("outcome")).isEqualTo("committed");
            assertThat(line.getInteger("rows")).isEqualTo(1);
            assertThat(line.getJsonArray("tables")).hasSize(1);
          });
    }
  }

  @Test
  void ifTheAnswerToACommitIsLostNobodyOfTheGroupIsToldMoreThanIsKnown() throws Exception {
    untilMore(GATHERED, () -> burst((_, id) -> note(id)));
    // those of one transaction are told of one incident
    Map<String, Set<Integer>> unknown = new ConcurrentHashMap<>();
    for (int i = 0; i < BURSTS_MAX && !together(unknown); i++) {
      PROXY.losesAnswersOfCommits(100);
      burst((_, id) -> {
        HttpResponse<String> answer = note(id);
        if (answer.statusCode() != 201) {
          assertThat(answer.body()).contains("outcome: unknown");
          unknown
              .computeIfAbsent(
                  answer.body().replaceAll("(?s).*incident ([-0-9a-f]+).*", "$1"),
                  _ -> ConcurrentHashMap.newKeySet())
              .add(id);
        }
      });
      PROXY.heal();
    }

    assertThat(together(unknown)).isTrue();
    int committed = 0;
    for (Set<Integer> ids : unknown.values()) {
      RunningSuite.await(() -> List.of(0, ids.size()).contains(written(ids)));
      committed += written(ids);
    }
    assertThat(committed).isPositive();
  }

  private static boolean together(Map<String, Set<Integer>> unknown) {
    return unknown.values().stream().anyMatch(ids -> ids.size() > 1);
  }

  private static int written(Set<Integer> ids) {
    String all = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    return Integer.parseInt(DATABASE.query("select count(*) from notes where id in (" + all + ")"));
  }

  @Test
  void whatBreaksBeforeItsCommitIsRunByItself() throws Exception {
    untilMore(GATHERED, () -> burst((_, id) -> bare("warming up " + id)));
    Map<String, HttpResponse<String>> told = new ConcurrentHashMap<>();

    // a connection ends among the rows that the inserts give back, which are most of what comes
    PROXY.limit(40_000);
    untilMore(
        SPLIT,
        () ->
            burst((_, id) -> {
              String text = id + "x".repeat(1_000);
              told.put(text, bare(text));
            }));
    PROXY.heal();

    nobodyWasToldWhatIsNotSo(told);
  }

  @Test
  void whenConnectionsBreakNobodyIsToldWhatIsNotSo() throws Exception {
    Map<String, HttpResponse<String>> told = new ConcurrentHashMap<>();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Void> breaks = CompletableFuture.runAsync(PROXY::reset);
      burst((_, id) -> told.put("row " + id, bare("row " + id)));
      breaks.get(20, TimeUnit.SECONDS);
    }

    nobodyWasToldWhatIsNotSo(told);
  }

  /** Nothing keeps this table from having a row twice. */
  private static HttpResponse<String> bare(String text) {
    return suite.post("/rest/v1/bare", "{\"text\":\"%s\"}".formatted(text), GIVEN_BACK);
  }

  private static void nobodyWasToldWhatIsNotSo(Map<String, HttpResponse<String>> told) {
    Map<String, Long> rows =
        List.of(DATABASE.query("select coalesce(string_agg(text, ','), '') from bare").split(","))
            .stream()
            .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    told.forEach((text, answer) -> {
      long there = rows.getOrDefault(text, 0L);
      if (answer.statusCode() == 201) {
        assertThat(there).as(text).isEqualTo(1);
      } else if (answer.body().contains("outcome: unknown")) {
        assertThat(there).as(text).isLessThanOrEqualTo(1);
      } else {
        assertThat(there).as(answer.body()).isZero();
      }
    });
  }

  private record Counter(String name, String label) {}

  private interface Burst {
    void run() throws Exception;
  }

  private interface Insert {
    void run(int client, int id) throws Exception;
  }

  /** As often as it takes until a counter says that what is looked for has happened. */
  private static void untilMore(Counter counter, Burst burst) throws Exception {
    double before = sum(counter);
    for (int i = 0; i < BURSTS_MAX && sum(counter) == before; i++) {
      burst.run();
    }
    assertThat(sum(counter)).isGreaterThan(before);
  }

  private static void burst(Insert insert) throws Exception {
    int first = NUMBER.getAndAdd(CLIENTS);
    List<Integer> ids = IntStream.rangeClosed(1, CLIENTS).mapToObj(i -> first + i).toList();
    Clients.atOnce(CLIENTS, 1, (client, _) -> insert.run(client, ids.get(client)));
  }

  private static double sum(Counter counter) {
    return MetricsPage.of(suite.management("/metrics").body()).sum(counter.name(), counter.label());
  }

  private static HttpResponse<String> note(int id, String... headers) {
    return notes("{\"id\":%d,\"text\":\"of %d\"}".formatted(id, id), headers);
  }

  private static HttpResponse<String> notes(String body, String... headers) {
    return suite.post("/rest/v1/notes", body, headers);
  }

  private static HttpResponse<String> late(int id, int code, String... headers) {
    return suite.post("/rest/v1/late", "{\"id\":%d,\"code\":%d}".formatted(id, code), headers);
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"%s\"".formatted(code));
  }

  private static boolean there(String rows) {
    return !DATABASE.query("select count(*) from " + rows).equals("0");
  }

  /** Whether any two rows were written by one transaction. */
  private static boolean shared(String table) {
    return DATABASE
        .query(
            "select coalesce(max(n), 0) > 1 from (select count(*) as n from %s group by xmin) one"
                .formatted(table))
        .equals("t");
  }
}
