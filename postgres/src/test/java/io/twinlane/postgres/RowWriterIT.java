package io.twinlane.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as the driver decodes them, and as they come in PostgreSQL's own text. */
@ParameterizedClass
@EnumSource(RowWriterIT.Read.class)
class RowWriterIT {

  private static Postgres postgres;
  private static Pool pool;

  private final Read read;

  enum Read {
    DECODED,
    TEXT
  }

  RowWriterIT(Read read) {
    this.read = read;
  }

  @BeforeParameterizedClassInvocation
  static void start() {
    postgres = new Postgres();
    pool = postgres.pool(true, 2);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    postgres.close();
  }

  /** Values that the driver decodes: what is written must be what PostgreSQL itself would write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "false",
        "null::int4",
        "0::int2",
        "'-32768'::int2",
        "2147483647",
        "(-2147483648)::int4",
        "9223372036854775807",
        "(-9223372036854775808)::int8",
        "''::text",
        "'plain'::text",
        "E'quote \" back \\\\ slash / tab \\t nl \\n cr \\r bs \\b ff \\f bell \\x07'::text",
        "'ümläut € 😀'::varchar",
        "'padded'::char(10)",
        "'name'::name",
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
        "date '2026-02-28'",
        "date '0001-01-01'",
        "date '12345-06-07'",
        "date '0044-03-15 BC'",
        "date '4713-01-01 BC'",
        "date '5874897-12-31'",
        "date 'infinity'",
        "date '-infinity'",
        "timestamp '2026-02-28 13:14:15'",
        "timestamp '2026-02-28 13:14:15.1'",
        "timestamp '2026-02-28 13:14:15.000001'",
        "timestamp '2026-02-28 13:14:15.120'",
        "timestamp '0044-03-15 12:00 BC'",
        "timestamp '294276-12-31 23:59:59.999999'",
        "timestamp 'infinity'",
        "timestamp '-infinity'",
        "timestamptz '2026-02-28 13:14:15+05:30'",
        "timestamptz '2026-02-28 00:00:00.5-11'",
        "timestamptz '0044-03-15 12:00 BC'",
        "timestamptz 'infinity'",
        "timestamptz '-infinity'"
      })
  void aDecodedValueIsWrittenAsPostgresqlWritesIt(String value) {
    assertThat(written(value, Use.VALUE)).isEqualTo(expected(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::numeric",
        "29.90::numeric(10,2)",
        "-1e-20::numeric",
        "1e30::numeric",
        "123456789012345678901234567890.123456789::numeric",
        "'NaN'::numeric",
        "'Infinity'::numeric",
        "'-Infinity'::numeric",
        "0.1::float8",
        "1e20::float8",
        "1e-7::float8",
        "100000::float8",
        "1.5e300::float8",
        "'NaN'::float8",
        "'Infinity'::float8",
        "'-Infinity'::float8",
        "'-0'::float8",
        "0.1::float4",
        "1e10::float4",
        "3.4028235e38::float4"
      })
  void aNumberIsWrittenAsPostgresqlWritesIt(String value) {
    assertThat(written("(" + value + ")::text", Use.NUMBER)).isEqualTo(expected(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'\\xdeadbeef'::bytea",
        "time '24:00'",
        "time '13:14:15.1'",
        "timetz '13:14:15+02'",
        "interval '1 year 2 mons 3 days 04:05:06.7'",
        "interval '-1 day'"
      })
  void aTextIsWrittenAsPostgresqlWritesIt(String value) {
    assertThat(written("(" + value + ")::text", Use.VALUE)).isEqualTo(expected(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'{\"b\" : 1,  \"a\": [1, 2.50, null]}'::json", "'{\"b\" : 1,  \"a\": [1, 2.50]}'::jsonb",
        "'null'::json", "'\"text\"'::jsonb"
      })
  void jsonIsCopied(String value) {
    assertThat(written("(" + value + ")::text", Use.JSON)).isEqualTo(expected(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array[1,2,null]",
        "array['a','b \"c\"']",
        "array[[1,2],[3,4]]",
        "row(1,'a',null)",
        "int4range(1,5)",
        "tstzrange('2026-01-01','2026-02-01')",
        "'{[1,2),[5,6)}'::int4multirange",
        "'192.168.1.1'::inet",
        "'10.0.0.0/8'::cidr",
        "'08:00:2b:01:02:03'::macaddr",
        "B'1011'::varbit",
        "B'101'::bit(3)",
        "12.34::money",
        "'a & b'::tsquery",
        "to_tsvector('simple', 'a fat cat')",
        "point '(1,2)'",
        "'<a>b</a>'::xml",
        "'x'::\"char\"",
        "'16/B374D848'::pg_lsn",
        "26::oid",
        "array[timestamptz '2026-01-01 00:00Z']",
        "'pg_class'::regclass",
        "array['{\"a\":1}'::jsonb]"
      })
  void whatPostgresqlBuildsIsCopied(String value) {
    assertThat(written("to_json(" + value + ")::text", Use.JSON)).isEqualTo(expected(value));
  }

  @Test
  void rowsAreJoinedAsJsonAggJoinsThem() {
    String rows = "select n, 'r' || n as \"a \"\"key\"\"\" from generate_series(1, 3) n";

    Result result =
        run(
            statement(
                rows, new ResultColumn("n", Use.VALUE), new ResultColumn("a \"key\"", Use.VALUE)));

    assertThat(result.body().toString())
        .isEqualTo(postgres.database.query("select json_agg(r) from (" + rows + ") r"));
    assertThat(result.rows()).isEqualTo(3);
  }

  @Test
  void noRowsAreAnEmptyArray() {
    Result result = run(statement("select 1 where false", new ResultColumn("x", Use.VALUE)));

    assertThat(result.body()).hasToString("[]");
    assertThat(result.rows()).isZero();
  }

  @Test
  void aRowWithoutColumnsIsAnEmptyObject() {
    Result result = run(statement("select from generate_series(1, 2)"));

    assertThat(result.body()).hasToString("[{}, \n {}]");
    assertThat(result.rows()).isEqualTo(2);
  }

  @Test
  void theTotalAndTheKeyStandBesideTheBody() {
    Result result =
        run(
            statement(
                "select 7::int8, true, 'v', null::text",
                ResultColumn.total(),
                ResultColumn.present(),
                new ResultColumn("id", Use.KEY),
                new ResultColumn("part", Use.KEY)));

    assertThat(result.total()).isEqualTo(7);
    assertThat(result.key()).isEqualTo(Arrays.asList("v", null));
    assertThat(result.body()).hasToString("[{}]");
  }

  @Test
  void aRowThatOnlyCarriesTheTotalIsNotWritten() {
    Result result =
        run(
            statement(
                "select 7::int8, null::bool, null::text",
                ResultColumn.total(),
                ResultColumn.present(),
                new ResultColumn("x", Use.VALUE)));

    assertThat(result.body()).hasToString("[]");
    assertThat(result.rows()).isZero();
    assertThat(result.total()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "'TimeZone',UTC",
    "'DateStyle','ISO, MDY'",
    "'IntervalStyle',postgres",
    "'bytea_output',hex"
  })
  void theSessionsSettingsThatShapeTextAreFixed(String setting, String value) {
    Result result =
        run(
            statement(
                "select current_setting('" + setting + "')", new ResultColumn("x", Use.VALUE)));

    assertThat(result.body()).hasToString("[{\"x\":\"" + value + "\"}]");
  }

  @Test
  void anAnswerOverTheLimitIsRefusedAndTheConnectionServesOn() {
    Statement large =
        statement(
            "select repeat('x', 1000) from generate_series(1, 100)",
            new ResultColumn("x", Use.VALUE));

    Statement larger = statement("select repeat('x', 10000000)", new ResultColumn("x", Use.VALUE));

    assertThat(reply(large, 10_000)).isEqualTo(new Failure.TooLarge(10_000));
    assertThat(reply(larger, 10_000)).isEqualTo(new Failure.TooLarge(10_000));
    assertThat(written("1", Use.VALUE)).isEqualTo("1");
  }

  private String written(String expression, Use use) {
    Result result = run(statement("select " + expression, new ResultColumn("x", use)));
    String body = result.body().toString();
    return body.substring("[{\"x\":".length(), body.length() - "}]".length());
  }

  /** What PostgreSQL itself makes of the value, in a session with our settings. */
  private static String expected(String value) {
    String json = postgres.database.query("select to_json(" + value + ")");
    return json == null ? "null" : json;
  }

