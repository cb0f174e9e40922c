package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes of one statement, one after the other on one connection. */
class WriteExchangeIT {

  private static final int BYTES_MAX = 100_000;
  private static final Map<String, String> TOLD = Map.of("request.jwt.claims", "{\"sub\":\"me\"}");
  private static final String ADDS =
      "insert into notes (id, text) values ($1::text::int, $2::text)";
  private static final String SHOWS = ADDS + " returning id, text, by, told";

  private static Postgres postgres;
  private static ExclusiveConnections connections;
  private static String role = "";

  @BeforeAll
  static void start() {
    postgres = new Postgres();
    role = "writer_" + postgres.database.name();
    postgres.database.execute(
        """
        create role %1$s;
        create table authors (id int primary key);
        insert into authors values (1);
        create table notes (
          id int primary key,
          text text,
          author int default 1 references authors deferrable initially deferred,
          by text default current_user,
          told text default nullif(current_setting('request.jwt.claims', true), ''),
          at timestamptz default '2026-01-02 03:04:05.678+00',
          open boolean default true,
          price numeric default 1.50);
        create table ends (query text);
        create table vanishing (id int primary key);
        create function vanishes() returns trigger language plpgsql as $$begin return null; end$$;
        create trigger vanishes before insert on vanishing
          for each row execute function vanishes();
        create function stubborn() returns int language plpgsql as $$
          begin
            perform pg_sleep(20);
            return 1;
          exception when query_canceled then return 1;
          end$$;
        create table wide (id int primary key, filler text default repeat('x', 200000));
        grant insert, select on notes to %1$s;
        grant insert on ends to %1$s;
        create function ended() returns trigger language plpgsql security definer as
          $$begin insert into ends values (coalesce(current_query(), '')); return null; end$$;
        create constraint trigger ended after insert or update on notes
          deferrable initially deferred for each row execute function ended();
        """
            .formatted(role));
    connections = postgres.oneConnection(false, BYTES_MAX);
  }

  @AfterAll
  static void stop() {
    postgres.database.execute("drop owned by %1$s; drop role %1$s".formatted(role));
    postgres.close();
  }

  @BeforeEach
  void empty() {
    postgres.database.execute("truncate notes, ends, wide");
  }

  @Test
  void aRowIsAddedInOneExchange() {
    assertThat(body(write(row("1", "one"))))
        .isEqualTo("[{\"id\":1,\"text\":\"one\",\"by\":\"postgres\",\"told\":null}]");

    assertThat(notes()).isEqualTo("1");
    assertThat(commits()).isEqualTo("0");
  }

  @Test
  void whatMayBeTooLargeIsCommittedOnlyOnceItIsNot() {
    assertThat(body(write(row("1", "one"), false))).contains("one");

    assertThat(commits()).isEqualTo("1");
  }

  @Test
  void theRoleAndTheSettingsHoldForTheRowAndNoLonger() {
    assertThat(body(write(role, TOLD, row("1", "one"))))
        .isEqualTo(
            "[{\"id\":1,\"text\":\"one\",\"by\":\"%s\",\"told\":\"{\\\"sub\\\":\\\"me\\\"}\"}]"
                .formatted(role));
    assertThat(body(write(row("2", null))))
        .isEqualTo("[{\"id\":2,\"text\":null,\"by\":\"postgres\",\"told\":null}]");
    assertThat(commits()).isEqualTo("0");
  }

  @Test
  void aRowIsWrittenByteForByteAsInATransaction() {
    String values = "a \" \\ / \n \t \u0001 ü😀 </script>";
    String returning = " returning text, at, open, price::text, author, null::text as nothing";
    List<ResultColumn> columns =
        List.of(
            column("text", Use.VALUE),
            column("at", Use.VALUE),
            column("open", Use.VALUE),
            column("price", Use.NUMBER),
            column("author", Use.VALUE),
            column("nothing", Use.VALUE));
    Statement one = new Statement(ADDS + returning, List.of("1", values), columns).addingOneRow();

    assertThat(body(write(one)))
        .isEqualTo(body(write(one.binding(List.of("2", values)), false)))
        .contains("2026-01-02T03:04:05.678+00:00")
        .contains("1.50");
  }

