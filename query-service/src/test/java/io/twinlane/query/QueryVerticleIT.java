package io.twinlane.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.catalog.ColumnType.Json;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Identity;
import io.twinlane.schema.message.Messages;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Transaction;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.testkit.TestDatabase;
import io.twinlane.schema.testkit.Way;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("io.twinlane.schema.testkit.Way#installed")
class QueryVerticleIT {

  private static Vertx vertx = Vertx.vertx();
  private static TestDatabase database;
  private static Way.Open open;

  QueryVerticleIT(Way way) {
    // begun by start, which has to know it earlier
  }

  @BeforeParameterizedClassInvocation
  static void start(Way way) throws Exception {
    vertx = Vertx.vertx();
    database = TestDatabase.create();
    open = way.to(database);
    database.execute(
        """
        create domain positive as int check (value > 0);
        create type mood as enum ('sad', 'happy');
        create type pair as (a int, b text);
        create table books (
          id int primary key, price numeric(10,2), rating positive, feeling mood, pages pair,
          tags text[], at timestamptz, data jsonb, code char(3), mask bit(4));
        create table lines (book int references books, number int, primary key (book, number));
        create sequence counter;
        create view titles as select id from books;
        create view counted as select count(*) as n from books;
        create role reader_%s nologin;
        """
            .formatted(database.name()));
    Messages.register(vertx.eventBus());
    QuerySettings settings =
        QuerySettings.from(
            Environment.of(
                Map.of(
                    "DATABASE_URL",
                    open.url(),
                    "QUERY_POOL_MAX",
                    "4",
                    // how long a burst takes is the machine's affair
                    "POOL_BURST_MS",
                    "60000",
                    "POOL_WAIT_TIMEOUT_MS",
                    "60000")));
    await(vertx.deployVerticle(new QueryVerticle(settings, Monitoring.of(vertx))));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    await(vertx.close());
    open.close();
    database.close();
  }

  @Test
  void aStatementIsAnswered() throws Exception {
    assertThat(value("select 1 + 1")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into books (id) values (1) returning id",
        "with gone as (delete from books returning id) select count(*)::int4 from gone",
        "select nextval('counter')::int4",
        "create temp table t (id int)"
      })
  void postgresqlItselfRefusesAWrite(String sql) throws Exception {
    Reply reply = ask(work(sql, Duration.ofSeconds(5)));

    assertThat(reply).isInstanceOf(Failure.Refused.class);
    assertThat(database.query("select count(*) from books")).isEqualTo("0");
  }

  @Test
  void aWorkThatIsTooLateTakesNoConnection() throws Exception {
    String before = transactions();

    Reply reply = ask(work("select 1", Duration.ofMillis(-1)));

    assertThat(reply).isEqualTo(new Failure.Busy(Reason.EXPIRED));
    assertThat(transactions()).isEqualTo(before);
  }

  @Test
  void manyAtOnceShareFewConnections() throws Exception {
    List<Future<Reply>> replies =
        IntStream.range(0, 200)
            .mapToObj(i -> send(work("select " + i, Duration.ofSeconds(10))))
            .toList();

    await(Future.all(replies));

    assertThat(replies).allMatch(reply -> reply.result() instanceof Done);
    int connections =
        Integer.parseInt(
            database.query(
                "select count(*) from pg_stat_activity where application_name = 'twinlane-query'"
                    + " and datname = current_database()"));
    assertThat(connections).isBetween(1, 4);
  }

  @Test
  void aSlowReadDoesNotHoldUpTheOthers() throws Exception {
    Future<Reply> slow = send(work("select pg_sleep(3)::text", Duration.ofSeconds(10)));
    for (int i = 0; i < 30; i++) {
      assertThat(value("select 1")).isEqualTo("1");
    }

    assertThat(slow.isComplete()).isFalse();
    assertThat(await(slow)).isInstanceOf(Done.class);
  }

  @Test
  void aReadThatTurnsSlowDoesNotHoldUpThoseBehindIt() throws Exception {
    String naps = "select pg_sleep((select coalesce(max(price), 0) from books))::text || 'x'";
    for (int i = 0; i < 20; i++) {
      value(naps);
      value("select 7");
    }
    database.execute("insert into books (id, price) values (7, 3)");
    try {
      Future<Reply> slow = send(work(naps, Duration.ofSeconds(10)));
      List<Future<Reply>> behind =
          IntStream.range(0, 30)
              .mapToObj(_ -> send(work("select 7", Duration.ofSeconds(10))))
              .toList();

      assertThat(await(Future.all(behind)).succeeded()).isTrue();
      assertThat(slow.isComplete()).isFalse();
      assertThat(await(slow)).isInstanceOf(Done.class);
    } finally {
      database.execute("delete from books");
    }
  }