  private static Statement statement(String sql, ResultColumn... columns) {
    return new Statement(sql, List.of(), List.of(columns));
  }

  private Result run(Statement statement) {
    return ((Done) reply(statement, 1 << 20)).last();
  }

  private Reply reply(Statement statement, int bytesMax) {
    Work work = work(statement);
    Admission admission =
        new Admission(
            postgres.vertx,
            2,
            postgres.connections(true, Map.of()).pool(),
            LaneBook.unread().pool("test"));
    return postgres.onLoop(() ->
        new ExclusiveConnections(
                postgres.vertx, pool, new Canceller.BySql(() -> pool), admission, bytesMax)
            .use(work, held -> replied(held, work, bytesMax)));
  }

  private Future<Reply> replied(HeldConnection held, Work work, int bytesMax) {
    ReadExchange exchange = new ReadExchange(Map.of("test.told", "1"), bytesMax);
    return read == Read.TEXT && exchange.takes(work)
        ? exchange
            .run(held.point(), Sockets.wire(held.connection()), work, StatementSpans.anywhere())
            .map(Objects::requireNonNull)
        : new Statements(bytesMax, Map.of(), StatementSpans.anywhere())
            .inTransaction(held, work, Steps.NONE);
  }

  private static Work work(Statement statement) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(statement),
        Transaction.read(),
        Deadline.after(Duration.ofSeconds(10)));
  }
}
