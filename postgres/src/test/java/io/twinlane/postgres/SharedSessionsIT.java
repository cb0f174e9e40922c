package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.FaultProxy;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quick reads of one login at the same time on few connections: each has its own answer. */
class SharedSessionsIT {

  private static final String ITEM = "select name from items where id = $1";
  private static final String LOCKED = "select name from locked where id = $1";
  private static final String QUOTIENT = "select 12 / $1::int";
  private static final String WHO = "select $1::text || current_user";
  private static final String CALLED = "select current_setting('application_name') || $1";
  private static final String LARGE = "select repeat('x', $1::int * 100000)";
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Postgres postgres = new Postgres();
  private LaneBook book;
  private Sessions sessions;

  @BeforeEach
  void fill() {
    postgres.database.execute(
        """
        create table items (id int primary key, name text);
        insert into items select i, 'item ' || i from generate_series(0, 999) i;
        create table locked as table items;
        """);
    pool(postgres.database.url(), 5, Map.of());
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  /** Lets each login have so many connections, and makes it known what is quick. */
  private void pool(int connections) {
    pool(connections, Map.of());
  }

  private void pool(int connections, Map<String, String> limits) {
    pool(postgres.database.url(), connections, limits);
  }

  private void pool(String url, int connections, Map<String, String> limits) {
    Environment env =
        Environment.of(
            Map.of(
                "SQL_POOL_MAX",
                Integer.toString(connections),
                "SQL_RESPONSE_MAX_BYTES",
                "100000",
                "SQL_TRUSTED_LOGINS",
                "true"));
    book = LaneBook.unread();
    sessions =
        new Sessions(
            postgres.vertx,
            postgres.connections(url, true, limits),
            SessionSettings.from(env),
            new Sessions.Observers(book, new SlowLog(postgres.vertx, "test", Duration.ZERO)));
    for (String sql : List.of(ITEM, LOCKED, QUOTIENT, WHO, CALLED, LARGE)) {
      for (int i = 0; i < 12; i++) {
        postgres.onLoop(() -> sessions.read(work(sql, "0")));
      }
    }
  }

  @Test
  void eachIsGivenItsOwnAnswer() {
    pool(2);
    for (int round = 0; round < 10; round++) {
      List<Reply> replies =
          together(
              300,
              i ->
                  switch (i % 3) {
                    case 0 -> work(ITEM, "" + i);
                    case 1 -> work(QUOTIENT, "" + i % 2);
                    default -> work(WHO, "user " + i + " ");
                  });

      for (int i = 0; i < replies.size(); i++) {
        switch (i % 3) {
          case 0 -> assertThat(value(replies.get(i))).isEqualTo("item " + i);
          case 1 -> assertThat(told(replies.get(i))).isEqualTo(i % 2 == 0 ? "22012" : "12");
          default -> assertThat(value(replies.get(i))).isEqualTo("user " + i + " postgres");
        }
      }
    }
  }

  @Test
  void manyTakeOneConnection() {
    List<Integer> connections = new ArrayList<>();

    postgres.onLoop(() -> {
      Future<?> all = Future.join(send(20, i -> work(ITEM, "" + i)));
      connections.add(connections());
      return all;
    });

    assertThat(connections).containsExactly(1);
    assertThat(backends()).isEqualTo("1");
  }

  @Test
  void whoHasOtherSettingsHasAnotherSession() {
    pool(3);
    for (int round = 0; round < 10; round++) {
      List<Reply> replies =
          together(
              60,
              i -> work(CALLED, Map.of("application_name", "client " + i % 4), LONG, " asks " + i));

      for (int i = 0; i < replies.size(); i++) {
        assertThat(value(replies.get(i))).isEqualTo("client " + i % 4 + " asks " + i);
      }
    }
  }

  @Test
  void whatTurnsOutSlowHoldsNobodyUp() throws SQLException {
    pool(2);
    try (Connection locking = locked()) {
      List<Future<Reply>> sent =
          postgres.onLoop(() -> Future.succeededFuture(send(40, this::firstIsLocked)));

      for (int i = 1; i < sent.size(); i++) {
        assertThat(value(Postgres.await(sent.get(i)))).isEqualTo("item " + i);
      }
      assertThat(sent.getFirst().isComplete()).isFalse();
      assertThat(takenBy(() -> work(ITEM, "7"))).isEqualTo(2);

      locking.rollback();
      assertThat(value(Postgres.await(sent.getFirst()))).isEqualTo("item 0");
    }
  }

  private Work firstIsLocked(int i) {
    return work(i == 0 ? LOCKED : ITEM, "" + i);
  }

  /** Not first in line, so that its connection was taken for another one's work. */
  @Test
  void whatTurnsOutSlowIsStoppedWhenItsTimeIsOver() throws SQLException {
    pool(2);
    try (Connection locking = locked()) {
      List<Reply> replies =
          together(
              40,
              i ->
                  work(
                      i == 3 ? LOCKED : ITEM,
                      Map.of(),
                      i == 3 ? Duration.ofMillis(300) : LONG,
                      "" + i));

      assertThat(replies.get(3)).isEqualTo(Failure.Refused.cancelled());
      replies.remove(3);
      assertThat(replies).allSatisfy(reply -> assertThat(value(reply)).startsWith("item "));
      assertThat(locking.isClosed()).isFalse();
    }
  }

  @Test
  void whatIsAbandonedIsStopped() throws SQLException {
    pool(2);
    try (Connection locking = locked()) {
      Work slow = work(7, LOCKED, Map.of(), LONG, "1");
      List<Future<Reply>> sent =
          postgres.onLoop(
              () -> Future.succeededFuture(send(5, i -> i == 2 ? slow : work(ITEM, "" + i))));
      for (int i : List.of(0, 1, 3, 4)) {
        assertThat(value(Postgres.await(sent.get(i)))).isEqualTo("item " + i);
      }

      postgres.onLoop(() -> {
        sessions.abandon(7);
        return Future.succeededFuture();
      });

      assertThat(Postgres.await(sent.get(2))).isEqualTo(Failure.Refused.cancelled());
      assertThat(locking.isClosed()).isFalse();
    }
  }

  /** A cancel request stops whatever runs when it arrives. */
  @Test
  void whoComesAfterACancelRequestIsNotHitByIt() throws SQLException {
    pool(2);
    try (Connection locking = locked()) {
      Work slow = work(7, LOCKED, Map.of(), LONG, "1");
      Future<Reply> stopped =
          postgres.onLoop(() -> Future.succeededFuture(send(1, _ -> slow).getFirst()));
      awaitBlocked();

      assertThat(
              takenBy(() -> {
                sessions.abandon(7);
                return work(ITEM, "7");
              }))
          .isEqualTo(2);

      assertThat(Postgres.await(stopped)).isEqualTo(Failure.Refused.cancelled());
      assertThat(locking.isClosed()).isFalse();
    }
  }

  @Test
  void whoTookTheConnectionIsNotWhoSaysHowLongTheOthersMayTake() throws Exception {
    pool(2);
    try (Connection locking = locked()) {
      List<Future<Reply>> sent =
          postgres.onLoop(() ->
              Future.succeededFuture(
                  send(
                      2,
                      i ->
                          work(
                              i == 0 ? ITEM : LOCKED,
                              Map.of(),
                              i == 0 ? Duration.ofMillis(200) : LONG,
                              "" + i))));
      awaitBlocked();
      String before = whoIsBlocked();
      Postgres.await(postgres.vertx.timer(1_500, TimeUnit.MILLISECONDS));

      assertThat(whoIsBlocked()).isEqualTo(before);
      locking.rollback();
      assertThat(value(Postgres.await(sent.get(1)))).isEqualTo("item 1");
    }
  }

  @Test
  void whoLosesTheConnectionWithAnotherIsReadAgain() throws SQLException {
    pool(2);
    try (Connection locking = locked()) {
      List<Future<Reply>> sent =
          postgres.onLoop(() -> Future.succeededFuture(send(40, this::firstIsLocked)));
      awaitBlocked();
      postgres.database.query(
          "select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event_type = 'Lock'");

      assertThat(Postgres.await(sent.getFirst())).isInstanceOf(Failure.Unanswered.class);
      for (int i = 1; i < sent.size(); i++) {
        assertThat(value(Postgres.await(sent.get(i)))).isEqualTo("item " + i);
      }
      assertThat(locking.isClosed()).isFalse();
    }
  }

  @Test
  void whatIsTooLargeIsThatForItsClientAlone() {
    pool(2);
    List<Reply> replies = together(40, i -> work(i % 10 == 5 ? LARGE : ITEM, "" + i));

    for (int i = 0; i < replies.size(); i++) {
      if (i % 10 == 5) {
        assertThat(replies.get(i)).isInstanceOf(Failure.TooLarge.class);
      } else {
        assertThat(value(replies.get(i))).isEqualTo("item " + i);
      }
    }
  }

  @Test
  void whoWantsAConnectionForItselfHasItsTurn() {
    pool(1);
    boolean[] done = {false};
    Future<Reply> alone =
        postgres.onLoop(() -> {
          for (int i = 0; i < 8; i++) {
            again(done);
          }
          return postgres
              .vertx
              .timer(100, TimeUnit.MILLISECONDS)
              .map(_ ->
                  sessions.use(
                      work("select 'alone'"),
                      held -> sessions.statements().alone(held, work("select 'alone'"))));
        });

    assertThat(value(Postgres.await(alone))).isEqualTo("alone");
    done[0] = true;
  }

  private void again(boolean[] done) {
    if (!done[0]) {
      sessions.read(work(ITEM, "1")).onComplete(_ -> again(done));
    }
  }

  /** What was prepared would give other columns than before. */
  @Test
  void whatIsChangedMeanwhileIsReadAsItIsNow() {
    pool(2);
    String all = "select * from items where id = $1";
    assertThat(together(20, i -> work(all, "" + i))).allSatisfy(reply -> value(reply));
    for (int round = 0; round < 5; round++) {
      postgres.database.execute("alter table items add column more%d int".formatted(round));

      List<Reply> replies = together(20, i -> work(all, "" + i));

      for (int i = 0; i < replies.size(); i++) {
        assertThat(row(replies.get(i))).startsWith("[\"%d\",\"item %d\"".formatted(i, i));
        assertThat(row(replies.get(i)).split(",", -1)).hasSize(round + 3);
      }
    }
  }

  /** Those who wait for it go on by themselves. */
  @Test
  void whereTheFirstOneGetsNoConnectionNobodyIsForgotten() {
    pool(1);
    Future<Reply> blocking = sleeping(1);

    List<Reply> replies =
        together(10, i -> work(ITEM, Map.of(), i == 0 ? Duration.ofMillis(100) : LONG, "" + i));

    assertThat(replies.getFirst()).isEqualTo(new Failure.Busy(Reason.EXPIRED));
    for (int i = 1; i < replies.size(); i++) {
      assertThat(value(replies.get(i))).isEqualTo("item " + i);
    }
    assertThat(value(Postgres.await(blocking))).isEqualTo("slept");
  }

  @Test
  void whoWaitsForTheFirstOnesConnectionIsRefusedWithIt() {
    pool(1, Map.of("TEST_POOL_WAIT_TIMEOUT_MS", "300"));
    Future<Reply> blocking = sleeping(3);

    List<Reply> replies = together(10, i -> work(ITEM, "" + i));

    assertThat(replies).containsOnly(new Failure.Busy(Reason.POOL_FULL));
    assertThat(blocking.isComplete()).isFalse();
    assertThat(connections()).isEqualTo(1);
  }

  /** There is no other connection, and nobody may wait for one. */
  @Test
  void whoIsHeldUpHasTheAnswerThatComesAfterAll() throws Exception {
    pool(1, Map.of("TEST_POOL_WAITING_MAX", "1"));
    try (Connection locking = locked()) {
      List<Future<Reply>> sent =
          postgres.onLoop(() -> Future.succeededFuture(send(40, this::firstIsLocked)));
      Postgres.await(postgres.vertx.timer(500, TimeUnit.MILLISECONDS));
      assertThat(sent).noneMatch(Future::isComplete);
      locking.rollback();

      for (int i = 0; i < sent.size(); i++) {
        assertThat(value(Postgres.await(sent.get(i)))).isEqualTo("item " + i);
      }
    }
  }

  /** Not even a request to stop it helps then. */
  @Test
  void whoIsInFrontOnASilentConnectionIsNotKeptByThoseBehind() {
    DatabaseUrl url = DatabaseUrl.parse(postgres.database.url());
    try (FaultProxy proxy = new FaultProxy(url)) {
      pool(proxy.url(), 2, Map.of());
      proxy.blackHole();
      List<Future<Reply>> sent =
          postgres.onLoop(() ->
              Future.succeededFuture(
                  send(
                      5,
                      i -> work(ITEM, Map.of(), i == 0 ? Duration.ofMillis(200) : LONG, "" + i))));
      Postgres.await(postgres.vertx.timer(4, TimeUnit.SECONDS));

      assertThat(sent.getFirst().isComplete()).isTrue();

      proxy.heal();
      sent.forEach(reply -> assertThat(Postgres.await(reply)).isNotNull());
      long end = System.nanoTime() + LONG.toNanos();
      while (connections() > 0) {
        assertThat(System.nanoTime()).isLessThan(end);
        Postgres.await(postgres.vertx.timer(20, TimeUnit.MILLISECONDS));
      }
    }
  }

  private Future<Reply> sleeping(int seconds) {
    Work sleeps = work("select pg_sleep(" + seconds + ")::text || 'slept'");
    return postgres.onLoop(() ->
        Future.succeededFuture(
            sessions.use(sleeps, held -> sessions.statements().alone(held, sleeps))));
  }

  private interface Asking {
    Work work(int number);
  }

  /** All replies to what is sent in one go. */
  private List<Reply> together(int count, Asking asking) {
    List<Future<Reply>> sent = postgres.onLoop(() -> Future.succeededFuture(send(count, asking)));
    List<Reply> replies = new ArrayList<>();
    sent.forEach(reply -> replies.add(Postgres.await(reply)));
    return replies;
  }

  private List<Future<Reply>> send(int count, Asking asking) {
    List<Future<Reply>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(sessions.read(asking.work(i)));
    }
    return sent;
  }

