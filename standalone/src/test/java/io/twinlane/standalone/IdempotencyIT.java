package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.testkit.FaultProxy;
import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that are sent again, on a way where answers get lost. */
class IdempotencyIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final FaultProxy PROXY = new FaultProxy(DatabaseUrl.parse(DATABASE.url()));
  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startOn(
            DATABASE, Map.of("DATABASE_URL", PROXY.url(), "IDEMPOTENCY_KEPT_MS", "3600000"));
    suite.migrate();
    DATABASE.execute(
        """
        create table payments (id int generated always as identity primary key, key text,
          amount int check (amount > 0));
        create view slow_payments as select id, key, amount from payments;
        create function dawdle() returns trigger language plpgsql as $$
          begin perform pg_advisory_xact_lock_shared(9); return new; end $$;
        create trigger dawdle before insert on payments for each row
          when (new.key like 'slow%') execute function dawdle();
        """);
    suite.awaitReady();
    RunningSuite.await(() -> suite.get("/rest/v1/payments").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
    PROXY.close();
    DATABASE.close();
  }

  @BeforeEach
  void empty() {
    PROXY.heal();
    DATABASE.execute("delete from payments; delete from twinlane.idempotency");
  }

  @Test
  void aRepeatHasTheFirstAnswerAndWritesNothing() {
    HttpResponse<String> first = pay("order-17", 5);
    HttpResponse<String> again = pay("order-17", 5);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void aKeyWithQuotesIsTheSameKey() {
    HttpResponse<String> first = pay("\"k-1\"", 5);

    assertThat(pay("k-1", 5).body()).isEqualTo(first.body());
  }

  @Test
  void anotherPayloadUnderTheSameKeyIsRefused() {
    pay("k", 5);

    HttpResponse<String> other = pay("k", 6);

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("TWL009");
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void patchAndDeleteAreKeptToo() {
    pay("k", 5);
    HttpResponse<String> patched =
        suite.send(
            "PATCH",
            "/rest/v1/payments",
            "{\"amount\":7}",
            "Idempotency-Key",
            "p",
            "Prefer",
            "count=exact");
    HttpResponse<String> deleted =
        suite.send(
            "DELETE",
            "/rest/v1/payments?amount=eq.7",
            null,
            "Idempotency-Key",
            "d",
            "Prefer",
            "count=exact");
    HttpResponse<String> again =
        suite.send(
            "DELETE",
            "/rest/v1/payments?amount=eq.7",
            null,
            "Idempotency-Key",
            "d",
            "Prefer",
            "count=exact");

    assertThat(patched.statusCode()).isEqualTo(204);
    assertThat(deleted.headers().firstValue("Content-Range")).contains("*/1");
    assertThat(again.headers().firstValue("Content-Range")).contains("*/1");
  }

  @Test
  void whatWasRolledBackMayBeDoneUnderItsKey() {
    assertThat(pay("k", -1).statusCode()).isEqualTo(400);

    assertThat(DATABASE.query("select count(*) from twinlane.idempotency")).isEqualTo("0");
    assertThat(pay("k", 1).statusCode()).isEqualTo(201);
  }

  @Test
  void whileTheFirstOneRunsARepeatIsTold() throws Exception {
    try (var holder = DATABASE.connect();
        var statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(9)");
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> pay("slow", 5));
      RunningSuite.await(() ->
          !DATABASE
              .query("select count(*) from pg_stat_activity where wait_event = 'advisory'")
              .equals("0"));

      HttpResponse<String> repeat = pay("slow", 5);

      assertThat(repeat.statusCode()).isEqualTo(409);
      assertThat(repeat.headers().firstValue("Retry-After")).isPresent();
      statement.execute("select pg_advisory_unlock(9)");
      assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }
    assertThat(pay("slow", 5).statusCode()).isEqualTo(201);
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void anExpiredKeyIsANewOne() {
    pay("k", 5);
    DATABASE.execute("update twinlane.idempotency set expires_at = now() - interval '1 s'");

    assertThat(pay("k", 6).statusCode()).isEqualTo(201);
    assertThat(pay("k", 6).headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(count()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "two words", "a\"b"})
  void aKeyThatIsNoneIsRefused(String key) {
    HttpResponse<String> answer = pay(key, 5);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("TWL007");
    assertThat(count()).isEqualTo("0");
  }

  /** Sent by hand, as a client in Java would make a question mark of it. */
  @Test
  void aKeyThatIsNotAsciiIsRefused() throws IOException {
    String request =
        "POST /rest/v1/payments HTTP/1.1\r\nHost: twinlane\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nIdempotency-Key: ümlaut\r\n"
            + "Content-Length: 24\r\n\r\n{\"key\":\"x\",\"amount\":555}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.httpPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("TWL007");
      assertThat(count()).isEqualTo("0");
    }
  }

  @Test
  void withoutItsTableAKeyIsNotTheClientsMistake() {
    DATABASE.execute("alter table twinlane.idempotency rename to mislaid");
    try {
      HttpResponse<String> answer = pay("k", 5);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("TWL000");
      assertThat(count()).isEqualTo("0");
    } finally {
      DATABASE.execute("alter table twinlane.mislaid rename to idempotency");
    }
  }

  /** The proof: however many answers get lost, each key is done once, and all are told the same. */
  @Test
  void everyKeyIsDoneOnceHoweverManyAnswersAreLost() throws Exception {
    PROXY.losesAnswersOfCommits(20);
    Map<Integer, Set<String>> answers = new ConcurrentHashMap<>();
    Clients.atOnce(
        50,
        100,
        (client, turn) -> {
          // two clients at each key at once, fifty in all
          int number = (turn + client * 4) % 100;
          answers
              .computeIfAbsent(number, _ -> ConcurrentHashMap.newKeySet())
              .add(payUntilDone("key-" + number, 1 + number));
        });
    PROXY.heal();

    assertThat(count()).isEqualTo("100");
    assertThat(answers).hasSize(100).allSatisfy((_, told) -> assertThat(told).hasSize(1));
  }

  private static String payUntilDone(String key, int amount) throws InterruptedException {
    while (true) {
      HttpResponse<String> answer = pay(key, amount);
      if (answer.statusCode() == 201) {
        return answer.body();
      }
      assertThat(answer.statusCode()).as(answer.body()).isIn(409, 503);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static HttpResponse<String> pay(String key, int amount) {
    return suite.post(
        "/rest/v1/payments",
        "{\"key\":\"%s\",\"amount\":%d}".formatted(key.startsWith("slow") ? "slow" : "x", amount),
        "Idempotency-Key",
        key,
        "Prefer",
        "return=representation");
  }

  private static String count() {
    return DATABASE.query("select count(*) from payments");
  }
}
