package io.twinlane.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A DIRECT lane that ends while a work of its waits for a lock. */
class WriteDrainIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final BlockingQueue<LaneState> states = new LinkedBlockingQueue<>();
  private TestDatabase database;
  private Connection holder;
  private WriteVerticle verticle;
  private Future<Reply> underWay;

  @BeforeEach
  void start() throws Exception {
    Messages.register(vertx.eventBus());
    database = TestDatabase.create();
    database.execute("create table books (id int primary key)");
    holder = database.connect();
    lock("pg_advisory_lock");
    WriteSettings settings =
        WriteSettings.from(
            Environment.of(Map.of("DATABASE_URL", database.url(), "LOCK_TIMEOUT_MS", "60000")));
    verticle = new WriteVerticle(settings, Monitoring.of(vertx));
    await(vertx.deployVerticle(verticle));
    underWay = send("insert into books select 1 from (select pg_advisory_xact_lock(7)) as waited");
    while (!database
        .query("select count(*) from pg_stat_activity where wait_event = 'advisory'")
        .equals("1")) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    await(
        vertx
            .eventBus()
            .<LaneState>consumer(Address.STATE.value(), message -> states.add(message.body()))
            .completion());
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    holder.close();
    database.close();
  }

  @Test
  void whatIsUnderWayIsFinishedAndWhatComesIsNotExecuted() throws Exception {
    List<Future<Reply>> refused = new CopyOnWriteArrayList<>();
    Future<?> drained =
        onLoop(() -> {
          Future<?> draining = verticle.drain(PATIENCE);
          refused.add(send("insert into books values (2)"));
          return draining.<Object>mapEmpty();
        });
    refused.add(onLoop(() -> send("insert into books values (3)")));
    await(refused.getLast());
    assertThat(drained.isComplete()).isFalse();

    lock("pg_advisory_unlock");

    await(drained);
    for (Future<Reply> reply : refused) {
      assertThat(await(reply)).isEqualTo(new Failure.Busy(Reason.NO_SERVICE));
    }
    assertThat(await(underWay)).isInstanceOf(Done.class);
    assertThat(database.query("select string_agg(id::text, ',') from books")).isEqualTo("1");
  }

  @Test
  void whatIsCancelledIsUndone() throws Exception {
    Future<?> drained = onLoop(() -> verticle.drain(PATIENCE).mapEmpty());

    vertx.runOnContext(_ -> verticle.cancel());

    await(drained);
    assertThat(await(underWay))
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("57014"));
    assertThat(database.query("select count(*) from books")).isEqualTo("0");
  }

  @Test
  void itTellsThatItIsLeavingAndStillTakesWorks() throws Exception {
    vertx.runOnContext(_ -> verticle.leave());

    LaneState state = states.poll(30, TimeUnit.SECONDS);
    while (state != null && !state.leaving()) {
      state = states.poll(30, TimeUnit.SECONDS);
    }
    assertThat(state).isNotNull();
    assertThat(await(send("insert into books values (2)"))).isInstanceOf(Done.class);
  }

  /** Where the verticle lives, and where messages come from in a process of the suite. */
  private <T> Future<T> onLoop(Supplier<Future<T>> step) {
    return Future.future(done -> vertx.runOnContext(_ -> step.get().onComplete(done)));
  }

  private Future<Reply> send(String sql) {
    Work work =
        new Work(
            "test",
            Identity.ofLane(),
            Map.of(),
            List.of(new Statement(sql, List.of(), List.of())),
            Transaction.write(),
            Deadline.after(PATIENCE));
    return vertx
        .eventBus()
        .<Reply>request(Address.WRITE.value(), work, new DeliveryOptions().setSendTimeout(60_000))
        .map(message -> message.body());
  }

  private void lock(String function) throws SQLException {
    try (var statement = holder.createStatement()) {
      statement.execute("select " + function + "(7)");
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