  private Work work(String sql, String... parameters) {
    return work(sql, Map.of(), LONG, parameters);
  }

  private Work work(String sql, Map<String, String> settings, Duration time, String... parameters) {
    return work(0, sql, settings, time, parameters);
  }

  private Work work(
      long ticket, String sql, Map<String, String> settings, Duration time, String... parameters) {
    DatabaseUrl url = DatabaseUrl.parse(postgres.database.url());
    return new Work(
        "test",
        ticket,
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(parameters), new TextForm(true, true))),
        Transaction.read(),
        Deadline.after(time),
        CacheTerms.none(),
        null,
        new Session(url.database(), url.user(), "", settings));
  }

  private Connection locked() throws SQLException {
    Connection locking = postgres.database.connect();
    locking.setAutoCommit(false);
    locking.createStatement().execute("lock table locked in access exclusive mode");
    return locking;
  }

  /** Of so many connections one more read makes use, or waits for them; and is answered. */
  private int takenBy(Supplier<Work> asking) {
    List<Integer> connections = new ArrayList<>();
    Reply reply =
        postgres.onLoop(() -> {
          Future<Reply> asked = send(1, _ -> asking.get()).getFirst();
          connections.add(connections());
          return asked;
        });
    assertThat(value(reply)).isEqualTo("item 7");
    return connections.getFirst();
  }

  private int connections() {
    return book.pools().used() + book.pools().waiting();
  }

  private String whoIsBlocked() {
    return postgres.database.query(
        "select coalesce(min(pid)::text, '') from pg_stat_activity where wait_event_type = 'Lock'");
  }

  private String backends() {
    return postgres.database.query(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
  }

  private void awaitBlocked() {
    long end = System.nanoTime() + LONG.toNanos();
    while (whoIsBlocked().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String row(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    String body = ((Done) reply).last().body().toString();
    return new JsonObject(body).getJsonArray("rows").getJsonArray(0).encode();
  }

  private static String value(Reply reply) {
    return new JsonArray(row(reply)).getString(0);
  }

  private static String told(Reply reply) {
    return reply instanceof Failure.Refused refused ? refused.sqlState() : value(reply);
  }
}
