package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CacheRequest.Flush;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.RequestSettings;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache gives to whom, with a database that is written behind its back. */
class CachedLaneIT {

  private static final String COUNT = "select count(*)::int4 as n from a";

  /** Waits while somebody holds the lock 7, then reads. */
  private static final String SLOW =
      "select (select count(*)::int4 from a) as n from generate_series(1, 1) g"
          + " where wait_for_lock(g) = 1";

  private final Vertx vertx = Vertx.vertx();
  private TestDatabase database;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.create();
    database.execute(
        """
        create table a (id int primary key, owner text);
        create table b (id int primary key);
        create table locked (id int);
        create function wait_for_lock(n int) returns int language plpgsql immutable as $$
          begin
            perform pg_advisory_lock_shared(7);
            perform pg_advisory_unlock_shared(7);
            return 1;
          end $$;
        create role one_%1$s; create role two_%1$s;
        grant select on a to one_%1$s, two_%1$s;
        """
            .formatted(database.name()));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    database.execute("drop owned by one_%1$s, two_%1$s".formatted(database.name()));
    database.execute("drop role one_%1$s, two_%1$s".formatted(database.name()));
    database.close();
  }

  private void deploy(Map<String, String> settings) throws Exception {
    Messages.register(vertx.eventBus());
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", database.url());
    all.putIfAbsent("CACHE_ENABLED", "true");
    await(
        vertx.deployVerticle(
            new QueryVerticle(QuerySettings.from(Environment.of(all)), Monitoring.of(vertx))));
  }

  @Test
  void theSecondReadComesFromTheCache() throws Exception {
    deploy(Map.of());

    assertThat(status(read(COUNT)))
        .returns(Source.MISS, CacheStatus::source)
        .returns(true, CacheStatus::stored);
    database.execute("insert into a values (1)");

    Done second = read(COUNT);
    assertThat(value(second)).isEqualTo(0);
    assertThat(status(second))
        .returns(Source.HIT, CacheStatus::source)
        .satisfies(hit -> assertThat(hit.ttlSeconds()).isBetween(50L, 60L));
  }

  @Test
  void aWriteToATableEndsWhatDependsOnItAndNothingElse() throws Exception {
    deploy(Map.of());
    read(COUNT);
    read("select count(*)::int4 as n from b");
    database.execute("insert into a values (1)");

    bump("public.a");

    assertThat(value(read(COUNT))).isEqualTo(1);
    assertThat(status(read("select count(*)::int4 as n from b")).source()).isEqualTo(Source.HIT);
  }

  @Test
  void anAnswerThatWasOvertakenByAWriteIsGivenButNotStored() throws Exception {
    deploy(Map.of());
    try (Gate gate = new Gate()) {
      Future<Reply> slow = send(work(SLOW));
      awaitWaiting();
      database.execute("insert into a values (1)");
      bump("public.a");
      gate.open();

      assertThat(status((Done) await(slow)))
          .returns(false, CacheStatus::stored)
          .returns("written", CacheStatus::detail);
    }
    Done next = read(SLOW);
    assertThat(value(next)).isEqualTo(1);
    assertThat(status(next).source()).isEqualTo(Source.MISS);
  }

  @Test
  void whoAsksAfterAWriteDoesNotJoinAReadOfBeforeIt() throws Exception {
    deploy(Map.of());
    read(SLOW);
    bump("public.a");
    try (Gate gate = new Gate()) {
      Future<Reply> before = send(work(SLOW));
      awaitWaiting();
      database.execute("insert into a values (1)");
      bump("public.a");
      Future<Reply> after = send(work(SLOW));
      gate.open();

      await(before);
      assertThat(value((Done) await(after))).isEqualTo(1);
      assertThat(status((Done) await(after)).collapsed()).isFalse();
    }
  }

  @Test
  void manyAtOnceRunOneStatement() throws Exception {
    deploy(Map.of());
    read(SLOW);
    bump("public.a");
    try (Gate gate = new Gate()) {
      List<Future<Reply>> many = IntStream.range(0, 50).mapToObj(_ -> send(work(SLOW))).toList();
      awaitWaiting();
      assertThat(waiting()).isEqualTo("1");
      gate.open();

      await(Future.all(many));
      long collapsed =
          many.stream().filter(reply -> status((Done) reply.result()).collapsed()).count();
      assertThat(collapsed).isEqualTo(49);
    }
  }

  @Test
  void whenTheOneThatLeadsFailsTheNextOneLeads() throws Exception {
    deploy(Map.of());
    read(SLOW);
    bump("public.a");
    try (Gate gate = new Gate()) {
      Future<Reply> leader = send(work(SLOW));
      List<Future<Reply>> others = IntStream.range(0, 10).mapToObj(_ -> send(work(SLOW))).toList();
      Future<Reply> hurried = send(work(SLOW, Duration.ofMillis(200)));
      awaitWaiting();
      assertThat(await(hurried)).isEqualTo(new Failure.Busy(Reason.EXPIRED));
      database.execute(
          "select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and"
              + " wait_event = 'advisory'");
      assertThat(await(leader)).isInstanceOf(Failure.Refused.class);
      awaitWaiting();
      gate.open();

      for (Future<Reply> other : others) {
        assertThat(value((Done) await(other))).isEqualTo(0);
      }
    }
  }

  @Test
  void aFailureIsNeverCached() throws Exception {
    deploy(Map.of());
    String divides = "select 1 / (select count(*)::int4 from a) as n";

    assertThat(await(send(work(divides)))).isInstanceOf(Failure.Refused.class);
    database.execute("insert into a values (1)");

    assertThat(value(read(divides))).isEqualTo(1);
  }

  @Test
  void olderIsServedWhileANewerOneIsRead() throws Exception {
    deploy(Map.of("CACHE_MAX_AGE", "1", "CACHE_STALE_WHILE_REVALIDATE", "30"));
    read(COUNT);
    database.execute("insert into a values (1)");
    TimeUnit.MILLISECONDS.sleep(1_100);

    Done stale = read(COUNT);
    assertThat(value(stale)).isEqualTo(0);
    assertThat(status(stale))
        .returns(Source.STALE, CacheStatus::source)
        .satisfies(status -> assertThat(status.ttlSeconds()).isNegative());
    TimeUnit.MILLISECONDS.sleep(300);

    Done newer = read(COUNT);
    assertThat(value(newer)).isEqualTo(1);
    assertThat(status(newer).source()).isEqualTo(Source.HIT);
  }

  @Test
  void whatAWriteEndedIsNotServedEvenWhileANewerOneIsRead() throws Exception {
    deploy(Map.of("CACHE_MAX_AGE", "1", "CACHE_STALE_WHILE_REVALIDATE", "30"));
    read(COUNT);
    TimeUnit.MILLISECONDS.sleep(1_100);
    database.execute("insert into a values (1)");
    bump("public.a");

    assertThat(value(read(COUNT))).isEqualTo(1);
  }

  @Test
  void pastItsTimeNothingIsServed() throws Exception {
    deploy(Map.of("CACHE_MAX_AGE", "1", "CACHE_STALE_WHILE_REVALIDATE", "0"));
    read(COUNT);
    database.execute("insert into a values (1)");
    TimeUnit.MILLISECONDS.sleep(1_100);

    assertThat(value(read(COUNT))).isEqualTo(1);
  }

  @Test
  void anAnswerIsServedWhenTheDatabaseIsAwayOnlyIfThatIsSwitchedOn() throws Exception {
    deploy(
        Map.of(
            "CACHE_MAX_AGE", "1",
            "CACHE_STALE_WHILE_REVALIDATE", "0",
            "CACHE_STALE_IF_ERROR", "60",
            "POOL_WAIT_TIMEOUT_MS", "200"));
    read(COUNT);
    TimeUnit.MILLISECONDS.sleep(1_100);
    try (TestDatabase elsewhere = TestDatabase.create();
        var admin = elsewhere.connect();
        var statement = admin.createStatement()) {
      statement.execute("alter database %s allow_connections false".formatted(database.name()));
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = '"
              + database.name()
              + "'");

      assertThat(status((Done) await(send(work(COUNT, Duration.ofSeconds(1))))))
          .returns(Source.STALE, CacheStatus::source)
          .returns("error", CacheStatus::detail);

      bump("public.a");
      assertThat(await(send(work(COUNT, Duration.ofSeconds(1))))).isInstanceOf(Failure.class);
      statement.execute("alter database %s allow_connections true".formatted(database.name()));
    }
  }

  @Test
  void aClientMayWantAYoungerAnswer() throws Exception {
    deploy(Map.of());
    read(COUNT);
    database.execute("insert into a values (1)");
    TimeUnit.MILLISECONDS.sleep(30);

    Work younger = work(COUNT, new CacheTerms(Duration.ofMillis(10), false));

    assertThat(value((Done) await(send(younger)))).isEqualTo(1);
  }

  @Test
  void aClientMayWantOnlyWhatIsCached() throws Exception {
    deploy(Map.of());
    Work only = work(COUNT, new CacheTerms(null, true));

    assertThat(await(send(only))).isEqualTo(new Failure.NotCached());
    read(COUNT);
    assertThat(status((Done) await(send(only))).source()).isEqualTo(Source.HIT);
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenAndNotStored() throws Exception {
    deploy(Map.of("CACHE_MAX_ENTRY_BYTES", "2000"));
    String large = "select repeat('x', 3000) as x from (values (1)) v";

    read(large);

    assertThat(status(read(large)))
        .returns(Source.BYPASS, CacheStatus::source)
        .returns("oversized", CacheStatus::detail);
  }

  @Test
  void allAnswersTogetherStayWithinTheirBytes() throws Exception {
    deploy(Map.of("CACHE_MAX_BYTES", "50000"));
    for (int i = 0; i < 300; i++) {
      read(
          "select repeat('x', 1000) || '%d' as x from a right join (values (1)) v on true"
              .formatted(i));
    }

    assertThat(state(Flush.NOTHING, null).bytes()).isBetween(10_000L, 50_000L);
  }

  @Test
  void withTheCacheOffTheLaneWorksTheSame() throws Exception {
    deploy(Map.of("CACHE_ENABLED", "false"));
    read(COUNT);
    database.execute("insert into a values (1)");

    Done second = read(COUNT);
    assertThat(value(second)).isEqualTo(1);
    assertThat(status(second).detail()).isEqualTo("disabled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select extract(epoch from now())::int4 as n",
        "select (random() * 1e6)::int4 as n from a",
        "select count(*)::int4 as n from pg_class"
      })
  void whatCannotBeCachedSaysWhy(String sql) throws Exception {
    deploy(Map.of());
    read(sql);

    assertThat(status(read(sql)))
        .returns(Source.BYPASS, CacheStatus::source)
        .satisfies(status -> assertThat(status.detail()).isIn("volatile", "system"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"today", "NOW", "tomorrow 12:00", "{yesterday}"})
  void aDateThatMovesIsNotCached(String text) throws Exception {
    deploy(Map.of());
    String sql =
        "select count(*)::int4 as n from a where $1::text is distinct from 'x'"
            + " and ($1::text like '{%' or $1::text::timestamptz > '2000-01-01')";
    Work work = work(new Statement(sql, List.of(text), columns()), Map.of(), null);

    await(send(work));

    assertThat(status((Done) await(send(work))).detail()).isEqualTo("volatile");
  }

  @Test
  void aDateThatMovesInALiteralIsNotCachedEither() throws Exception {
    deploy(Map.of());
    String sql = "select count(*)::int4 as n from a where date 'tomorrow' > '2000-01-01'";
    read(sql);

    assertThat(status(read(sql)).detail()).isEqualTo("volatile");
  }

  @Test
  void rolesNeverShareAnAnswer() throws Exception {
    deploy(Map.of());
    database.execute("revoke select on a from two_" + database.name());
    Statement statement = new Statement(COUNT, List.of(), columns());

    Reply one = await(send(work(statement, Map.of(), "one_" + database.name())));
    Reply two = await(send(work(statement, Map.of(), "two_" + database.name())));

    assertThat(one).isInstanceOf(Done.class);
    assertThat(two).isInstanceOf(Failure.Refused.class);
  }

  @Test
  void claimsThatAPolicySeesAreKeptApartAndOthersAreNot() throws Exception {
    deploy(Map.of());
    database.execute(
        """
        insert into a values (1, 'ann'), (2, 'bob'), (3, 'bob');
        alter table a enable row level security;
        create policy own on a using (owner = current_setting('request.user', true));
        """);
    String role = "one_" + database.name();
    Statement policed = new Statement(COUNT, List.of(), columns());
    Statement open =
        new Statement(
            "select 5 as n from b right join (values (1)) v on true", List.of(), columns());
    database.execute("grant select on b to " + role);

    assertThat(asUser(policed, role, "ann")).isEqualTo("1 MISS");
    assertThat(asUser(policed, role, "bob")).isEqualTo("2 MISS");
    assertThat(asUser(policed, role, "ann")).isEqualTo("1 HIT");
    assertThat(asUser(open, role, "ann")).isEqualTo("5 MISS");
    assertThat(asUser(open, role, "bob")).isEqualTo("5 HIT");
  }

  @Test
  void ofARequestPostgresqlIsToldWhereItIsKnownThatSomebodyMayLook() throws Exception {
    deploy(Map.of());
    database.execute(
        """
        insert into a values (1, 'ann'), (2, 'bob');
        alter table b enable row level security;
        create policy own on b using (current_setting('request.user', true) = 'ann');
        """);
    String role = "one_" + database.name();
    database.execute("grant select on b to " + role);
    String owners = "select id::text as n from %s where id = $1::text::int";
    AtomicInteger told = new AtomicInteger();

    for (int id = 0; id < 5; id++) {
      await(send(work(of(owners.formatted("a"), id), telling(told), role)));
    }
    assertThat(told).as("once, as what the statement reads was not known yet").hasValue(1);

    for (int id = 0; id < 5; id++) {
      await(send(work(of(owners.formatted("b"), id), telling(told), role)));
    }
    assertThat(told).as("each time").hasValueGreaterThanOrEqualTo(6);
  }

  private static Statement of(String sql, int id) {
    return new Statement(sql, List.of(Integer.toString(id)), columns());
  }

  private static Map<String, String> telling(AtomicInteger told) {
    return new RequestSettings(
        Map.of(),
        new RequestSettings.Telling() {
          @Override
          public Map<String, String> all() {
            told.incrementAndGet();
            return Map.of("request.user", "ann");
          }

          @Override
          public String one(String name) {
            told.incrementAndGet();
            return "ann";
          }
        });
  }

  @Test
  void aFunctionThatOnlyClaimsToBeImmutableKeepsClaimsApart() throws Exception {
    deploy(Map.of());
    database.execute(
        """
        insert into a values (1, 'ann'), (2, 'bob'), (3, 'bob');
        create function who() returns text language plpgsql immutable as $$
          begin return current_setting('request.user', true); end $$;
        alter table a enable row level security;
        create policy own on a using (owner = who());
        """);
    String role = "one_" + database.name();
    Statement policed = new Statement(COUNT, List.of(), columns());

    assertThat(asUser(policed, role, "ann")).isEqualTo("1 MISS");
    // on the same connection PostgreSQL would keep the plan, and in it what the function gave
    // before
    database.execute("analyze a");
    assertThat(asUser(policed, role, "bob")).isEqualTo("2 MISS");
  }

  @Test
  void whatIsVolatileIsSharedByNobodyNotEvenTheFirstTime() throws Exception {
    deploy(Map.of());
    String dice = "select (random() * 1e9)::int4 as n from generate_series(1, 1)";
    List<Future<Reply>> many = IntStream.range(0, 20).mapToObj(_ -> send(work(dice))).toList();
    await(Future.all(many));

    assertThat(many.stream().map(reply -> value((Done) reply.result())).distinct().count())
        .isGreaterThan(15);
  }

  @Test
  void whatAnswersCarryBesidesTheirRowsWeighsToo() throws Exception {
    deploy(Map.of("CACHE_MAX_BYTES", "100000"));
    for (int i = 0; i < 50; i++) {
      ResultColumn column = new ResultColumn(Integer.toString(i).repeat(10_000), Use.VALUE);
      await(
          send(
              work(
                  new Statement("select 1 as n from b", List.of(), List.of(column)),
                  Map.of(),
                  null)));
    }

    assertThat(state(Flush.NOTHING, null).entries()).isLessThan(6);
  }

  @Test
  void aChangeOfTheSchemaEmptiesTheCache() throws Exception {
    deploy(Map.of());
    database.execute("create view v as select count(*)::int4 as n from a");
    read("select n from v");
    assertThat(status(read("select n from v")).source()).isEqualTo(Source.HIT);
    database.execute("create or replace view v as select count(*)::int4 + 10 as n from b");

    await(request(Address.BUMP, new TablesChanged(Set.of(), true, "ddl", null)));

    assertThat(value(read("select n from v"))).isEqualTo(10);
    database.execute("insert into b values (1)");
    bump("public.b");
    assertThat(value(read("select n from v"))).isEqualTo(11);
  }

  @Test
  void anOperatorSeesAndEmptiesTheCache() throws Exception {
    deploy(Map.of());
    read(COUNT);
    read(COUNT);
    read("select count(*)::int4 as n from b");

    CacheReply seen = state(Flush.NOTHING, null);
    assertThat(seen.entries()).isEqualTo(2);
    assertThat(seen.outcomes()).containsEntry("hit", 1L).containsEntry("miss", 2L);
    assertThat(seen.statements().getFirst())
        .returns(COUNT, CacheReply.OfStatement::sql)
        .returns(1L, CacheReply.OfStatement::hits)
        .returns((long) "[{\"n\":0}]".length(), CacheReply.OfStatement::bytesServed)
        .returns(1L, CacheReply.OfStatement::entries)
        .returns(Set.of("public.a"), CacheReply.OfStatement::readSet)
        .satisfies(statement -> assertThat(statement.meanMillis()).isPositive());

    assertThat(state(Flush.TABLE, "public.b").flushed()).isEqualTo(1);
    assertThat(state(Flush.STATEMENT, seen.statements().getFirst().hash()).flushed()).isEqualTo(1);
    read(COUNT);
    assertThat(state(Flush.ALL, null).entries()).isZero();
  }

  @Test
  void anAnswerThatAWriteHasEndedIsCountedNoMore() throws Exception {
    deploy(Map.of());
    read(COUNT);
    assertThat(shown(COUNT).entries()).isEqualTo(1);

    bump("public.a");
    assertThat(shown(COUNT).entries()).isZero();

    read(COUNT);
    assertThat(shown(COUNT).entries()).isEqualTo(1);
    assertThat(state(Flush.ALL, null).statements().getFirst().readSet()).isNull();
  }

  private CacheReply.OfStatement shown(String sql) throws Exception {
    return state(Flush.NOTHING, null).statements().stream()
        .filter(statement -> statement.sql().equals(sql))
        .findFirst()
        .orElseThrow();
  }

  private String asUser(Statement statement, String role, String user) throws Exception {
    Done done = (Done) await(send(work(statement, Map.of("request.user", user), role)));
    return value(done) + " " + status(done).source();
  }

  private CacheReply state(Flush flush, @Nullable String name) throws Exception {
    return (CacheReply) await(request(Address.CACHE, new CacheRequest(flush, name)));
  }

  private void bump(String table) throws Exception {
    Reply noted =
        await(request(Address.BUMP, new TablesChanged(Set.of(table), false, "test", null)));
    assertThat(noted).isEqualTo(new Noted());
  }

  private void awaitWaiting() throws Exception {
    for (int i = 0; i < 500 && waiting().equals("0"); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Closed, it holds back every statement that calls {@code wait_for_lock}. */
  private final class Gate implements AutoCloseable {

    private final Connection holder = database.connect();

    Gate() throws SQLException {
      run("select pg_advisory_lock(7)");
    }

    void open() throws SQLException {
      run("select pg_advisory_unlock(7)");
    }

    private void run(String sql) throws SQLException {
      try (var statement = holder.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      holder.close();
    }
  }

  private String waiting() {
    return database.query(
        "select count(*) from pg_stat_activity where wait_event = 'advisory' and datname ="
            + " current_database()");
  }

  private Done read(String sql) throws Exception {
    return (Done) await(send(work(sql)));
  }

  private static Object value(Done done) {
    return new JsonArray(done.last().body()).getJsonObject(0).getValue("n");
  }

  private static CacheStatus status(Done done) {
    return Objects.requireNonNull(done.cache());
  }

  private Future<Reply> send(Work work) {
    return request(Address.QUERY, work);
  }

  private Future<Reply> request(Address address, Request request) {
    return vertx
        .eventBus()
        .<Reply>request(address.value(), request, new DeliveryOptions().setSendTimeout(20_000))
        .map(message -> message.body());
  }

  private static List<ResultColumn> columns() {
    return List.of(new ResultColumn("n", Use.VALUE));
  }

  private static Work work(String sql) {
    return work(sql, Duration.ofSeconds(15));
  }

  private static Work work(String sql, Duration limit) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(), columns())),
        Transaction.read(),
        Deadline.after(limit));
  }

  private static Work work(String sql, CacheTerms terms) {
    return new Work(
        "test",
        0,
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(), columns())),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(15)),
        terms,
        null);
  }

  private static Work work(
      Statement statement, Map<String, String> settings, @Nullable String role) {
    return new Work(
        "test",
        new Identity(role),
        settings,
        List.of(statement),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(15)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
