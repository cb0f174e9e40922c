package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads of many at once, each as a role of its own, that share connections: nobody is given what
 * another role may see, whatever becomes of the roles meanwhile.
 */
class RoleReadsIT {

  private static final String NOTES =
      "select _t.id, _t.owner, current_user::text as who from notes as _t"
          + " where _t.id = $1::text::int4";
  private static final String BOOKS =
      "select _t.id, _t.owner, current_user::text as who from books as _t"
          + " where _t.id = $1::text::int4";
  private static final String CLAIMS =
      "select _t.id, _t.owner, current_setting('request.jwt.claims') as who from books as _t"
          + " where _t.id = $1::text::int4";

  /** One only: who is sent again must not be lost with the next one. */
  private static final String ONE_WHO_WAITS_ENDED =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and wait_event_type = 'Lock' limit 1";

  private static final int MANY = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Monitoring monitoring = Monitoring.of(vertx);
  private TestDatabase database;
  private List<@Nullable String> roles = List.of();

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.create();
    roles = new ArrayList<>();
    roles.add(null);
    database.execute(
        """
        create table books (id int primary key, owner text);
        insert into books select i, 'owner ' || i from generate_series(1, 1000) i;
        create table notes (id int primary key, owner text);
        alter table notes enable row level security;
        create policy own on notes using (owner = current_user);
        """);
    for (String letter : List.of("a", "b", "c")) {
      String role = letter + "_" + database.name();
      roles.add(role);
      create(role);
    }
    for (int i = 0; i < 4 * MANY; i++) {
      database.execute("insert into notes values (%d, %s)".formatted(i, owner(i)));
    }
    Messages.register(vertx.eventBus());
  }

  private String owner(int note) {
    String role = roles.get(note % 4);
    return role == null ? "null" : "'" + role + "'";
  }

  private void create(String role) {
    database.execute("create role %1$s; grant select on notes, books to %1$s".formatted(role));
  }

  private void lane(int poolMax) {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            database.url(),
            "CACHE_ENABLED",
            "false",
            "QUERY_POOL_MAX",
            Integer.toString(poolMax),
            "RESULT_MAX_BYTES",
            "100000",
            "POOL_BURST_MS",
            "60000",
            "POOL_WAIT_TIMEOUT_MS",
            "20000");
    await(
        vertx.deployVerticle(
            new QueryVerticle(QuerySettings.from(Environment.of(settings)), monitoring)));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    for (String role : roles.subList(1, roles.size())) {
      database.execute("drop owned by %1$s; drop role %1$s".formatted(role));
    }
    database.close();
  }

  @Test
  void eachRoleSeesItsOwnRowsAndItsLookUpsAreGathered() {
    lane(20);
    warm(NOTES);

    for (int round = 0; round < 20; round++) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 4 * MANY; i++) {
        replies.add(send(lookup(NOTES, i, roles.get((i + round) % 4))));
      }
      for (int i = 0; i < replies.size(); i++) {
        String role = roles.get((i + round) % 4);
        boolean own = round % 4 == 0 || role == null; // who owns the table sees all of it
        assertThat(body(replies.get(i)))
            .isEqualTo(own ? row(i, roles.get(i % 4), role == null ? "postgres" : role) : "[]");
      }
    }

    assertThat(gathered()).isGreaterThan(4 * MANY);
  }

  @Test
  void moreRolesThanThereAreConnectionsAreAnsweredAllTheSame() {
    lane(3);
    warm(BOOKS);

    for (int round = 0; round < 5; round++) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        replies.add(send(lookup(BOOKS, i + 1, roles.get(i % 4))));
      }
      for (int i = 0; i < MANY; i++) {
        String role = roles.get(i % 4);
        assertThat(body(replies.get(i)))
            .isEqualTo(row(i + 1, "owner " + (i + 1), role == null ? "postgres" : role));
      }
    }
  }

  /** At first nothing is known of the text, and later that it looks. */
  @Test
  void whatLooksAtSettingsIsToldItsOwnRequest() {
    lane(20);

    for (int round = 0; round < 20; round++) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        replies.add(send(lookup(CLAIMS, i + 1, roles.get(1 + i % 3), claims(i))));
      }
      for (int i = 0; i < replies.size(); i++) {
        assertThat(body(replies.get(i))).isEqualTo(row(i + 1, "owner " + (i + 1), "user " + i));
      }
    }
  }

  @Test
  void whatIsToldItsRequestTakesNoConnectionForItself() throws Exception {
    lane(3); // one connection that is shared, and one that is not
    String role = roles.get(1);
    warmTold(role);

    try (var locking = database.connect()) {
      locking.setAutoCommit(false);
      locking.createStatement().execute("lock table notes in access exclusive mode");
      Future<Reply> slow = send(lookup(NOTES, 1, role));

      assertEachIsToldItsOwn(role);

      assertThat(slow.isComplete()).isFalse();
      locking.rollback();
      assertThat(body(slow)).isEqualTo(row(1, "" + role, "" + role));
    }
  }

  /** Else they would go on making each other slow, although the shared one has time for all. */
  @Test
  void whatWasSlowOnceDoesNotWaitBehindOthersForAConnectionOfItsOwn() throws Exception {
    lane(3);
    String role = roles.get(1);
    boolean answered = false;

    for (int i = 0; i < 5 && !answered; i++) {
      warmTold(role);
      slowOnce(role);
      try (var locking = database.connect()) {
        locking.setAutoCommit(false);
        locking.createStatement().execute("lock table notes in access exclusive mode");
        String unknown = "/* %d */ %s".formatted(i, NOTES);
        List<Future<Reply>> waiting =
            IntStream.range(0, 4).mapToObj(key -> send(lookup(unknown, key, role))).toList();
        Future<Reply> told = send(lookup(CLAIMS, 1, role, claims(1)));
        for (int wait = 0; wait < 100 && !told.isComplete(); wait++) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        answered = told.isComplete();
        locking.rollback();
        waiting.forEach(RoleReadsIT::await);
        assertThat(body(told)).isEqualTo(row(1, "owner 1", "user 1"));
      }
    }

    assertThat(answered).isTrue();
  }

  /** For about eight milliseconds. */
  private void slowOnce(@Nullable String role) throws Exception {
    try (var locking = database.connect()) {
      locking.setAutoCommit(false);
      locking.createStatement().execute("lock table books in access exclusive mode");
      Future<Reply> slow = send(lookup(CLAIMS, 1, role, claims(1)));
      TimeUnit.MILLISECONDS.sleep(8);
      locking.rollback();
      body(slow);
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsOneClientsMisfortune() {
    lane(20);
    String role = roles.get(1);
    database.execute("update books set owner = repeat('x', 300000) where id = 1000");
    warmTold(role);

    for (int round = 0; round < 3; round++) {
      Future<Reply> large = send(lookup(CLAIMS, 1_000, role, claims(0)));
      assertEachIsToldItsOwn(role);

      assertThat(await(large)).isInstanceOf(Failure.TooLarge.class);
    }
  }

  @Test
  void aSharedConnectionThatIsLostIsNobodysMisfortune() throws Exception {
    lane(20);
    String role = roles.get(1);
    warmTold(role);

    for (int round = 0; round < 3; round++) {
      try (var locking = database.connect()) {
        locking.setAutoCommit(false);
        locking.createStatement().execute("lock table books in access exclusive mode");
        List<Future<Reply>> replies = toldReads(role);
        while (!locking.createStatement().executeQuery(ONE_WHO_WAITS_ENDED).next()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        locking.rollback();

        assertEachIsItsOwn(replies);
      }
    }
  }

  /** Until it is known what it looks at, and that it is quick. */
  private void warmTold(@Nullable String role) {
    for (int i = 0; i < 30; i++) {
      body(send(lookup(CLAIMS, 1, role, claims(i))));
    }
  }

  private void assertEachIsToldItsOwn(@Nullable String role) {
    assertEachIsItsOwn(toldReads(role));
  }

  private List<Future<Reply>> toldReads(@Nullable String role) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> send(lookup(CLAIMS, i + 1, role, claims(i))))
        .toList();
  }

  private static void assertEachIsItsOwn(List<Future<Reply>> replies) {
    for (int i = 0; i < replies.size(); i++) {
      assertThat(body(replies.get(i))).isEqualTo(row(i + 1, "owner " + (i + 1), "user " + i));
    }
  }

  @Test
  void whatLooksAtNoneIsGatheredWhateverItsRequestTells() {
    lane(20);
    warm(BOOKS);
    double before = gathered();

    for (int round = 0; round < 50 && gathered() - before < MANY; round++) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 2 * MANY; i++) {
        replies.add(send(lookup(BOOKS, i + 1, roles.get(1), claims(i))));
      }
      for (int i = 0; i < replies.size(); i++) {
        assertThat(body(replies.get(i)))
            .isEqualTo(row(i + 1, "owner " + (i + 1), "" + roles.get(1)));
      }
    }

    assertThat(gathered() - before).isGreaterThanOrEqualTo(MANY);
  }

  @Test
  void aRoleThatWasMadeAnewIsTheNewOne() {
    lane(20);
    warm(BOOKS);
    String role = "" + roles.get(1);
    warmTold(role);

    database.execute("drop owned by %1$s; drop role %1$s".formatted(role));
    assertThat(state(send(lookup(BOOKS, 1, role)))).isEqualTo("22023");
    create(role);
    for (int i = 1; i < MANY; i++) {
      assertThat(body(send(lookup(BOOKS, i, role)))).isEqualTo(row(i, "owner " + i, role));
      assertThat(body(send(lookup(CLAIMS, i, role, claims(i)))))
          .isEqualTo(row(i, "owner " + i, "user " + i));
    }
  }

  @Test
  void aRightThatWasTakenIsGoneAtOnce() {
    lane(20);
    warm(BOOKS);

    database.execute("revoke select on books from " + roles.get(1));

    assertThat(state(send(lookup(BOOKS, 1, roles.get(1))))).isEqualTo("42501");
    assertThat(body(send(lookup(BOOKS, 1, roles.get(2)))))
        .isEqualTo(row(1, "owner 1", "" + roles.get(2)));
  }

  @Test
  void whoComesBehindASlowOneIsAnsweredElsewhere() throws Exception {
    lane(3); // one connection that is shared, and one that is not
    String role = roles.get(1);
    warm(NOTES, role);
    warm(BOOKS, role);

    try (var locking = database.connect()) {
      locking.setAutoCommit(false);
      locking.createStatement().execute("lock table notes in access exclusive mode");
      Future<Reply> slow = send(lookup(NOTES, 1, role));
      Future<Reply> behind = send(lookup(BOOKS, 1, role));

      assertThat(body(behind)).isEqualTo(row(1, "owner 1", "" + role));
      assertThat(slow.isComplete()).isFalse();

      locking.rollback();
      assertThat(body(slow)).isEqualTo(row(1, "" + role, "" + role));
    }
  }

  /** Until what a text reads is known, and that it is quick. */
  private void warm(String sql) {
    roles.forEach(role -> warm(sql, role));
  }

  private void warm(String sql, @Nullable String role) {
    for (int i = 0; i < 30; i++) {
      body(send(lookup(sql, 1, role)));
    }
  }

  private double gathered() {
    return monitoring.meters().get("twinlane.gathered.lookups").functionCounter().count();
  }

  private static Map<String, String> claims(int user) {
    return Map.of("request.jwt.claims", "user " + user);
  }

  private static String row(int id, @Nullable String owner, String who) {
    return "[{\"id\":%d,\"owner\":%s,\"who\":\"%s\"}]"
        .formatted(id, owner == null ? "null" : '"' + owner + '"', who);
  }

  private static String body(Future<Reply> reply) {
    assertThat(await(reply)).isInstanceOf(Done.class);
    return ((Done) await(reply)).last().body().toString();
  }

  private static String state(Future<Reply> reply) {
    assertThat(await(reply)).isInstanceOf(Failure.Refused.class);
    return ((Failure.Refused) await(reply)).sqlState();
  }

  private Future<Reply> send(Work work) {
    return vertx
        .eventBus()
        .<Reply>request(Address.QUERY.value(), work)
        .map(message -> message.body());
  }

  private static Work lookup(String sql, int key, @Nullable String role) {
    return lookup(sql, key, role, Map.of());
  }

  private static Work lookup(
      String sql, int key, @Nullable String role, Map<String, String> settings) {
    List<ResultColumn> columns =
        Stream.of("id", "owner", "who").map(name -> new ResultColumn(name, Use.VALUE)).toList();
    return new Work(
        "test",
        role == null ? Identity.ofLane() : new Identity(role),
        settings,
        List.of(
            new Statement(sql, List.of(Integer.toString(key)), columns)
                .lookingUp(new KeyLookup(sql.indexOf(KeyLookup.VALUE), sql.length()))),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(20)));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
