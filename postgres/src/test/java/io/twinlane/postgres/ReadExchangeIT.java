package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads that are told of their request, one after the other on one connection. */
class ReadExchangeIT {

  private static final Map<String, String> TOLD = Map.of("request.jwt.claims", "{\"sub\":\"me\"}");
  private static final String WHO =
      "select current_user::text as who, current_setting('request.jwt.claims', true) as told";

  private static Postgres postgres;
  private static ExclusiveConnections connections;
  private static String role = "";

  @BeforeAll
  static void start() {
    postgres = new Postgres();
    role = "told_" + postgres.database.name();
    postgres.database.execute(
        """
        create role %1$s;
        create table notes (id int primary key, text text, price numeric);
        insert into notes values (1, 'one', 1.50), (2, null, null);
        create function writes() returns int language plpgsql stable as
          $$begin perform set_config('transaction_read_only', 'off', true); return 1; end$$;
        create function notes_written() returns int language sql volatile as
          $$insert into notes values (3) returning id$$;
        """
            .formatted(role));
    connections = postgres.oneConnection(true, 10_000);
  }

  @AfterAll
  static void stop() {
    postgres.database.execute("drop role " + role);
    postgres.close();
  }

  @Test
  void theRoleAndTheSettingsHoldForTheStatementAndNoLonger() {
    assertThat(body(read(role, TOLD, WHO, "who", "told")))
        .isEqualTo("[{\"who\":\"%s\",\"told\":\"{\\\"sub\\\":\\\"me\\\"}\"}]".formatted(role));
    assertThat(body(read(null, Map.of("request.other", "1"), WHO, "who", "told")))
        .isEqualTo("[{\"who\":\"postgres\",\"told\":\"\"}]");
  }

  @Test
  void parametersAreValuesWhateverIsInThem() {
    String value = "quote ' \" \\ $1 \0".replace("\0", "ü😀");

    assertThat(
            body(
                read(
                    role,
                    TOLD,
                    "select $1::text as a, $2::text as b",
                    Arrays.asList(value, null),
                    "a",
                    "b")))
        .isEqualTo("[{\"a\":\"quote ' \\\" \\\\ $1 ü😀\",\"b\":null}]");
  }

  @Test
  void withoutItsRoleNothingIsRun() {
    Reply reply = read("nobody_at_all", TOLD, WHO, "who", "told");

    assertThat(reply)
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("22023"));
    assertThat(body(read(role, TOLD, "select 1 as n", "n"))).isEqualTo("[{\"n\":1}]");
  }

  @Test
  void whatTheRoleMayNotSeeIsRefusedAndTheConnectionServesOn() {
    Reply reply = read(role, TOLD, "select id as n from notes", "n");

    assertThat(reply)
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> {
              assertThat(refused.sqlState()).isEqualTo("42501");
              assertThat(refused.statement()).isZero();
            });
    assertThat(body(read(role, TOLD, "select 1 as n", "n"))).isEqualTo("[{\"n\":1}]");
  }

  @Test
  void nothingIsWritten() {
    assertThat(state(read(null, TOLD, "select writes() as n", "n"))).isEqualTo("25001");
    assertThat(state(read(null, TOLD, "select notes_written() as n", "n"))).isEqualTo("25006");
    assertThat(postgres.database.query("select count(*) from notes")).isEqualTo("2");
  }

  /** Told beside others whose columns have other types: each is written as it comes. */
  @Test
  void aColumnThatIsAnotherTypeByNowIsNotTakenForTheOldOne() {
    assertThat(body(read(null, TOLD, "select id as n from notes order by id", "n")))
        .isEqualTo("[{\"n\":1}, \n {\"n\":2}]");
    postgres.database.execute("alter table notes alter column id type bigint");

    Reply first = read(null, TOLD, "select id as n from notes order by id", "n");

    // PostgreSQL refuses the plan that it has kept, and the connection goes
    assertThat(first instanceof Done ? "0A000" : state(first)).isEqualTo("0A000");
    assertThat(body(read(null, TOLD, "select id as n from notes order by id", "n")))
        .isEqualTo("[{\"n\":1}, \n {\"n\":2}]");
  }

  @Test
  void whatCannotBeWrittenFromTextFaresAsItDoesWithTheDriver() {
    Reply told = read(null, TOLD, "select price as n from notes where id = 1", "n");
    Reply untold = read(null, Map.of(), "select price as n from notes where id = 1", "n");

    assertThat(told).isEqualTo(untold);
    assertThat(told).isInstanceOf(Failure.class);
  }

  @Test
  void whatTakesTooLongIsStopped() {
    Work work = work(null, TOLD, "select pg_sleep(20)::text as n", List.of(), List.of("n"));

    Reply reply = reply(work.until(Deadline.after(Duration.ofMillis(300))));

    assertThat(reply).isInstanceOf(Failure.class);
    assertThat(body(read(role, TOLD, "select 1 as n", "n"))).isEqualTo("[{\"n\":1}]");
  }

  private static String body(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return ((Done) reply).last().body().toString();
  }

  private static String state(Reply reply) {
    assertThat(reply).isInstanceOf(Failure.Refused.class);
    return ((Failure.Refused) reply).sqlState();
  }

  private static Reply read(
      @Nullable String as, Map<String, String> settings, String sql, String... columns) {
    return read(as, settings, sql, List.of(), columns);
  }

  private static Reply read(
      @Nullable String as,
      Map<String, String> settings,
      String sql,
      List<@Nullable String> parameters,
      String... columns) {
    return reply(work(as, settings, sql, parameters, List.of(columns)));
  }

  private static Reply reply(Work work) {
    Statements statements = new Statements(10_000, Map.of(), StatementSpans.anywhere());
    return postgres.onLoop(
        () -> connections.use(work, held -> statements.readInTransaction(held, work)));
  }

  private static Work work(
      @Nullable String as,
      Map<String, String> settings,
      String sql,
      List<@Nullable String> parameters,
      List<String> columns) {
    return new Work(
        "test",
        as == null ? Identity.ofLane() : new Identity(as),
        settings,
        List.of(
            new Statement(
                sql,
                parameters,
                columns.stream().map(name -> new ResultColumn(name, Use.VALUE)).toList())),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(10)));
  }
}