  @Test
  void howManyRowsWereChangedIsTold() {
    write(row("1", "one"));
    write(row("2", "two"));
    postgres.database.execute("truncate ends");

    assertThat(rows(write(plain("update notes set text = 'x'")))).isEqualTo(2);
    assertThat(rows(write(role, TOLD, plain(ADDS, "3", "three")))).isEqualTo(1);
    assertThat(rows(write(plain("delete from notes where id = 7")))).isZero();
    assertThat(rows(write(plain("delete from notes")))).isEqualTo(3);

    assertThat(commits()).isEqualTo("0");
  }

  @Test
  void oneRowIsOneRowAsExpected() {
    assertThat(body(write(row("1", "one").expecting(Expectation.single())))).contains("one");
    assertThat(commits()).isEqualTo("0");

    assertThat(write(row("2", "two").expecting(new Expectation(null, 0L))))
        .isInstanceOf(Failure.Unexpected.class);
    assertThat(write(plain("update notes set text = 'x'").expecting(new Expectation(null, 0L))))
        .isInstanceOf(Failure.Unexpected.class);
    assertThat(postgres.database.query("select text from notes")).isEqualTo("one");
  }

  @Test
  void whatIsRefusedLeavesNothingAndTheConnectionServesOn() {
    write(row("1", "one"));

    assertThat(write(role, TOLD, row("1", "again")))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> {
              assertThat(refused.sqlState()).isEqualTo("23505");
              assertThat(refused.statement()).isZero();
            });
    assertThat(body(write(role, TOLD, row("2", "two")))).contains("two");
    assertThat(notes()).isEqualTo("2");
  }

  @Test
  void whatIsRefusedAtItsEndLeavesNothing() {
    assertThat(
            write(
                role, TOLD, plain("insert into notes (id, author) values ($1::text::int, 7)", "1")))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> {
              assertThat(refused.sqlState()).isEqualTo("23503");
              assertThat(refused.statement()).isNegative();
            });
    assertThat(notes()).isEqualTo("0");
  }

  @Test
  void withoutItsRoleNothingIsRun() {
    assertThat(write("nobody_at_all", TOLD, row("1", "one")))
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("22023"));
    assertThat(notes()).isEqualTo("0");
    assertThat(body(write(row("1", "one")))).contains("one");
  }

  @Test
  void whatIsGivenTooLargeIsUndone() {
    assertThat(write(row("1", "x".repeat(BYTES_MAX)))).isInstanceOf(Failure.TooLarge.class);
    assertThat(write(row("1", "\"".repeat(BYTES_MAX / 2 + 1))))
        .isInstanceOf(Failure.TooLarge.class);
    assertThat(notes()).isEqualTo("0");
  }

  /** As it is where DDL came in after the catalog was asked. */
  @Test
  void aRowThatIsNotThereAfterAllIsNotSaidToBeThere() {
    Statement vanishing =
        new Statement(
                "insert into vanishing (id) values ($1::text::int) returning id",
                List.of("1"),
                List.of(column("id", Use.VALUE)))
            .addingOneRow();

    assertThat(body(write(vanishing))).isEqualTo("[]");
    assertThat(write(vanishing.expecting(Expectation.single())))
        .isInstanceOf(Failure.Unknown.class);
  }

  /** After a cancel request PostgreSQL may say so of what no standby has, and a failover undoes. */
  @Test
  void whatWasToBeCancelledIsNotSaidToBeSafe() {
    Work slow =
        work(null, Map.of(), plain("update authors set id = id where stubborn() is not null"));

    assertThat(reply(slow.until(Deadline.after(Duration.ofMillis(300))), true))
        .isInstanceOf(Failure.Unknown.class);
    assertThat(body(write(row("1", "one")))).contains("one");
  }

  @Test
  void whatIsLostWhileItIsPreparedWasNotExecuted() throws Exception {
    try (var locking = postgres.database.connect();
        var statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table wide in access exclusive mode");
      CompletableFuture<Reply> reply =
          CompletableFuture.supplyAsync(() ->
              write(
                  new Statement(
                          "insert into wide (id, filler) values (1, '') returning id, filler",
                          List.of(),
                          List.of(column("id", Use.VALUE), column("filler", Use.VALUE)))
                      .addingOneRow()));
      String ended =
          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
              + " where wait_event_type = 'Lock' and datname = current_database()";
      while (postgres.database.query(ended).equals("0")) {
        TimeUnit.MILLISECONDS.sleep(10);
      }

      assertThat(reply.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.Busy.class);
    }
    assertThat(postgres.database.query("select count(*) from wide")).isEqualTo("0");
  }

  /** Eight characters for each of which PostgreSQL gives back a hundred thousand. */
  @ParameterizedTest
  @ValueSource(strings = {"1E110000", "1.e110000"})
  void aNumberThatIsWrittenOutIsUndoneWhereItIsTooLarge(String number) {
    Statement numbers =
        new Statement(
                "insert into notes (id, price) values (1, $1::text::numeric)"
                    + " returning price::text",
                List.of(number),
                List.of(column("price", Use.NUMBER)))
            .addingOneRow();

    assertThat(write(numbers)).isInstanceOf(Failure.TooLarge.class);
    assertThat(notes()).isEqualTo("0");
  }

  /** Nobody should say so of such a default; whoever does is told that the row may be there. */
  @Test
  void whatTurnsOutTooLargeAfterItsEndIsNotSaidToBeUndone() {
    Statement wide =
        new Statement(
                "insert into wide (id) values ($1::text::int) returning id, filler",
                List.of("1"),
                List.of(column("id", Use.VALUE), column("filler", Use.VALUE)))
            .addingOneRow();

    assertThat(write(wide)).isInstanceOf(Failure.Unknown.class);
    assertThat(body(write(row("1", "one")))).contains("one");
  }

  @Test
  void whatCannotBeWrittenFromTextFaresAsItDoesInATransaction() {
    Statement price =
        new Statement(
                ADDS + " returning price", List.of("1", "one"), List.of(column("price", Use.VALUE)))
            .addingOneRow();

    assertThat(write(price)).isEqualTo(write(price, false)).isInstanceOf(Failure.Refused.class);
    assertThat(notes()).isEqualTo("0");
  }

  @Test
  void aColumnThatIsAnotherTypeByNowIsNotTakenForTheOldOne() {
    write(row("1", "one"));
    postgres.database.execute("alter table notes alter column id type bigint");
    try {
      Reply first = write(row("2", "two"));

      // PostgreSQL refuses the plan that it has kept, and the connection goes
      assertThat(first)
          .isInstanceOfSatisfying(
              Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("0A000"));
      assertThat(notes()).isEqualTo("1");
      assertThat(body(write(row("2", "two")))).contains("\"id\":2");
    } finally {
      postgres.database.execute("alter table notes alter column id type int");
      write(row("3", "whose plan is of before"));
    }
  }

  @Test
  void whatTakesTooLongIsStoppedAndUndone() {
    Work slow =
        work(null, Map.of(), plain("update authors set id = id where pg_sleep(20) is null"));

    Reply reply = reply(slow.until(Deadline.after(Duration.ofMillis(300))), true);

    assertThat(reply).isEqualTo(Failure.Refused.cancelled());
    assertThat(body(write(row("1", "one")))).contains("one");
  }

  private static String notes() {
    return postgres.database.query("select count(*) from notes");
  }

  private static String commits() {
    return postgres.database.query("select count(*) from ends where query = 'COMMIT'");
  }

  private static String body(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return ((Done) reply).last().body().toString();
  }

  private static long rows(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return ((Done) reply).last().rows();
  }

  private static Statement row(@Nullable String... values) {
    List<ResultColumn> columns =
        Stream.of("id", "text", "by", "told").map(name -> column(name, Use.VALUE)).toList();
    return new Statement(SHOWS, Arrays.asList(values), columns).addingOneRow();
  }

  private static Statement plain(String sql, String... values) {
    return new Statement(sql, List.of(values), List.of());
  }

  private static ResultColumn column(String name, Use use) {
    return new ResultColumn(name, use);
  }

  private static Reply write(Statement statement) {
    return write(statement, true);
  }

  private static Reply write(Statement statement, boolean echoes) {
    return reply(work(null, Map.of(), statement), echoes);
  }

  private static Reply write(
      @Nullable String as, Map<String, String> settings, Statement statement) {
    return reply(work(as, settings, statement), true);
  }

  private static Reply reply(Work work, boolean echoes) {
    Statements statements = new Statements(BYTES_MAX, Map.of(), StatementSpans.anywhere());
    return postgres.onLoop(
        () -> connections.use(work, held -> statements.write(held, work, new Steps() {}, echoes)));
  }

  private static Work work(@Nullable String as, Map<String, String> settings, Statement statement) {
    return new Work(
        "test",
        as == null ? Identity.ofLane() : new Identity(as),
        settings,
        List.of(statement),
        Transaction.write(),
        Deadline.after(Duration.ofSeconds(10)));
  }
}
