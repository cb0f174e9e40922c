package io.twinlane.standalone.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.query.QuerySettings;
import io.twinlane.query.QueryVerticle;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.KeyLookup;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.write.WriteSettings;
import io.twinlane.write.WriteVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients read and write sixteen groups of four rows through both lanes, while answers to the
 * CACHED lane are held back and announcements are delayed. No read may be older than a write that
 * was acknowledged before it began.
 *
 * <p>{@code -Dconsistency.operations=1000000} makes a long run of it.
 */
class ConsistencyIT {

  private static final int GROUPS = 16;

  /** Given back by a write that cannot know how many there were before. */
  private static final int UNTOLD = 0;

  private static final String KEY = "$1::text::int";
  private static final int WRITES_PERCENT = 15;
  private static final long OPERATIONS = Long.getLong("consistency.operations", 10_000);

  private static final Vertx VERTX =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)); // as the suite has
  private static final Repeating REPEATING = new Repeating(VERTX);
  private static TestDatabase database;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    database.execute(
        """
        create table plain (key int primary key, grp int, version int);
        create table crowded (key int primary key, grp int, version int);
        create table watched (key int primary key, grp int, version int);
        create table mirror (key int primary key, grp int, version int);
        insert into plain select g * 4 + k, g, 0 from generate_series(0, 15) g, generate_series(0, 3) k;
        insert into crowded select * from plain;
        insert into watched select * from plain;
        insert into mirror select * from plain;
        create function copy_over() returns trigger language plpgsql as $$
          begin
            update mirror set version = new.version where key = new.key;
            return new;
          end $$;
        create trigger copy_over after update on watched
          for each row execute function copy_over();
        create view seen as select key, grp, version from mirror;
        create table log (grp int);
        create index on log (grp);
        create table journal (grp int);
        create index on journal (grp);
        """);
    Messages.register(VERTX.eventBus());
    DatabaseUrl url = DatabaseUrl.parse(database.url());
    int slow = await(SlowAnswers.start(VERTX, url.host(), url.port(), 2, 50));
    VERTX
        .eventBus()
        .addOutboundInterceptor(context -> {
          boolean held =
              Address.BUMP.value().equals(context.message().address())
                  && ThreadLocalRandom.current().nextInt(4) == 0;
          if (held) {
            VERTX.setTimer(1 + ThreadLocalRandom.current().nextInt(20), _ -> context.next());
          } else {
            context.next();
          }
        });
    Environment env =
        Environment.of(
            Map.of(
                "DATABASE_URL", database.url(),
                "QUERY_DATABASE_URL",
                    database.url().replace(":" + url.port() + "/", ":" + slow + "/"),
                "CACHE_ENABLED", "true"));
    Monitoring monitoring = Monitoring.of(VERTX);
    await(VERTX.deployVerticle(new QueryVerticle(QuerySettings.from(env), monitoring)));
    await(VERTX.deployVerticle(new WriteVerticle(WriteSettings.from(env), monitoring)));
  }

  @AfterAll
  static void stop() throws Exception {
    await(VERTX.close());
    database.close();
    // not in each case: where many clients write, next to nothing is a hit
    assertThat(REPEATING.taken()).isPositive();
  }

  /**
   * The first table's writes are known from the catalog, the second's are observed. Of many clients
   * at once, some are gathered.
   */
  @ParameterizedTest
  @CsvSource({"plain, plain, 8", "watched, seen, 8", "crowded, crowded, 48"})
  void noReadIsOlderThanAnAcknowledgedWrite(String written, String read, int count)
      throws Exception {
    noAnswerIsOlder(
        "update %s set version = version + 1 where grp = %s returning version"
            .formatted(written, KEY),
        "select version from %s where grp = %s order by key".formatted(read, KEY),
        count);
  }

  /** A row that is given back needs no BEGIN: it is written and told in one exchange. */
  @ParameterizedTest
  @CsvSource({"log, 8", "journal, 48"})
  void noReadMissesARowThatWasGivenBack(String table, int count) throws Exception {
    noAnswerIsOlder(
        "insert into %s (grp) values (%s) returning %d as version".formatted(table, KEY, UNTOLD),
        "select count(*)::int as version from %s where grp = %s".formatted(table, KEY),
        count);
  }

  private static void noAnswerIsOlder(String write, String read, int count) throws Exception {
    long hits = cache().outcomes().getOrDefault("hit", 0L);
    History history = new History(GROUPS);
    AtomicLong left = new AtomicLong(OPERATIONS);
    // of many clients hardly one hits what it has hit before: they have it from each other
    AtomicReferenceArray<@Nullable Done> known = new AtomicReferenceArray<>(GROUPS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<?>> running =
          java.util.stream.IntStream.range(0, count)
              .<java.util.concurrent.Future<?>>mapToObj(
                  _ -> clients.submit(() -> client(history, write, read, left, known)))
              .toList();
      for (var client : running) {
        client.get();
      }
    }
    compareWithDatabase(history, read);

    System.out.println(write + ", " + count + ": " + history + ", cache " + cache().outcomes());
    assertThat(history.examples()).isEmpty();
    assertThat(cache().outcomes().get("hit")).isGreaterThan(hits);
  }

  private static Object client(
      History history,
      String write,
      String read,
      AtomicLong left,
      AtomicReferenceArray<@Nullable Done> known)
      throws Exception {
    int[] seen = new int[GROUPS];
    while (left.getAndDecrement() > 0) {
      int group = ThreadLocalRandom.current().nextInt(GROUPS);
      if (ThreadLocalRandom.current().nextInt(100) < WRITES_PERCENT) {
        history.writeBegins(group);
        int version = versions(done(Address.WRITE, write, group, Transaction.write())).getFirst();
        acknowledge(history, group, version);
      } else {
        int floor = history.floor(group);
        Done again = REPEATING.again(known.get(group));
        Done done = again == null ? cached(read, group) : again;
        if (done.again() != null) {
          known.set(group, done);
        }
        seen[group] = history.judge(group, versions(done), floor, seen[group]);
      }
    }
    return history;
  }

  private static void acknowledge(History history, int group, int version) {
    if (version == UNTOLD) {
      history.writeAcknowledged(group);
    } else {
      history.writeAcknowledged(group, version);
    }
  }

  private static void compareWithDatabase(History history, String read) throws Exception {
    for (int group = 0; group < GROUPS; group++) {
      String fresh = database.query(read.replace(KEY, Integer.toString(group)) + " limit 1");
      int cached = versions(cached(read, group)).getFirst();
      history.note(cached != Integer.parseInt(fresh), "final", group + ": " + cached + "/" + fresh);
    }
  }

  private static Done cached(String read, int group) throws Exception {
    return done(Address.QUERY, read, group, Transaction.read());
  }

  private static Done done(Address lane, String sql, int group, Transaction transaction)
      throws Exception {
    Statement statement =
        new Statement(
                sql,
                List.of(Integer.toString(group)),
                List.of(new ResultColumn("version", Use.VALUE)))
            .lookingUp(new KeyLookup(sql.indexOf(KEY), sql.indexOf(KEY) + KEY.length()));
    Work work =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(sql.startsWith("insert") ? statement.addingOneRow() : statement),
            transaction,
            Deadline.after(Duration.ofSeconds(20)));
    return (Done) await(ask(lane, work));
  }

  private static List<Integer> versions(Done done) {
    JsonArray rows = new JsonArray(done.last().body());
    return rows.stream().map(row -> ((JsonObject) row).getInteger("version")).toList();
  }

  private static CacheReply cache() throws Exception {
    return (CacheReply)
        await(ask(Address.CACHE, new CacheRequest(CacheRequest.Flush.NOTHING, null)));
  }

  private static Future<Reply> ask(Address address, Request request) {
    return VERTX
        .eventBus()
        .<Reply>request(address.value(), request, new DeliveryOptions().setSendTimeout(30_000))
        .map(message -> message.body());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }
}
