package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL over HTTP as its clients see it: who is let in, which lane answers, and what it costs. */
class SqlIT {

  private static final String PASSWORD = "a%20b%2Bc"; // as in a URL
  private static final List<String> NONE = List.of();

  private static RunningSuite suite;
  private static String user;
  private static SqlClient client;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startUnmigrated(
            Map.of(
                "CACHE_ENABLED", "true",
                "SQL_LOGIN_KEPT_MS", "1500",
                "SQL_POOLS_MAX", "2",
                "SQL_RESPONSE_MAX_BYTES", "1000000",
                "SQL_REQUEST_MAX_BYTES", "100000"));
    suite.migrate();
    suite.awaitReady();
    user = "sql_" + suite.database.name().substring(0, 12);
    role(user);
    suite.database.execute(
        "create table notes (id int primary key, text text); grant all on notes to " + user);
    client = SqlClient.of(suite, user, PASSWORD);
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
  }

  private static void role(String name) {
    suite.database.askForPassword(name);
    suite.database.execute(
        "create role %s login password 'a b+c'; grant create on database %s to %1$s; grant create on schema public to %1$s"
            .formatted(name, suite.database.name()));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @BeforeEach
  void empty() {
    client.on("/direct/sql").rows("delete from notes");
  }

  @Test
  void whoHasThePasswordIsLetIn() {
    assertThat(client.rows("select current_user, current_database()"))
        .isEqualTo("[[\"%s\",\"%s\"]]".formatted(user, suite.database.name()));
  }

  /** More than there may be connections, but not so many that some are turned away. */
  @Test
  void eachOfManyAtOnceHasItsOwnAnswer() throws Exception {
    client
        .on("/direct/sql")
        .rows("insert into notes select i, 'text ' || i from generate_series(1, 600) i");
    for (String lane : List.of("/cached/sql", "/direct/sql")) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      try (var threads = Executors.newFixedThreadPool(8)) {
        for (int i = 1; i <= 600; i++) {
          SqlClient asking =
              i % 3 == 0
                  ? client.to(client.connection() + "?application_name=other").on(lane)
                  : client.on(lane);
          String id = Integer.toString(i);
          String sql = oneOfThree(i);
          answers.add(CompletableFuture.supplyAsync(() -> asking.ask(sql, id), threads));
        }
      }
      for (int i = 1; i <= 600; i++) {
        HttpResponse<String> answer = answers.get(i - 1).get();
        if (i % 2 == 0) {
          assertThat(SqlClient.rows(answer)).isEqualTo("[[\"text %d\"]]".formatted(i));
        } else if (i % 7 == 0) {
          assertThat(answer.body()).contains("22012");
        } else {
          assertThat(SqlClient.rows(answer)).startsWith("[[\"text %d\",".formatted(i));
          assertThat(answer.body().contains("other")).isEqualTo(i % 3 == 0);
        }
      }
    }
  }

  private static String oneOfThree(int number) {
    if (number % 2 == 0) {
      return "select text from notes where id = $1";
    }
    return number % 7 == 0
        ? "select 1 / (id - id) from notes where id = $1"
        : "select text, current_setting('application_name') from notes where id = $1";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "postgres://USER:wrong@localhost/DB         | 28P01 | password authentication failed for user \"USER\"",
        "postgres://nobody_at_all:x@localhost/DB    | 28000 | role \"nobody_at_all\" does not exist",
        "postgres://USER:a%20b%2Bc@localhost/nodb   | 3D000 | database \"nodb\" does not exist",
        "postgres://USER@localhost/DB               | ''    | missing authentication credentials: required password",
        "mysql://USER:a@localhost/DB                | ''    | incorrect scheme",
        "postgres://:a@localhost/DB                 | ''    | missing username",
        "postgres://USER:a@/DB                      | ''    | missing hostname",
        "nonsense                                   | ''    | invalid connection string: it is no URL"
      })
  void whoHasNotIsTold(String connection, String code, String message) {
    String mine = connection.replace("USER", user).replace("DB", suite.database.name());
    for (String lane : List.of("/cached/sql", "/direct/sql")) {
      HttpResponse<String> refused = client.to(mine).on(lane).ask("select 1");

      assertThat(refused.statusCode()).isEqualTo(400);
      JsonObject error = new JsonObject(refused.body());
      assertThat(error.getString("code")).isEqualTo(code.equals("''") ? "" : code);
      assertThat(error.getString("message")).isEqualTo(message.replace("USER", user));
      assertThat(error.fieldNames()).hasSize(17);
    }
  }

  @Test
  void nobodyIsLetInWhomTheServerAsksForNothing() {
    String name = user + "_trusted";
    suite.database.execute("create role " + name + " login");

    HttpResponse<String> refused = SqlClient.of(suite, name, "anything").ask("select 1");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("28000").contains("without a password");
  }

  @Test
  void aPasswordThatWasChangedIsLockedOut() throws Exception {
    String name = user + "_moving";
    role(name);
    SqlClient before = SqlClient.of(suite, name, PASSWORD);
    SqlClient after = SqlClient.of(suite, name, "new");
    assertThat(before.rows("select 1")).isEqualTo("[[\"1\"]]");
    assertThat(after.ask("select 1").body()).contains("28P01");

    suite.database.execute("alter role " + name + " password 'new'");
    // who was let in is remembered for a while, and not for longer
    RunningSuite.await(() -> before.ask("select 1").body().contains("28P01"));
    // who was refused is not asked about for a few seconds
    RunningSuite.await(() -> after.ask("select 1").statusCode() == 200);

    suite.database.execute("alter role " + name + " password 'newer'");
    assertThat(SqlClient.of(suite, name, "newer").ask("select 1").statusCode()).isEqualTo(200);
    // once another one is known, the old one is none
    assertThat(after.ask("select 1").body()).contains("28P01");
  }

  @Test
  void wrongPasswordsAreNotPassedOnForEver() {
    String name = user + "_guessed";
    role(name);
    int throttled = 0;
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> answer = SqlClient.of(suite, name, "guess" + i).ask("select 1");
      throttled += answer.statusCode() == 503 ? 1 : 0;
      assertThat(answer.statusCode()).isIn(400, 503);
    }
    assertThat(throttled).isGreaterThan(10);
    assertThat(client.rows("select 1")).isEqualTo("[[\"1\"]]");
  }

  @Test
  void strangersDoNotKeepTheLaneBusy() throws Exception {
    assertThat(client.rows("select 1")).isEqualTo("[[\"1\"]]");
    int throttled = 0;
    for (int i = 0; i < 150; i++) {
      HttpResponse<String> answer = SqlClient.of(suite, "stranger" + i, "x").ask("select 1");
      throttled += answer.statusCode() == 503 ? 1 : 0;
    }
    assertThat(throttled).isGreaterThan(20);
    assertThat(client.rows("select 1")).isEqualTo("[[\"1\"]]");
    // and it is over in a moment
    RunningSuite.await(
        () -> SqlClient.of(suite, "another", "x").ask("select 1").statusCode() == 400);
    TimeUnit.SECONDS.sleep(3); // for the other tests, whose users are strangers too
  }

  @Test
  void whoWasLetInIsNotLockedOutByOthersWhoGuess() throws Exception {
    String name = user + "_known";
    role(name);
    SqlClient known = SqlClient.of(suite, name, PASSWORD);
    assertThat(known.rows("select 1")).isEqualTo("[[\"1\"]]");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    for (int i = 0; System.nanoTime() < end; i++) {
      SqlClient.of(suite, name, "guess" + i).ask("select 1");
      assertThat(known.rows("select 1")).isEqualTo("[[\"1\"]]");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void aReadComesFromTheCacheUntilSomethingIsWritten() {
    String read = "select count(*) from notes";
    assertThat(client.ask(read).headers().firstValue("Cache-Status").orElseThrow())
        .contains("fwd=");
    RunningSuite.await(() -> status(client, read).contains("hit"));
    assertThat(client.ask(read).headers().firstValue("Age")).isPresent();

    for (int i = 1; i <= 20; i++) {
      if (i % 2 == 0) {
        client.rows("insert into notes values ($1, 'by SQL')", Integer.toString(i));
      } else {
        assertThat(suite.post("/rest/v1/notes", "{\"id\":" + i + "}").statusCode()).isEqualTo(201);
      }
      assertThat(client.rows(read)).isEqualTo("[[\"" + i + "\"]]");
      assertThat(suite.get("/rest/v1/notes?select=id&order=id.desc&limit=1").body())
          .isEqualTo("[{\"id\":" + i + "}]");
      assertThat(client.rows(read)).isEqualTo("[[\"" + i + "\"]]");
    }
    client.batch(NONE, "delete from notes where id > 10", "update notes set text = 'x'");
    assertThat(client.rows(read)).isEqualTo("[[\"10\"]]");
    client.rows("do $$ begin delete from notes where id > 5; end $$");
    assertThat(client.rows(read)).isEqualTo("[[\"5\"]]");
    client.rows("truncate notes");
    assertThat(client.rows(read)).isEqualTo("[[\"0\"]]");
  }

  @Test
  void writesThatHideAreSeen() {
    String read = "select count(*), 'hidden' from notes";
    client.rows(
        "create or replace function noted(n int) returns int language sql as 'insert into notes values (n) returning id'");
    SqlClient odd =
        client.to(
            client.connection()
                + "?options=-c%20standard_conforming_strings%3Doff%20-c%20client_encoding%3Dlatin1");
    int rows = 0;
    for (Runnable write :
        List.<Runnable>of(
            () -> client.ask("declare c cursor with hold for select noted(101)"),
            () -> client.batch(NONE, "declare c cursor with hold for select noted(102)"),
            () -> client.rows("explain analyze insert into notes values (103)"),
            () ->
                client.batch(
                    NONE,
                    "savepoint a",
                    "insert into notes values (0)",
                    "rollback to a",
                    "insert into notes values (104)"),
            () ->
                client.batch(
                    NONE, "set search_path = nowhere", "insert into public.notes values (105)"),
            () -> odd.rows("insert into notes values (106)"),
            () -> odd.rows("insert into notes values (107)"),
            () ->
                client.rows(
                    "merge into notes n using (select 108 as id) s on n.id = s.id when not matched then insert values (s.id)"),
            () ->
                client.batch(
                    List.of("Neon-Batch-Read-Only", "true"),
                    "set transaction read write",
                    "insert into notes values (109)"))) {
      client.rows(read);
      write.run();
      rows++;
      assertThat(client.rows(read)).isEqualTo("[[\"%d\",\"hidden\"]]".formatted(rows));
    }
    assertThat(client.batch(NONE, "set client_encoding = latin1", "select 'é'").body())
        .contains("client_encoding is UTF8");
  }

  @Test
  void whatCannotBeReadDoesNotEmptyTheCache() {
    String read = "select count(*), 'kept' from notes";
    RunningSuite.await(() -> status(client, read).contains("hit"));
    for (String wrong : List.of("selct 1", "create tabel t ()", "drop table no_such_table;;x")) {
      assertThat(client.ask(wrong).body()).contains("42601");
      assertThat(status(client, read)).contains("hit");
    }
  }

  private static String status(SqlClient asked, String sql) {
    return asked.ask(sql).headers().firstValue("Cache-Status").orElse("");
  }

  @Test
  void theLaneIsChosenByPathAndByHost() {
    String read = "select count(*), 'lanes' from notes";
    SqlClient cached = client.to(client.connection().replace("localhost", "cached.localhost"));
    SqlClient direct = client.to(client.connection().replace("localhost", "direct.localhost"));
    RunningSuite.await(() -> status(cached, read).contains("hit"));
    assertThat(status(client.on("/cached/sql"), read)).contains("hit");
    assertThat(status(direct, read)).doesNotContain("hit");
    assertThat(status(client.on("/direct/sql"), read)).doesNotContain("hit");
    assertThat(SqlClient.rows(client.ask(read, List.of("Cache-Control", "no-cache"))))
        .isEqualTo("[[\"0\",\"lanes\"]]");
    assertThat(client.ask(read, List.of("Cache-Control", "no-cache")).headers().firstValue("Age"))
        .isEmpty();
    assertThat(
            client
                .ask("select 'never asked'", List.of("Cache-Control", "only-if-cached"))
                .statusCode())
        .isEqualTo(504);

    for (SqlClient reader : List.of(cached, client.on("/cached/sql"))) {
      for (String write :
          List.of(
              "insert into notes values (1)",
              "with w as (insert into notes values (1) returning 1) select * from w",
              "do $$ begin commit; set default_transaction_read_only = off; insert into notes values (1); end $$",
              "set default_transaction_read_only = off")) {
        assertThat(reader.ask(write).body()).contains("\"code\":\"25006\"");
      }
      assertThat(
              reader
                  .batch(NONE, "set transaction read write", "insert into notes values (1)")
                  .body())
          .contains("\"code\":\"25006\"");
    }
    assertThat(direct.rows("select count(*) from notes")).isEqualTo("[[\"0\"]]");
  }

  @Test
  void whatTurnsOutToWriteMovesOver() {
    client.rows("create sequence if not exists numbers");
    client.rows(
        "create or replace function noting(n int) returns int language sql as 'insert into notes values (n) returning id'");
    assertThat(client.rows("select nextval('numbers') > 0")).isEqualTo("[[\"t\"]]");
    assertThat(client.rows("select count(*) from notes")).isEqualTo("[[\"0\"]]");
    assertThat(client.rows("select noting(1)")).isEqualTo("[[\"1\"]]");
    assertThat(client.rows("select count(*) from notes")).isEqualTo("[[\"1\"]]");
    assertThat(
            client.rows("with w as (insert into notes values (2) returning id) select id from w"))
        .isEqualTo("[[\"2\"]]");
    assertThat(client.rows("select count(*) from notes")).isEqualTo("[[\"2\"]]");
    assertThat(client.ask("select noting(1)").body()).contains("23505");
  }

  @Test
  void aTableOfAnotherDatabaseIsAnotherTable() {
    String other = suite.database.name() + "_other";
    client.rows("select 1");
    suite.database.execute("create database " + other);
    try {
      suite.database.execute(
          "grant all on database %s to %s; alter database %1$s owner to %2$s"
              .formatted(other, user));
      SqlClient there = client.to(client.connection().replace(suite.database.name(), other));
      there.rows("create table notes (id int)");
      String read = "select count(*) from notes";
      RunningSuite.await(() -> status(there, read).contains("hit"));
      RunningSuite.await(() -> status(client, read).contains("hit"));
      there.rows("insert into notes values (1)");
      assertThat(there.rows(read)).isEqualTo("[[\"1\"]]");
      assertThat(client.rows(read)).isEqualTo("[[\"0\"]]");
    } finally {
      suite.database.execute("drop database " + other + " with (force)");
    }
  }

  @Test
  void eachUserSeesWhatIsTheirs() {
    suite.database.execute(
        """
        create table secrets (owner name, word text);
        alter table secrets enable row level security;
        create policy own on secrets using (owner = current_user);
        grant select on secrets to public;
        """);
    String read = "select word from secrets";
    for (String name : List.of(user + "_one", user + "_two", user + "_three")) {
      role(name);
      suite.database.execute("insert into secrets values ('%1$s', 'of %1$s')".formatted(name));
    }
    for (int i = 0; i < 3; i++) {
      for (String name : List.of(user + "_one", user + "_two", user + "_three")) {
        assertThat(SqlClient.of(suite, name, PASSWORD).rows(read))
            .isEqualTo("[[\"of " + name + "\"]]");
      }
    }
    assertThat(client.rows(read)).isEqualTo("[]");
    // there are only so many pools: the least used is closed for one more
    RunningSuite.await(() ->
        suite
            .database
            .query(
                "select count(distinct usename) <= 4 from pg_stat_activity where usename like '%s%%'"
                    .formatted(user))
            .equals("t"));
  }

  @Test
  void whatIsTooLargeIsToldAtOnce() {
    assertThat(client.send("x".repeat(100_001), NONE).statusCode()).isEqualTo(413);
    assertThat(client.send("x".repeat(100_001), NONE).body())
        .contains("request is too large (max is 100000 bytes)");
    for (String path : List.of("/cached/sql", "/direct/sql")) {
      for (int i = 0; i < 6; i++) {
        HttpResponse<String> answer = client.on(path).ask("select generate_series(1, 25000000)");
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.body()).contains("response is too large (max is 1000000 bytes)");
      }
      assertThat(client.on(path).rows("select 1")).isEqualTo("[[\"1\"]]");
    }
    assertThat(
            client
                .ask(
                    "insert into notes select n, repeat('x', 100) from generate_series(1, 20000) n returning *")
                .statusCode())
        .isEqualTo(507);
    assertThat(client.rows("select count(*) from notes")).isEqualTo("[[\"0\"]]");
  }

  @Test
  void whatAClientDoesNotWaitForIsStopped() throws Exception {
    try (HttpClient impatient = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + suite.httpPort() + "/sql"))
              .header("Neon-Connection-String", client.connection())
              .POST(
                  BodyPublishers.ofString(
                      "{\"query\":\"insert into notes select 7, pg_sleep(5)::text\"}"))
              .build();
      CompletableFuture<?> asked = impatient.sendAsync(request, BodyHandlers.ofString());
      RunningSuite.await(() -> sleeping().equals("1"));
      asked.cancel(true);
      impatient.shutdownNow();
    }
    RunningSuite.await(() -> sleeping().equals("0"));
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(client.on("/direct/sql").rows("select count(*) from notes")).isEqualTo("[[\"0\"]]");
  }

  private static String sleeping() {
    return suite.database.query(
        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and usename = '"
            + user
            + "'");
  }

  @Test
  void aStatementIsInNoTransaction() {
    assertThat(client.ask("vacuum notes").body()).contains("\"command\":\"VACUUM\"");
    suite.database.execute("alter role " + user + " createdb");
    String name = suite.database.name() + "_made";
    assertThat(client.ask("create database " + name).body()).contains("\"command\":\"CREATE\"");
    assertThat(client.ask("drop database " + name).body()).contains("\"command\":\"DROP\"");
    assertThat(client.batch(NONE, "vacuum notes").body()).contains("25001");
    assertThat(client.batch(NONE, "insert into notes values (1)", "commit").body())
        .contains("2D000");
  }

  @Test
  void batchesHaveTheirTerms() {
    HttpResponse<String> answer =
        client.batch(
            List.of(
                "Neon-Batch-Isolation-Level", "Serializable",
                "Neon-Batch-Read-Only", "true",
                "Neon-Batch-Deferrable", "true"),
            "select current_setting('transaction_isolation'), current_setting('transaction_read_only')");
    assertThat(answer.body()).contains("[\"serializable\",\"on\"]");
    assertThat(answer.headers().firstValue("Neon-Batch-Isolation-Level")).contains("Serializable");
    assertThat(answer.headers().firstValue("Neon-Batch-Read-Only")).contains("true");
    assertThat(answer.headers().firstValue("Neon-Batch-Deferrable")).contains("true");
    assertThat(client.ask("select 1", List.of("Neon-Batch-Isolation-Level", "serializable")).body())
        .contains("invalid isolation level");
    assertThat(client.batch(NONE).body()).isEqualTo("{\"results\":[]}");
    assertThat(
            client
                .batch(List.of("Neon-Batch-Read-Only", "true"), "insert into notes values (1)")
                .body())
        .contains("25006");
  }

  @Test
  void browsersMayAsk() {
    HttpResponse<String> options =
        suite.send("OPTIONS", "/sql", null, "Origin", "https://app.example");
    assertThat(options.statusCode()).isEqualTo(200);
    assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(options.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Neon-Connection-String")
        .contains("Neon-Batch-Deferrable");
    assertThat(options.headers().firstValue("Allow")).contains("OPTIONS, POST");
    HttpResponse<String> got = suite.get("/sql");
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(new JsonObject(got.body()).getString("message")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{",
        "[]",
        "{}",
        "{\"query\":1}",
        "{\"query\":\"select 1\",\"params\":null}",
        "{\"queries\":[{}]}",
        "{\"queries\":{}}",
        "{\"query\":\"select 1\"} x",
        "{\"query\":\"select '\\ud800'\"}"
      })
  void aBodyThatIsNoneIsTold(String body) {
    HttpResponse<String> refused = client.send(body, NONE);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(refused.body()).getString("message"))
        .startsWith("could not parse the HTTP request body: ");
  }

  @Test
  void parametersOfJsonBecomeText() {
    String body =
        """
        {"query":"select $1, $2, $3, $4, $5, $6, $7","ignored":{"a":[1]},
         "params":[true, 12345678901234567890.10, null, {"k": [1, 2.50, "é\\n"]},
           [[{"k":1}],["a,b",null,"NULL"]], ["q\\"b\\\\", "l\\nn", 1.0, false], "\\u0041"]}
        """;
    assertThat(SqlClient.rows(client.send(body, NONE)))
        .isEqualTo(
            "[[\"true\",\"12345678901234567890.10\",null,\"{\\\"k\\\":[1,2.50,\\\"é\\\\n\\\"]}\","
                + "\"{{\\\"{\\\\\\\"k\\\\\\\":1}\\\"},{\\\"a,b\\\",NULL,\\\"NULL\\\"}}\","
                + "\"{\\\"q\\\\\\\"b\\\\\\\\\\\",\\\"l\\nn\\\",1.0,false}\",\"A\"]]");
    assertThat(client.send("{\"query\":\"select $1\",\"params\":[\"a\\u0000\"]}", NONE).body())
        .contains("22021");
  }

  @Test
  void aLongAnswerIsCompressedForWhoCanTakeIt() {
    HttpResponse<String> plain = client.ask("select repeat('x', 10000)");
    HttpResponse<String> coded =
        client.ask("select repeat('x', 10000)", List.of("Accept-Encoding", "gzip, deflate"));
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(coded.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(coded.headers().firstValueAsLong("Content-Length").orElseThrow()).isLessThan(500);
  }

  @Test
  void requestsAreCountedAsThoseOfRestAre() {
    try (RunningSuite limited =
        RunningSuite.startOn(
            suite.database,
            Map.of("DATABASE_URL", suite.database.url(), "RATE_LIMIT_REQUESTS", "5"))) {
      SqlClient counted = SqlClient.of(limited, user, PASSWORD);
      for (int i = 0; i < 5; i++) {
        assertThat(counted.ask("select 1").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> over = counted.ask("select 1");
      assertThat(over.statusCode()).isEqualTo(429);
      assertThat(over.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void onlyThoseOnTheListsMayCome() {
    try (RunningSuite few =
        RunningSuite.startOn(
            suite.database,
            Map.of(
                "DATABASE_URL", suite.database.url(),
                "SQL_USERS", user + ", somebody",
                "SQL_DATABASES", "elsewhere, " + suite.database.name()))) {
      assertThat(SqlClient.of(few, user, PASSWORD).rows("select 1")).isEqualTo("[[\"1\"]]");
      assertThat(SqlClient.of(few, "postgres", "x").ask("select 1").body()).contains("28000");
      SqlClient other =
          SqlClient.of(few, user, PASSWORD).to("postgres://" + user + ":x@h/postgres");
      assertThat(other.ask("select 1").body()).contains("28000");
    }
    try (RunningSuite none =
        RunningSuite.startOn(
            suite.database, Map.of("DATABASE_URL", suite.database.url(), "SQL_ENABLED", "false"))) {
      assertThat(SqlClient.of(none, user, PASSWORD).ask("select 1").statusCode()).isEqualTo(404);
    }
  }
}
