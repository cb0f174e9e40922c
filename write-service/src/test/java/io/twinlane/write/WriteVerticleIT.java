package io.twinlane.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Transaction.Isolation;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.schema.testkit.Way;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.twinlane.schema.testkit.Way#installed")
class WriteVerticleIT {

  private static Vertx vertx = Vertx.vertx();
  private static TestDatabase database;
  private static Way.Open open;

  WriteVerticleIT(Way way) {
    // begun by start, which has to know it earlier
  }

  @BeforeParameterizedClassInvocation
  static void start(Way way) throws Exception {
    vertx = Vertx.vertx();
    database = TestDatabase.create();
    open = way.to(database);
    database.execute("create table books (id int primary key, title text)");
    Messages.register(vertx.eventBus());
    WriteSettings settings =
        WriteSettings.from(
            Environment.of(
                Map.of(
                    "DATABASE_URL", open.url(),
                    "WRITE_POOL_MAX", "3",
                    "POOL_WAITING_MAX", "3",
                    "RESULT_MAX_BYTES", "2000")));
    await(vertx.deployVerticle(new WriteVerticle(settings, Monitoring.of(vertx))));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    await(vertx.close());
    open.close();
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("truncate books");
  }

  @Test
  void aWriteIsCommitted() throws Exception {
    Reply reply = ask(write(statement("insert into books values (1, 'a')")));

    assertThat(((Done) reply).last().rows()).isEqualTo(1);
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void severalStatementsAreOneTransaction() throws Exception {
    Reply reply =
        ask(
            write(
                statement("insert into books values (1, 'a')"),
                returning("update books set title = 'b' where id = 1 returning title")));

    assertThat(((Done) reply).results()).hasSize(2);
    assertThat(((Done) reply).last().body()).hasToString("[{\"x\":\"b\"}]");
  }

  @Test
  void anErrorInTheSecondStatementLeavesNothingAndAUsableConnection() throws Exception {
    for (int i = 0; i < 5; i++) {
      Reply reply =
          ask(
              write(
                  statement("insert into books values (1, 'a')"),
                  statement("insert into books values (1, 'again')"),
                  statement("insert into books values (2, 'b')")));

      assertThat(reply)
          .isInstanceOfSatisfying(
              Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("23505"));
    }

    assertThat(count()).isEqualTo("0");
    assertThat(ask(write(statement("insert into books values (1, 'a')")))).isInstanceOf(Done.class);
  }

  @Test
  void rowsThatAreNotAsExpectedAreRolledBack() throws Exception {
    ask(write(statement("insert into books values (1, 'a'), (2, 'b')")));

    Reply reply =
        ask(
            work(
                Transaction.write(),
                returning("delete from books returning title").expecting(Expectation.single())));

    assertThat(reply).isEqualTo(new Failure.Unexpected(Expectation.single(), 2, 0));
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void aTrialRunIsRolledBack() throws Exception {
    Reply reply =
        ask(
            work(
                new Transaction(Access.READ_WRITE, Isolation.SERIALIZABLE, Ending.ROLLBACK),
                returning("insert into books values (1, 'a') returning title")));

    assertThat(((Done) reply).last().body()).hasToString("[{\"x\":\"a\"}]");
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void anAnswerThatIsTooLargeIsRolledBack() throws Exception {
    Reply reply =
        ask(
            write(
                returning(
                    "insert into books select i, repeat('x', 100) from generate_series(1, 100) i"
                        + " returning title")));

    assertThat(reply).isEqualTo(new Failure.TooLarge(2_000));
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void aReadOnlyTransactionCannotWrite() throws Exception {
    Reply reply = ask(work(Transaction.read(), statement("insert into books values (1, 'a')")));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("25006"));
  }

  @Test
  void nullIsBoundAsNull() throws Exception {
    Statement insert =
        new Statement(
            "insert into books values ($1::text::int4, $2::text)",
            Arrays.asList("7", null),
            List.of());

    assertThat(ask(write(insert))).isInstanceOf(Done.class);
    assertThat(database.query("select title is null from books where id = 7")).isEqualTo("t");
  }

  @Test
  void aWorkThatIsTooLateIsNotExecuted() throws Exception {
    Work late =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(statement("insert into books values (1, 'a')")),
            Transaction.write(),
            Deadline.after(Duration.ofMillis(-1)));

    assertThat(ask(late)).isEqualTo(new Failure.Busy(Reason.EXPIRED));
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void aFullQueueIsBusyAndTheRestIsServed() throws Exception {
    List<Future<Reply>> replies =
        IntStream.range(0, 20)
            .mapToObj(i -> send(write(statement("select pg_sleep(0.2)"))))
            .toList();
    await(Future.join(replies));

    long busy =
        replies.stream()
            .filter(reply -> reply.result().equals(new Failure.Busy(Reason.POOL_FULL)))
            .count();
    long done = replies.stream().filter(reply -> reply.result() instanceof Done).count();
    assertThat(busy + done).isEqualTo(20);
    assertThat(done).isBetween(2L, 5L);
  }

  @Test
  void aWriteWhoseConnectionIsKilledIsUnknown() throws Exception {
    Future<Reply> reply = send(write(statement("select pg_sleep(30)")));
    String killed = "0";
    for (int tries = 0; tries < 200 && killed.equals("0"); tries++) {
      killed =
          database.query(
              "select count(pg_terminate_backend(pid)) from pg_stat_activity where state = 'active'"
                  + " and query like '%pg_sleep(30)%' and application_name = 'twinlane-write'");
      TimeUnit.MILLISECONDS.sleep(10);
    }

    assertThat(await(reply)).isInstanceOf(Failure.Unknown.class);
    assertThat(ask(write(statement("insert into books values (1, 'a')")))).isInstanceOf(Done.class);
  }

  @Test
  void whoeverListensHearsWhatWasWrittenAndWhere() throws Exception {
    BlockingQueue<TablesChanged> heard = new LinkedBlockingQueue<>();
    var consumer =
        vertx
            .eventBus()
            .<TablesChanged>consumer(Address.CHANGES.value(), message -> heard.add(message.body()));
    await(consumer.completion());
    for (int i = 0; i < 20; i++) {
      String before = database.query("select pg_current_wal_insert_lsn()");

      ask(write(statement("insert into books values (%d, 'a')".formatted(i))));

      TablesChanged news = Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS));
      assertThat(news.tables()).containsExactly("public.books");
      assertThat(news.requestId()).isEqualTo("test");
      assertThat(
              database.query(
                  "select '%1$s'::pg_lsn < '%2$s' and '%2$s' <= pg_current_wal_insert_lsn()"
                      .formatted(before, news.position())))
          .isEqualTo("t");
    }
    await(consumer.unregister());
  }

  private static String count() {
    return database.query("select count(*) from books");
  }

  private static Work write(Statement... statements) {
    return work(Transaction.write(), statements);
  }

  private static Work work(Transaction transaction, Statement... statements) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(statements),
        transaction,
        Deadline.after(Duration.ofSeconds(20)));
  }

  private static Statement statement(String sql) {
    return new Statement(sql, List.of(), List.of());
  }

  private static Statement returning(String sql) {
    return new Statement(sql, List.of(), List.of(new ResultColumn("x", Use.VALUE)));
  }

  private static Reply ask(Work work) throws Exception {
    return await(send(work));
  }

  private static Future<Reply> send(Work work) {
    return vertx
        .eventBus()
        .<Reply>request(Address.WRITE.value(), work, new DeliveryOptions().setSendTimeout(20_000))
        .map(message -> message.body());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
