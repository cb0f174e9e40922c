package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.ErrorReport;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TextForm;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire comes back as PostgreSQL's own text, with what describes it. */
class WireIT {

  private static final int BYTES_MAX = 64 << 20;
  private static final TextForm RAW = new TextForm(true, true);
  private static final TextForm TYPED = new TextForm(false, true);

  private static Postgres postgres;
  private static ExclusiveConnections connections;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
    postgres.database.execute(
        """
        create type mood as enum ('sad', 'so "so"', 'ok, fine');
        create type pair as (a int, b text);
        create domain positive as int check (value > 0);
        create table things (id int4 primary key, name varchar(20), price numeric(10,2));
        insert into things values (1, 'one', 1.50), (2, 'two', 2.00);
        create table counted (n int unique deferrable initially deferred);
        """);
    Connections own = postgres.connections(false, Map.of("POOL_MAX", "2"));
    Pool pool =
        own.ofClient(
            postgres.vertx, own.source().url().database(), own.source().url().user(), () -> "", 2);
    connections =
        new ExclusiveConnections(
            postgres.vertx,
            pool,
            new Canceller.ByRequest(),
            new Admission(postgres.vertx, 2, own.pool(), LaneBook.unread().pool("test")),
            BYTES_MAX);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  static List<String> values() {
    return List.of(
        "true",
        "false",
        "null::bool",
        "1::int2",
        "(-32768)::int2",
        "2147483647",
        "(-9223372036854775808)::int8",
        "9007199254740993::int8",
        "0.1::float4",
        "1e20::float4",
        "1e-7::float8",
        "'NaN'::float8",
        "'-Infinity'::float8",
        "0.1::float8 + 0.2::float8",
        "1.10::numeric",
        "'NaN'::numeric",
        "12345678901234567890.123456789",
        "1234.5::money",
        "'a'::\"char\"",
        "'abc'::char(6)",
        "'text with \"quotes\" and \\ and é 😀'",
        "E'line\\nbreak\\ttab\\r\\b\\f\\x01'",
        "''",
        "'name'::name",
        "'\\x00ff7f'::bytea",
        "''::bytea",
        "date '2024-02-29'",
        "date '0044-03-15 BC'",
        "'infinity'::date",
        "timestamp '2024-02-29 12:34:56.789012'",
        "'-infinity'::timestamp",
        "timestamptz '2024-02-29 12:34:56.7+05:30'",
        "time '23:59:59.999999'",
        "timetz '12:00:00+02'",
        "interval '1 year 2 mons 3 days 04:05:06.789'",
        "interval '-1 day'",
        "'{\"b\": 1, \"a\":  [1.0, 1e400]}'::json",
        "'{\"b\": 1, \"a\": 12345678901234567890.10}'::jsonb",
        "'null'::jsonb",
        "uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
        "'192.168.0.1/24'::inet",
        "'10.0.0.0/8'::cidr",
        "'08:00:2b:01:02:03'::macaddr",
        "'08:00:2b:01:02:03:04:05'::macaddr8",
        "B'1010'",
        "B'101'::varbit(5)",
        "point '(1.5,2)'",
        "box '((0,0),(1,1))'",
        "polygon '((0,0),(1,1),(2,0))'",
        "circle '<(0,0),5>'",
        "lseg '[(0,0),(1,1)]'",
        "path '((0,0),(1,1))'",
        "line '{1,2,3}'",
        "'[1,10)'::int4range",
        "'{[1,2),[5,6)}'::int4multirange",
        "'a fat cat'::tsvector",
        "'fat & cat'::tsquery",
        "'16/B374D848'::pg_lsn",
        "4294967295::oid",
        "'things'::regclass",
        "'int4'::regtype",
        "'100'::xid",
        "'100'::xid8",
        "'(0,1)'::tid",
        "'10:20:10,14'::pg_snapshot",
        "'$.a[*]'::jsonpath",
        "'<a>1</a>'::xml",
        "'so \"so\"'::mood",
        "row(1, 'x,y')::pair",
        "row(1, null, 'q\"')",
        "5::positive",
        "array[1,2,null]",
        "'{}'::int[]",
        "'[2:3]={7,8}'::int[]",
        "array[[1,2],[3,4]]",
        "array['a,b', 'NULL', null, 'q\"\\', '']",
        "array['ok, fine', 'sad']::mood[]",
        "array['{\"k\": [1]}']::jsonb[]",
        "array[box '((0,0),(1,1))', box '((2,2),(3,3))']",
        "array[true, null, false]",
        "array[row(1,'a')::pair]",
        "array['\\x01'::bytea]",
        "'1 2 3'::int2vector",
        "pg_sleep(0)");
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsPostgresqlsOwnText(String expression) {
    // the output function of a type is what psql -At shows
    String expected =
        postgres.database.query(
            "select case when (v) is null and pg_typeof(v) = 'boolean'::regtype then null else format('%s', v) end from (select "
                + expression
                + " as v) x");

    JsonObject twice = one(RAW, "select 0");
    for (int i = 0; i < 2; i++) {
      twice = one(RAW, "select " + expression + " as v");
      assertThat(twice.getJsonArray("rows").getJsonArray(0).getString(0)).isEqualTo(expected);
    }
    assertThat(twice.getJsonArray("fields").getJsonObject(0).getLong("dataTypeID"))
        .isEqualTo(
            Long.valueOf(
                postgres.database.query(
                    "select coalesce(nullif(t.typbasetype, 0), t.oid)::int8 from pg_type t, (select pg_typeof(v) o from (select "
                        + expression
                        + " as v) y) x where t.oid = x.o")));
  }

  @Test
  void columnsAreDescribedAsPostgresqlDescribesThem() {
    JsonObject answer = one(RAW, "select id, name, price, 1 as one from things order by 1");

    String oid = postgres.database.query("select 'things'::regclass::oid::text");
    assertThat(answer.getJsonArray("fields"))
        .isEqualTo(
            new JsonArray(
                """
                [{"name":"id","dataTypeID":23,"tableID":%1$s,"columnID":1,"dataTypeSize":4,"dataTypeModifier":-1,"format":"text"},
                 {"name":"name","dataTypeID":1043,"tableID":%1$s,"columnID":2,"dataTypeSize":-1,"dataTypeModifier":24,"format":"text"},
                 {"name":"price","dataTypeID":1700,"tableID":%1$s,"columnID":3,"dataTypeSize":-1,"dataTypeModifier":655366,"format":"text"},
                 {"name":"one","dataTypeID":23,"tableID":0,"columnID":0,"dataTypeSize":4,"dataTypeModifier":-1,"format":"text"}]
                """
                    .formatted(oid)));
    assertThat(answer.getJsonArray("rows").encode())
        .isEqualTo("[[\"1\",\"one\",\"1.50\",\"1\"],[\"2\",\"two\",\"2.00\",\"1\"]]");
    assertThat(answer.getString("command")).isEqualTo("SELECT");
    assertThat(answer.getLong("rowCount")).isEqualTo(2);
    assertThat(answer.getBoolean("rowAsArray")).isTrue();
  }

  @Test
  void typedValuesAreJsonsOwn() {
    JsonObject answer =
        one(
            TYPED,
            """
            select true, 1::int2, 2, 3::int8, 1.5::float4, 'NaN'::float8, 1.10, '{"a":  1.0}'::json, '[1]'::jsonb, 'x',
              array[1,null,3], array[true,false], '[2:3]={7,8}'::int[], array[['a','"b"'],['NULL',null]],
              array['ok, fine','sad']::mood[], array['{"k": [1]}']::jsonb[], 5::positive, '1 2'::int2vector,
              array[box '((0,0),(1,1))', box '((2,2),(3,3))'], array['-Infinity', 1.5]::float8[], row(1,'a')::pair, '{}'::text[]
            """);

    assertThat(answer.getJsonArray("rows").encode())
        .isEqualTo(
            new JsonArray(
                    """
                    [[true,1,2,"3",1.5,"NaN","1.10",{"a":1.0},[1],"x",
                      [1,null,3],[true,false],[7,8],[["a","\\"b\\""],["NULL",null]],
                      ["ok, fine","sad"],[{"k":[1]}],5,"1 2",
                      ["(1,1),(0,0)","(3,3),(2,2)"],["-Infinity",1.5],"(1,a)",[]]]
                    """)
                .encode());
  }

  @Test
  void rowsAreObjectsIfWanted() {
    JsonObject answer = one(new TextForm(true, false), "select 1 as a, null as \"b\"\"c\"");

    assertThat(answer.getJsonArray("rows").encode()).isEqualTo("[{\"a\":\"1\",\"b\\\"c\":null}]");
    assertThat(answer.getBoolean("rowAsArray")).isFalse();
  }

  @Test
  void parametersAreTextOfNoType() {
    assertThat(
            row(
                "select $1 as x, $2 * 1, $3::jsonb, $4::text, $5::bytea",
                "42",
                "42",
                "{\"a\":1}",
                null,
                "\\x01"))
        .isEqualTo("[[\"42\",\"42\",\"{\\\"a\\\": 1}\",null,\"\\\\x01\"]]");
  }

  @Test
  void aStatementSaysWhatItDid() {
    assertThat(tag("insert into counted select generate_series(1, 3)")).isEqualTo("INSERT 3");
    assertThat(tag("delete from counted")).isEqualTo("DELETE 3");
    assertThat(tag("create table if not exists made (a int)")).isEqualTo("CREATE null");
    assertThat(tag("create table made2 as select 1 as a")).isEqualTo("SELECT 1");
    assertThat(tag("  ")).isEqualTo(" null");
    assertThat(tag("-- nothing")).isEqualTo(" null");
    assertThat(tag("vacuum things")).isEqualTo("VACUUM null");
    assertThat(tag("select 1;")).isEqualTo("SELECT 1");
  }

  @Test
  void anErrorIsPostgresqlsOwn() {
    Failure.Refused refused = (Failure.Refused) run(single("insert into things values (1)"));

    assertThat(refused.sqlState()).isEqualTo("23505");
    assertThat(refused.detail()).isEqualTo("Key (id)=(1) already exists.");
    ErrorReport report = report(refused);
    assertThat(
            List.of(
                report.severity(),
                report.table(),
                report.schema(),
                report.constraint(),
                report.file(),
                report.routine()))
        .containsExactly(
            "ERROR", "things", "public", "things_pkey", "nbtinsert.c", "_bt_check_unique");
    assertThat(report(run(single("select 1 from nowhere"))).position()).isEqualTo("15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42601|select 1; select 2|cannot insert multiple commands into a prepared statement",
        "08P01|select $1::int|bind message supplies 0 parameters, but prepared statement \"\" requires 1",
        "0A000|copy things to stdout|COPY to and from a client is not possible over HTTP",
        "0A000|copy things from stdin|COPY to and from a client is not possible over HTTP",
        "22012|select 1 / (id - 2) from things order by id|division by zero",
        "42601|selec|syntax error at or near \"selec\""
      })
  void whatCannotBeRunLeavesTheConnectionAsItWas(String example) {
    String[] parts = example.split("\\|", -1);
    for (int i = 0; i < 3; i++) {
      Failure.Refused refused = (Failure.Refused) run(single(parts[1]));
      assertThat(refused.sqlState()).isEqualTo(parts[0]);
      assertThat(refused.message()).isEqualTo(parts[2]);
      assertThat(row("select 1")).isEqualTo("[[\"1\"]]");
    }
  }

  @Test
  void manyRowsAndLongValuesComeWhole() {
    JsonObject answer =
        one(RAW, "select n, repeat(chr(64 + n % 50), n % 4000) from generate_series(1, 20000) n");
    JsonArray rows = answer.getJsonArray("rows");
    assertThat(rows).hasSize(20_000);
    for (int i = 0; i < rows.size(); i += 997) {
      int n = i + 1;
      assertThat(rows.getJsonArray(i).getString(0)).isEqualTo(Integer.toString(n));
      assertThat(rows.getJsonArray(i).getString(1))
          .isEqualTo(Character.toString(64 + n % 50).repeat(n % 4000));
    }
    assertThat(
            one(RAW, "select repeat('é', 8000000)")
                .getJsonArray("rows")
                .getJsonArray(0)
                .getString(0))
        .hasSize(8_000_000);
    assertThat(row("select length($1)", "x".repeat(10_000_000))).isEqualTo("[[\"10000000\"]]");
    assertThat(one(RAW, "select " + "1,".repeat(1599) + "1").getJsonArray("fields")).hasSize(1600);
  }

  @Test
  void whatIsTooLargeEndsAtOnceAndFreesTheConnection() {
    TextStatements few = new TextStatements(1 << 20, false, StatementSpans.anywhere());
    for (int i = 0; i < 4; i++) {
      Work work = single("select n, repeat('x', 100) from generate_series(1, 25000000) n");
      assertThat(run(work, held -> few.alone(held, work))).isInstanceOf(Failure.TooLarge.class);
    }
    Work value = single("select repeat('x', 100000000)");
    assertThat(run(value, held -> few.alone(held, value))).isInstanceOf(Failure.TooLarge.class);
    Work batch = batch("insert into things values (9)", "select repeat('x', 2000000)");
    assertThat(run(batch, held -> few.inTransaction(held, batch, Steps.NONE, Traces.ANYTHING)))
        .isInstanceOf(Failure.TooLarge.class);
    assertThat(row("select count(*) from things where id = 9")).isEqualTo("[[\"0\"]]");
  }

  @Test
  void aStatementThatIsKeptPreparedSurvivesDdl() {
    row("create table moving (a int)");
    row("insert into moving values (1)");
    Work select = single("select * from moving where a = $1", "1");
    for (int i = 0; i < 3; i++) {
      assertThat(rows(run(select, held -> statements().known(held, select, Traces.NOTHING))))
          .isEqualTo("[[\"1\"]]");
    }
    postgres.database.execute("alter table moving add b text default 'b'");
    for (int i = 0; i < 3; i++) {
      assertThat(rows(run(select, held -> statements().known(held, select, Traces.NOTHING))))
          .isEqualTo("[[\"1\",\"b\"]]");
    }
    // another session's reset has thrown away what was prepared
    row("set work_mem = '8MB'");
    assertThat(rows(run(select, held -> statements().known(held, select, Traces.NOTHING))))
        .isEqualTo("[[\"1\",\"b\"]]");
  }

  @Test
  void nothingLeaksFromOneToTheNext() {
    for (String leaking :
        List.of(
            "set search_path = nowhere",
            "begin",
            "create temp table leaked (a int)",
            "select pg_advisory_lock(42)",
            "listen leak",
            "prepare leak as select 1",
            "select set_config('app.user', 'somebody', false)",
            "declare leak cursor with hold for select 1")) {
      run(single(leaking));
      // both connections
      for (int i = 0; i < 4; i++) {
        assertThat(
                row(
                    """
                    select current_setting('search_path'), (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
                      coalesce(current_setting('app.user', true), ''), (select count(*) from pg_prepared_statements),
                      (select count(*) from pg_listening_channels()), (select count(*) from pg_cursors where name = 'leak')
                    """))
            .isEqualTo("[[\"\\\"$user\\\", public\",\"0\",\"\",\"0\",\"0\",\"0\"]]");
        assertThat(run(single("select * from leaked"))).isInstanceOf(Failure.Refused.class);
        // not possible in a transaction
        assertThat(run(single("vacuum things"))).isInstanceOf(Done.class);
      }
    }
  }

  @Test
  void aBatchIsOneTransaction() {
    assertThat(run(batch("insert into things values (5)", "select 1 / 0")))
        .isInstanceOf(Failure.Refused.class);
    assertThat(row("select count(*) from things where id = 5")).isEqualTo("[[\"0\"]]");
    // a deferred constraint speaks at COMMIT
    Failure.Refused late =
        (Failure.Refused)
            run(batch("insert into counted values (7)", "insert into counted values (7)"));
    assertThat(late.sqlState()).isEqualTo("23505");
    Done done =
        (Done)
            run(
                batch(
                    "insert into things values (6)",
                    "select count(*) from things where id = 6",
                    "delete from things where id = 6"));
    assertThat(done.results()).hasSize(3);
    assertThat(rowsOf(done.results().get(1).body().toString())).isEqualTo("[[\"1\"]]");
  }

  @Test
  void aSessionHasTheSettingsOfItsClientAndNoOthers() {
    Work zoned =
        with(
            single("select current_setting('TimeZone'), current_setting('application_name')"),
            Map.of("TimeZone", "Asia/Tokyo", "application_name", "mine"));
    assertThat(rows(run(zoned))).isEqualTo("[[\"Asia/Tokyo\",\"mine\"]]");
    for (int i = 0; i < 3; i++) {
      assertThat(row("select current_setting('TimeZone'), current_setting('application_name')"))
          .isEqualTo("[[\"UTC\",\"test\"]]");
    }
    assertThat(run(with(single("select 1"), Map.of("no_such_setting", "1"))))
        .isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aBackendThatIsKilledIsToldAndReplaced() {
    assertThat(run(single("select pg_terminate_backend(pg_backend_pid())")))
        .isInstanceOf(Failure.Unknown.class);
    assertThat(row("select 1")).isEqualTo("[[\"1\"]]");
  }

  private static TextStatements statements() {
    return new TextStatements(BYTES_MAX, false, StatementSpans.anywhere());
  }

  private static ErrorReport report(Reply reply) {
    return Objects.requireNonNull(((Failure.Refused) reply).report());
  }

  private static JsonObject one(TextForm form, String sql, @Nullable String... parameters) {
    return object(run(work(List.of(statement(form, sql, parameters)))));
  }

  private static String row(String sql, @Nullable String... parameters) {
    return one(RAW, sql, parameters).getJsonArray("rows").encode();
  }

  private static String tag(String sql) {
    JsonObject answer = one(RAW, sql);
    return answer.getString("command") + " " + answer.getLong("rowCount");
  }

  private static String rows(Reply reply) {
    return object(reply).getJsonArray("rows").encode();
  }

  private static String rowsOf(String body) {
    return new JsonObject(body).getJsonArray("rows").encode();
  }

  private static JsonObject object(Reply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return new JsonObject(((Done) reply).last().body());
  }

  private static Statement statement(TextForm form, String sql, @Nullable String... parameters) {
    List<@Nullable String> all = new ArrayList<>(java.util.Arrays.asList(parameters));
    return new Statement(sql, all, form);
  }

  private static Work single(String sql, @Nullable String... parameters) {
    return work(List.of(statement(RAW, sql, parameters)));
  }

  private static Work batch(String... sql) {
    return work(java.util.stream.Stream.of(sql).map(one -> statement(RAW, one)).toList());
  }

  private static Work work(List<Statement> statements) {
    return work(statements, Map.of());
  }

  private static Work with(Work work, Map<String, String> settings) {
    return work(work.statements(), settings);
  }

  private static Work work(List<Statement> statements, Map<String, String> settings) {
    return new Work(
        "test",
        0,
        Identity.ofLane(),
        Map.of(),
        statements,
        new Transaction(
            Transaction.Access.READ_WRITE,
            Transaction.Isolation.DEFAULT,
            Transaction.Ending.COMMIT),
        Deadline.after(Duration.ofSeconds(30)),
        io.twinlane.schema.message.CacheTerms.none(),
        null,
        new Session("db", "user", "", settings));
  }

  private static Reply run(Work work) {
    return work.statements().size() == 1
        ? run(work, held -> statements().alone(held, work))
        : run(work, held -> statements().inTransaction(held, work, Steps.NONE, Traces.ANYTHING));
  }

  private static Reply run(Work work, Function<HeldConnection, Future<Reply>> how) {
    io.vertx.core.Promise<Reply> answer = io.vertx.core.Promise.promise();
    postgres.vertx.runOnContext(_ -> connections.use(work, how).onComplete(answer));
    return Postgres.await(answer.future());
  }
}
