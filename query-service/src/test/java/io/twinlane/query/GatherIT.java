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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Look-ups that are sent at once. All rows of one statement have the same {@code
 * statement_timestamp()}, which tells how many statements there were.
 */
class GatherIT {

  private static final String SQL =
      "select _t.id, _t.name, statement_timestamp()::text, current_user::text from t as _t"
          + " where _t.id = $1::text::int4";

  private static final int MANY = 100;

  private final Vertx vertx = Vertx.vertx();
  private TestDatabase database;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.create();
    database.execute(
        """
        create table t (id int primary key, name text);
        insert into t select i, 'name ' || i from generate_series(1, 1000) i;
        create role reader_%1$s; grant select on t to reader_%1$s;
        """
            .formatted(database.name()));
    Messages.register(vertx.eventBus());
    await(
        vertx.deployVerticle(
            new QueryVerticle(
                QuerySettings.from(
                    Environment.of(
                        Map.of(
                            "DATABASE_URL",
                            database.url(),
                            "CACHE_ENABLED",
                            "false",
                            "POOL_BURST_MS",
                            "60000",
                            "POOL_WAIT_TIMEOUT_MS",
                            "20000"))),
                Monitoring.of(vertx))));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    database.execute("drop owned by reader_%1$s; drop role reader_%1$s".formatted(database.name()));
    database.close();
  }

  @Test
  void manyAtOnceAreFewStatementsAndEachHasItsOwnRow() throws Exception {
    long statements = MANY;
    for (int tries = 0; tries < 100 && statements > MANY / 2; tries++) {
      statements = statements(burst());
    }

    assertThat(statements).isLessThanOrEqualTo(MANY / 2);
  }

  @Test
  void oneAfterTheOtherEachIsAStatement() throws Exception {
    List<Future<Reply>> replies =
        IntStream.range(1, 50)
            .mapToObj(key -> {
              Future<Reply> reply = send(lookup("" + key));
              await(reply);
              return reply;
            })
            .toList();

    assertThat(statements(replies)).isEqualTo(replies.size());
  }

  @Test
  void aKeyThatIsNoneIsOnlyItsOwnersFault() throws Exception {
    gathers();
    List<String> keys =
        IntStream.range(0, MANY)
            .mapToObj(i ->
                switch (i % 10) {
                  case 3 -> "no number";
                  case 5 -> "99999999999999";
                  case 7 -> "nul \0";
                  case 8 -> "0" + i;
                  case 9 -> "" + (100_000 + i);
                  default -> "" + (i + 1);
                })
            .toList();

    List<Future<Reply>> replies = keys.stream().map(key -> send(lookup(key))).toList();
    for (int i = 0; i < MANY; i++) {
      Reply reply = await(replies.get(i));
      switch (i % 10) {
        case 3 -> assertThat(state(reply)).isEqualTo("22P02");
        case 5 -> assertThat(state(reply)).isEqualTo("22003");
        case 7 -> assertThat(state(reply)).isEqualTo("22021");
        case 8 -> assertThat(row(reply).getInteger("id")).isEqualTo(i);
        case 9 -> assertThat(((Done) reply).last().body()).hasToString("[]");
        default -> assertThat(row(reply).getString("name")).isEqualTo("name " + (i + 1));
      }
    }
  }

  @Test
  void rolesAreNotMixed() throws Exception {
    gathers();
    String reader = "reader_" + database.name();

    List<Future<Reply>> replies =
        IntStream.range(0, MANY)
            .mapToObj(
                i -> send(lookup("" + (i + 1), i % 2 == 0 ? null : reader, Duration.ofSeconds(20))))
            .toList();

    for (int i = 0; i < MANY; i++) {
      assertThat(row(await(replies.get(i))).getMap())
          .containsEntry("id", i + 1)
          .containsEntry("who", i % 2 == 0 ? "postgres" : reader);
    }
  }

  @Test
  void otherNamesOfColumnsAreNotMixed() throws Exception {
    for (int tries = 0; tries < 10; tries++) {
      gathers();

      List<Future<Reply>> replies =
          IntStream.range(0, MANY)
              .mapToObj(i -> send(i % 2 == 0 ? lookup("" + (i + 1)) : renamed("" + (i + 1))))
              .toList();

      for (int i = 0; i < MANY; i++) {
        assertThat(row(await(replies.get(i))).getInteger(i % 2 == 0 ? "id" : "other"))
            .isEqualTo(i + 1);
      }
    }
  }

  @Test
  void whenAColumnHasGoneEverybodyIsToldSo() throws Exception {
    gathers();
    database.execute("alter table t drop column name");

    for (Future<Reply> reply : send(MANY)) {
      assertThat(state(await(reply))).isEqualTo("42703");
    }
  }

  @Test
  void whenAColumnHasAnotherTypeItIsPreparedAnew() throws Exception {
    gathers();
    database.execute("alter table t alter column name type varchar(50)");

    // as many are run again as the budget of retries allows
    for (Future<Reply> reply : send(MANY)) {
      assertThat(await(reply) instanceof Done ? "0A000" : state(await(reply))).isEqualTo("0A000");
    }
    assertThat(burst()).hasSize(MANY);
  }

  @Test
  void whatIsTooLargeIsOnlyItsOwnersFault() throws Exception {
    database.execute("update t set name = repeat('x', 17 << 20) where id = 7");
    gathers(8);
    List<Future<Reply>> replies = send(MANY);

    for (int i = 0; i < MANY; i++) {
      Reply reply = await(replies.get(i));
      if (i + 1 == 7) {
        assertThat(reply).isInstanceOf(Failure.TooLarge.class);
      } else {
        assertThat(row(reply).getInteger("id")).isEqualTo(i + 1);
      }
    }
  }

  /** Until the statement has proved quick. */
  private void gathers() throws Exception {
    gathers(1);
  }

  private void gathers(int from) throws Exception {
    long statements = MANY;
    for (int tries = 0; tries < 100 && statements > MANY / 2; tries++) {
      statements = statements(IntStream.range(from, from + MANY).mapToObj(this::sent).toList());
    }
    assertThat(statements).isLessThanOrEqualTo(MANY / 2);
  }

  private Future<Reply> sent(int key) {
    return send(lookup("" + key));
  }

  /** Sends them at once; each must have its own row. */
  private List<Future<Reply>> burst() throws Exception {
    List<Future<Reply>> replies = send(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(row(await(replies.get(i))).getMap())
          .containsEntry("id", i + 1)
          .containsEntry("name", "name " + (i + 1));
    }
    return replies;
  }

  private List<Future<Reply>> send(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(this::sent).toList();
  }

  private static long statements(List<Future<Reply>> replies) throws Exception {
    await(Future.all(replies));
    return replies.stream().map(reply -> row(reply.result()).getString("at")).distinct().count();
  }

  private static JsonObject row(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    JsonArray rows = new JsonArray(((Done) reply).last().body());
    assertThat(rows).hasSize(1);
    return rows.getJsonObject(0);
  }

  private static String state(Reply reply) {
    return ((Failure.Refused) reply).sqlState();
  }

  private Future<Reply> send(Work work) {
    return vertx
        .eventBus()
        .<Reply>request(Address.QUERY.value(), work)
        .map(message -> message.body());
  }

  private static Work lookup(String key) {
    return lookup(key, null, Duration.ofSeconds(20));
  }

  private static Work renamed(String key) {
    Work work = lookup(key);
    Statement statement = work.statements().getFirst();
    return work.with(
        List.of(
            new Statement(
                    statement.sql(),
                    statement.parameters(),
                    List.of(
                        new ResultColumn("other", Use.VALUE),
                        new ResultColumn("name", Use.VALUE),
                        new ResultColumn("at", Use.VALUE),
                        new ResultColumn("who", Use.VALUE)))
                .lookingUp(new KeyLookup(SQL.indexOf(KeyLookup.VALUE), SQL.length()))));
  }

  private static Work lookup(String key, @Nullable String role, Duration limit) {
    Statement statement =
        new Statement(
                SQL,
                List.of(key),
                List.of(
                    new ResultColumn("id", Use.VALUE),
                    new ResultColumn("name", Use.VALUE),
                    new ResultColumn("at", Use.VALUE),
                    new ResultColumn("who", Use.VALUE)))
            .lookingUp(new KeyLookup(SQL.indexOf(KeyLookup.VALUE), SQL.length()));
    return new Work(
        "test",
        role == null ? Identity.ofLane() : new Identity(role),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(limit));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
