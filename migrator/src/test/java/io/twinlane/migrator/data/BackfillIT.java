package io.twinlane.migrator.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import io.twinlane.schema.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BackfillIT {

  private static final String COUNT =
      "-- table: orders\nUPDATE orders SET touched = touched + 1 WHERE {batch}";

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void aMillionRowsAreTreatedOnceEachThoughTheCommandIsKilledAgainAndAgain() throws Exception {
    orders(1_000_000);
    Path job = folder.resolve("count.sql");
    Files.writeString(job, "-- batch: 10000\n" + COUNT);

    for (long done : List.of(1L, 150_000L, 400_000L, 650_000L, 900_000L)) {
      Process process = start(job.toString());
      await(() -> done() >= done || !process.isAlive());
      assertThat(process.isAlive()).as(said()).isTrue();
      process.destroyForcibly().waitFor();
    }
    Process last = start(job.toString());

    assertThat(last.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(said()).isZero();
    assertThat(said()).contains("count is done: 1,000,000 rows looked at, 1,000,000 changed");
    assertThat(touched()).isEqualTo("1:1000000");
  }

  @Test
  void aKeyOfSeveralColumnsIsFollowedToItsEnd() {
    database.execute(
        """
        create table "My Lines" ("Tenant" text, code uuid default gen_random_uuid(), at timestamptz, amount int,
          primary key ("Tenant", code, at));
        insert into "My Lines" select 't''' || i % 7, gen_random_uuid(), now() - i * interval '1 second', i
          from generate_series(1, 5000) i;
        create table log (tenant text, code uuid, at timestamptz, amount int);
        """);

    run(
        70,
        "-- table: \"My Lines\" l\n"
            + "INSERT INTO log SELECT l.\"Tenant\", l.code, l.at, l.amount FROM \"My Lines\" l"
            + " WHERE {batch}");

    assertThat(
            database.query(
                "select count(*) || ' ' || count(distinct (tenant, code, at)) || ' ' || sum(amount)"
                    + " from log"))
        .isEqualTo("5000 5000 12502500");
  }

  @Test
  void aStatementMayJoinAndHoldBracesAndQuestionMarks() {
    orders(10);
    database.execute(
        """
        create table marks (order_id bigint, data jsonb);
        insert into marks select i, '{"paid": true}' from generate_series(1, 5) i;
        """);

    run(
        3,
        """
        -- table: orders o
        -- Those that are paid.
        UPDATE orders o SET touched = touched + 1
        FROM marks m WHERE m.order_id = o.id AND {batch} AND m.data ? 'paid' AND m.data <> '{}'\
        """);

    assertThat(touched()).isEqualTo("0:5 1:5");
  }

  @Test
  void aKeyCanBeTheColumnsOfAnotherIndex() {
    orders(1000);
    database.execute("create index on orders (number)");

    run(
        10,
        "-- table: orders\n-- key: number\nUPDATE orders SET touched = touched + 1 WHERE {batch}");

    assertThat(touched()).isEqualTo("1:1000");
    assertThat(done()).isEqualTo(1000);
  }

  @Test
  void aKeyWithoutAnIndexIsRefused() {
    orders(1);

    assertThatThrownBy(() -> run(10, "-- key: touched\n" + COUNT))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("orders has no index that begins with touched");
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> run(10, COUNT))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("there is no table orders with a primary key");
  }

  @Test
  void aJobThatIsFinishedDoesNothing() {
    orders(100);
    run(30, COUNT);

    run(30, COUNT);

    assertThat(touched()).isEqualTo("1:100");
  }

  @Test
  void againBeginsAnew() {
    orders(100);
    run(30, COUNT);

    backfill(30, COUNT).run(true);

    assertThat(touched()).isEqualTo("2:100");
  }

  @Test
  void aJobWhoseFileChangedOnTheWayIsRefused() {
    orders(100);
    failAt(61);
    assertThatThrownBy(() -> run(30, COUNT)).isInstanceOf(CommandException.class);

    assertThatThrownBy(() -> run(30, COUNT + " AND true"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("the file of count changed since 60 rows were done");
  }

  @Test
  void aBatchThatFailsIsTakenBackAndThoseBeforeItStay() {
    orders(100);
    failAt(61);
    assertThatThrownBy(() -> run(30, COUNT))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("backfill count stopped")
        .hasMessageContaining("P0001");
    assertThat(touched()).isEqualTo("0:40 1:60");
    database.execute("drop trigger fail on orders");

    run(30, COUNT);

    assertThat(touched()).isEqualTo("1:100");
  }

  @Test
  void rowsThatAreAddedAheadOfItAreTreatedToo() {
    orders(100);
    database.execute(
        """
        create function more() returns trigger language plpgsql as $$ begin
          if (select max(id) from orders) < 500 then insert into orders (number) values (0); end if;
          return null;
        end $$;
        create trigger more after update on orders for each row execute function more();
        """);

    run(10, COUNT);

    assertThat(touched()).isEqualTo("1:500");
  }

  @Test
  void aLockThatAnotherHoldsIsWaitedForMoreThanOnce() throws Exception {
    orders(100);
    try (Connection other = database.connect();
        var statement = other.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      statement.execute("select from orders where id = 50 for update");
      var running = threads.submit(() -> run(30, COUNT));
      await(this::someoneWaits);
      await(() -> !someoneWaits());
      other.rollback();

      running.get();
    }
    assertThat(touched()).isEqualTo("1:100");
  }

  @Test
  void aJobThatAnotherSessionRunsIsRefused() throws Exception {
    try (Connection first = database.connect();
        Connection second = database.connect()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      new BackfillLedger(first).open();
      new BackfillLedger(first).reserve("count", Duration.ofSeconds(1));

      assertThatThrownBy(() -> new BackfillLedger(second).reserve("count", Duration.ofMillis(50)))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("running in another session");
    }
  }

  @Test
  void theListSaysWhichAreFinishedRunningOrStopped() throws Exception {
    orders(100);
    run(30, COUNT);
    failAt(61);
    assertThatThrownBy(() -> backfill("other", 30, COUNT).run(false))
        .isInstanceOf(CommandException.class);
    assertThatThrownBy(() -> backfill("third", 30, COUNT).run(false))
        .isInstanceOf(CommandException.class);

    try (Connection connection = database.connect();
        Connection holder = database.connect()) {
      holder.setAutoCommit(false);
      new BackfillLedger(holder).reserve("third", Duration.ofSeconds(1));

      List<BackfillLedger.Line> lines = new BackfillLedger(connection).all();

      assertThat(lines)
          .extracting(line -> line.name() + " " + line.state() + " " + line.done())
          .containsExactly("count finished 100", "other stopped 60", "third running 60");
    }
  }

  @Test
  void severalMayMakeTheLedgerAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> makers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        makers.add(() -> {
          try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            new BackfillLedger(connection).open();
            return true;
          }
        });
      }

      for (var made : threads.invokeAll(makers)) {
        assertThat(made.get()).isTrue();
      }
    }
  }

  private void orders(int rows) {
    database.execute(
        """
        create table orders (
          id bigint generated always as identity primary key, number int not null,
          touched int not null default 0);
        insert into orders (number) select i / 3 from generate_series(1, %d) i;
        """
            .formatted(rows));
  }

  private void failAt(int id) {
    database.execute(
        """
        create function fail() returns trigger language plpgsql as $$ begin
          if new.id = %d then raise exception 'not this one'; end if; return new;
        end $$;
        create trigger fail before update on orders for each row execute function fail();
        """
            .formatted(id));
  }

  private String touched() {
    return database.query(
        "select string_agg(touched || ':' || n, ' ' order by touched) from (select touched,"
            + " count(*) as n from orders group by 1) t");
  }

  private long done() {
    return database.query("select to_regclass('twinlane.backfills') is null").equals("t")
        ? 0
        : Long.parseLong(
            database.query(
                "select coalesce(sum(done), 0), pg_sleep(0.02) from twinlane.backfills"));
  }

  private boolean someoneWaits() {
    return database
        .query(
            "select exists (select from pg_stat_activity where datname = current_database() and"
                + " wait_event_type = 'Lock'), pg_sleep(0.02)")
        .equals("t");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void run(int batch, String sql) {
    backfill(batch, sql).run(false);
  }

  private Backfill backfill(int batch, String sql) {
    return backfill("count", batch, sql);
  }

  private Backfill backfill(String name, int batch, String sql) {
    return new Backfill(
        new Database(DatabaseUrl.parse(database.url())),
        BackfillJob.of(new SqlFile(name + ".sql", sql)),
        new Pace(batch, Duration.ZERO, 0),
        new CommandOptions().console());
  }

  private Process start(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BackfillProcess.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
    builder.environment().keySet().removeIf(key -> key.contains("DATABASE_URL"));
    builder.environment().put("DATABASE_URL", database.url());
    builder.environment().put("ENVIRONMENT", "test");
    return builder.start();
  }

  private String said() throws Exception {
    return Files.readString(folder.resolve("said"));
  }
}