  @Test
  void aRoleIsTakenOnForOneTransactionOnly() throws Exception {
    Work asReader =
        new Work(
            "test",
            new Identity("reader_" + database.name()),
            Map.of("request.path", "/x"),
            List.of(
                new Statement(
                    "select current_user || ' ' || current_setting('request.path')",
                    List.of(),
                    List.of(new ResultColumn("x", Use.VALUE)))),
            Transaction.read(),
            Deadline.after(Duration.ofSeconds(5)));

    Reply reply = ask(asReader);

    assertThat(((Done) reply).last().body().toString())
        .isEqualTo("[{\"x\":\"reader_" + database.name() + " /x\"}]");
    assertThat(value("select current_user::text")).isEqualTo("\"postgres\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id     | integer           | integer           | PLAIN",
        "price  | numeric           | numeric           | NUMBER",
        "rating | integer           | public.positive   | PLAIN",
        "feeling | public.mood      | public.mood       | TEXT",
        "pages  | public.pair       | public.pair       | BUILT",
        "tags   | text[]            | text[]            | BUILT",
        "at     | timestamp with time zone | timestamp with time zone | PLAIN",
        "data   | jsonb             | jsonb             | JSON",
        "code   | bpchar            | bpchar            | PLAIN",
        "mask   | \"bit\"           | \"bit\"           | BUILT"
      })
  void theCatalogKnowsTypes(String column, String compared, String declared, Json json)
      throws Exception {
    var type =
        catalog().relation("public", "books").orElseThrow().column(column).orElseThrow().type();

    assertThat(type.sql()).isEqualTo(compared);
    assertThat(type.declared()).isEqualTo(declared);
    assertThat(type.json()).isEqualTo(json);
  }

  @Test
  void theCatalogKnowsKeysAndWhatCanBeWritten() throws Exception {
    Catalog catalog = catalog();

    assertThat(catalog.relation("public", "lines").orElseThrow().primaryKey())
        .containsExactly("book", "number");
    assertThat(catalog.relation("public", "titles"))
        .get()
        .matches(Relation::insertable)
        .matches(Relation::deletable);
    assertThat(catalog.relation("public", "counted")).get().matches(view -> !view.insertable());
    assertThat(catalog.relation("pg_catalog", "pg_class")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "int4,integer",
    "integer,integer",
    "int,integer",
    "text,text",
    "mood,public.mood",
    "_int4,integer[]"
  })
  void theCatalogKnowsTheNamesOfTypes(String name, String declared) throws Exception {
    assertThat(catalog().type(name).orElseThrow().declared()).isEqualTo(declared);
  }

  @Test
  void aFreshCatalogHasATableThatIsNew() throws Exception {
    catalog();
    database.execute("create table newcomer (id int)");
    boolean known = false;
    for (int tries = 0; tries < 50 && !known; tries++) {
      Reply reply = await(request(Address.CATALOG, new CatalogRequest(List.of("public"), true)));
      known = ((CatalogReply) reply).catalog().relation("public", "newcomer").isPresent();
      TimeUnit.MILLISECONDS.sleep(20);
    }

    assertThat(known).isTrue();
  }

  private static String transactions() {
    return database.query(
        "select count(*) from pg_stat_activity where application_name = 'twinlane-query' and"
            + " state = 'active'");
  }

  private static String value(String sql) throws Exception {
    Reply reply = ask(work(sql, Duration.ofSeconds(5)));
    String body = ((Done) reply).last().body().toString();
    return body.substring("[{\"x\":".length(), body.length() - 2);
  }

  private static Catalog catalog() throws Exception {
    Reply reply = await(request(Address.CATALOG, new CatalogRequest(List.of("public"), false)));
    return ((CatalogReply) reply).catalog();
  }

  private static Reply ask(Work work) throws Exception {
    return await(send(work));
  }

  private static Future<Reply> send(Work work) {
    return request(Address.QUERY, work);
  }

  private static Future<Reply> request(Address address, Request request) {
    return vertx
        .eventBus()
        .<Reply>request(address.value(), request, new DeliveryOptions().setSendTimeout(20_000))
        .map(message -> message.body());
  }

  private static Work work(String sql, Duration limit) {
    return new Work(
        "test",
        Identity.ofLane(),
        Map.of(),
        List.of(new Statement(sql, List.of(), List.of(new ResultColumn("x", Use.VALUE)))),
        Transaction.read(),
        Deadline.after(limit));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
