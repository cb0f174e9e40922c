package io.twinlane.standalone;

import static io.twinlane.standalone.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.standalone.RawClient.Answer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that come again byte for byte, which are answered without being parsed. */
class RepeatsIT {

  private static final String SECRET = "a secret of thirty-two bytes, or more";
  private static final String NOTES = "/rest/v1/notes?select=id,text&order=id";

  private static RunningSuite suite;
  private static String member;
  private RawClient client;

  @BeforeAll
  static void start() {
    suite =
        RunningSuite.startUnmigrated(
            Map.of(
                "CACHE_ENABLED",
                "true",
                "SERVER_TIMING",
                "on-request",
                "JWT_SECRET",
                SECRET,
                "DB_ANON_ROLE",
                "postgres"));
    member = suite.database.name() + "_member";
    suite.database.execute(
        """
        create table notes (id int primary key, text text);
        create view slow as select pg_sleep(0.3)::text || 'slow' as word;
        create role %1$s nologin;
        grant select on notes to %1$s;
        """
            .formatted(member));
    suite.migrate();
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    suite.database.execute("drop owned by " + member + "; drop role " + member);
    suite.close();
  }

  @BeforeEach
  void connect() {
    suite.database.execute("delete from notes; insert into notes values (1, 'one')");
    suite.managementPost("/cache/flush");
    client = new RawClient(suite.httpPort());
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private static long repeats() {
    return (long) repeated(metrics());
  }

  private static MetricsPage metrics() {
    return MetricsPage.of(suite.management("/metrics").body());
  }

  /** Until it is answered without being parsed. */
  private Answer learnt(String request) {
    for (int i = 0; i < 10; i++) {
      long before = repeats();
      Answer answer = client.ask(request);
      if (repeats() > before) {
        return answer;
      }
    }
    throw new AssertionError("it is parsed each time");
  }

  @Test
  void theAnswerIsTheSameButForWhatIsOfTheMoment() {
    client.ask(get(NOTES));
    Answer parsed = client.ask(get(NOTES));

    Answer repeated = learnt(get(NOTES));

    assertThat(repeated.body()).isEqualTo(parsed.body()).isEqualTo("[{\"id\":1,\"text\":\"one\"}]");
    assertThat(lines(repeated)).containsExactlyInAnyOrder(lines(parsed));
    assertThat(repeated.header("x-request-id").orElseThrow())
        .hasSize(16)
        .isNotEqualTo(parsed.header("x-request-id").orElseThrow());
    assertThat(repeated.header("cache-status").orElseThrow()).matches("Twinlane; hit; ttl=\\d+");
    assertThat(repeated.header("age")).isPresent();
  }

  /** The names and values of an answer's headers, without those of the moment. */
  private static String[] lines(Answer answer) {
    return answer
        .head()
        .lines()
        .filter(line -> !line.matches("(?i)(x-request-id|age|cache-status): .*"))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: application/vnd.pgrst.object+json",
        "Accept: text/csv",
        "Accept-Encoding: gzip",
        "Prefer: count=exact",
        "Origin: http://elsewhere"
      })
  void whatTheHeadersAskForIsRepeatedToo(String header) {
    client.ask(get(NOTES, header));
    Answer parsed = client.ask(get(NOTES, header));

    Answer repeated = learnt(get(NOTES, header));

    assertThat(lines(repeated)).containsExactlyInAnyOrder(lines(parsed));
    assertThat(repeated.bytes()).isEqualTo(parsed.bytes());
    assertThat(client.ask(get(NOTES)).body()).isEqualTo("[{\"id\":1,\"text\":\"one\"}]");
  }

  @Test
  void whoHasTheRowsIsToldSoAgain() {
    client.ask(get(NOTES));
    String tag = client.ask(get(NOTES)).header("etag").orElseThrow();

    Answer repeated = learnt(get(NOTES, "If-None-Match: " + tag));

    assertThat(repeated.status()).isEqualTo(304);
    assertThat(repeated.body()).isEmpty();
    suite.post("/rest/v1/notes", "{\"id\":2}");
    assertThat(client.ask(get(NOTES, "If-None-Match: " + tag)).status()).isEqualTo(200);
  }

  @Test
  void noAnswerIsOlderThanAnAcknowledgedWrite() {
    for (int id = 2; id < 20; id++) {
      learnt(get(NOTES));
      assertThat(suite.post("/rest/v1/notes", "{\"id\":" + id + "}").statusCode()).isEqualTo(201);
      if (id % 2 == 0) {
        // what the lane keeps from now on is asked for by others
        client.ask(get(NOTES, "User-Agent: other"));
      }

      assertThat(client.ask(get(NOTES)).body()).contains("\"id\":" + id);
    }
  }

  @Test
  void whatIsEmptiedIsNotRepeated() {
    learnt(get(NOTES));
    suite.database.execute("update notes set text = 'two'");
    assertThat(client.ask(get(NOTES)).body()).contains("one");

    suite.managementPost("/cache/flush");

    assertThat(client.ask(get(NOTES)).body()).contains("two");
  }

  @Test
  void anAnswerThatHasComeToItsEndIsNotRepeated() throws Exception {
    String young = get(NOTES, "Cache-Control: max-age=1");
    learnt(young);
    suite.database.execute("update notes set text = 'two'");

    TimeUnit.MILLISECONDS.sleep(1_100);

    assertThat(client.ask(young).body()).contains("two");
  }

  @Test
  void aTokenThatHasComeToItsEndIsNotBelieved() {
    long end = System.currentTimeMillis() / 1_000 - 28;
    String request = get(NOTES, "Authorization: Bearer " + token(",\"exp\":" + end));
    assertThat(learnt(request).status()).isEqualTo(200);

    RunningSuite.await(() -> client.ask(request).status() == 401);
  }

  @Test
  void nobodyIsGivenWhatIsForSomebodyElse() {
    suite.database.execute(
        """
        alter table notes enable row level security;
        create policy own on notes for select to %s
          using (text = current_setting('request.jwt.claims', true)::json ->> 'sub');
        insert into notes values (2, 'two');
        """
            .formatted(member));
    RunningSuite.await(() -> as("one").equals("[{\"id\":1,\"text\":\"one\"}]"));

    for (String who : new String[] {"one", "two", "one", "two"}) {
      assertThat(as(who)).contains("\"" + who + "\"").doesNotContain("},{");
    }
    suite.database.execute(
        "drop policy own on notes; alter table notes disable row level security");
  }

  private String as(String who) {
    return learnt(get(NOTES, "Authorization: Bearer " + token(",\"sub\":\"" + who + "\""))).body();
  }

  private static String token(String claims) {
    return SignedToken.of(
        SECRET, "{\"alg\":\"HS256\"}", "{\"role\":\"" + member + "\"" + claims + "}");
  }

  @Test
  void anotherSchemaIsSeen() {
    suite.database.execute("create table other (id int primary key, text text)");
    RunningSuite.await(() -> client.ask(get("/rest/v1/other")).status() == 200);
    learnt(get("/rest/v1/other"));

    suite.database.execute("alter table other drop column text; insert into other values (1)");

    RunningSuite.await(() -> client.ask(get("/rest/v1/other")).body().equals("[{\"id\":1}]"));
    suite.database.execute("drop table other");
  }

  @Test
  void bytesOfABodyAreNoRequest() {
    String known = get(NOTES);
    learnt(known);
    String head =
        "POST /rest/v1/notes HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: ";

    client.send(head + known.length() + "\r\n\r\n");
    pause();
    Answer answer = client.ask(known);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client.ask(known).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 3", "Transfer-Encoding: chunked"})
  void aRequestWhoseBodyIsStillToComeIsNotWhole(String body) {
    String head = get(NOTES, body);
    for (int i = 0; i < 6; i++) {
      try (RawClient slow = new RawClient(suite.httpPort())) {
        assertThat(slow.ask(head).body()).contains("one");
        slow.send(body.startsWith("T") ? "3\r\nabc\r\n0\r\n\r\n" : "abc");

        assertThat(slow.ask(get("/rest/v1/notes?select=id")).body()).isEqualTo("[{\"id\":1}]");
      }
    }
  }

  @Test
  void severalRequestsInOneReadAreAnsweredEach() {
    String other = get("/rest/v1/notes?select=id");
    for (int i = 0; i < 6; i++) {
      try (RawClient hasty = new RawClient(suite.httpPort())) {
        hasty.send(get(NOTES) + other + get(NOTES) + other.substring(0, 20));

        assertThat(hasty.answer().body()).contains("one");
        assertThat(hasty.answer().body()).isEqualTo("[{\"id\":1}]");
        assertThat(hasty.answer().body()).contains("one");
        hasty.send(other.substring(20));
        assertThat(hasty.answer().body()).isEqualTo("[{\"id\":1}]");
      }
    }
  }

  @Test
  void whatBeginsInOneReadIsNotFinishedByAnother() {
    String known = get(NOTES);
    learnt(known);

    client.send("GET /rest/v1/notes?select=id HTTP/1.1\r\nHost: here\r\nX: ");
    pause();
    Answer answer = client.ask(known);

    assertThat(answer.body()).isEqualTo("[{\"id\":1}]");
  }

  @Test
  void whatFollowsARequestThatWasRefusedTooEarlyIsStillItsBody() {
    String known = get(NOTES);
    learnt(known);

    client.send(
        "POST /rest/v1/notes HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100000000\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(413);
    long before = repeats();
    client.send(known);
    pause();

    assertThat(repeats()).isEqualTo(before);
  }

  @Test
  void answersKeepTheOrderOfTheirRequests() {
    String known = get(NOTES);
    learnt(known);

    client.send(get("/rest/v1/slow"));
    pause();
    client.send(known);
    pause();
    client.send(known);

    assertThat(client.answer().body()).contains("slow");
    assertThat(client.answer().body()).contains("one");
    assertThat(client.answer().body()).contains("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1\r\nConnection: close", "HTTP/1.0"})
  void whoSaysThatItIsTheLastRequestIsTakenAtTheirWord(String version) {
    String last = get(NOTES).replace("HTTP/1.1", version);
    for (int i = 0; i < 5; i++) {
      try (RawClient once = new RawClient(suite.httpPort())) {
        assertThat(once.ask(last).body()).contains("one");
        assertThat(once.ended()).isTrue();
      }
    }
  }

  @Test
  void theClientsOwnNameForARequestIsKept() {
    String named = get(NOTES, "X-Request-Id: mine");
    for (int i = 0; i < 5; i++) {
      assertThat(client.ask(named).header("x-request-id")).contains("mine");
    }
  }

  @Test
  void theyCountAsRequestsAndAsHits() {
    learnt(get(NOTES));
    MetricsPage before = metrics();

    for (int i = 0; i < 10; i++) {
      client.ask(get(NOTES));
    }

    MetricsPage after = metrics();
    assertThat(served(after) - served(before)).isEqualTo(10);
    assertThat(hits(after) - hits(before)).isEqualTo(10);
    assertThat(repeated(after) - repeated(before)).isEqualTo(10);
    assertThat(bytes(after) - bytes(before)).isEqualTo(10 * "[{'id':1,'text':'one'}]".length());
  }

  private static double served(MetricsPage page) {
    return page.sum(
        "http_server_request_duration_seconds_count",
        "http_route=\"/rest/v1/{table}\"",
        "http_response_status_code=\"200\"",
        "lane=\"cached\"");
  }

  private static double repeated(MetricsPage page) {
    return page.sum("twinlane_repeats_total");
  }

  private static double hits(MetricsPage page) {
    return page.sum("twinlane_cache_requests_total", "status=\"hit\"");
  }

  private static double bytes(MetricsPage page) {
    return page.sum("twinlane_http_sent_bytes_total", "lane=\"cached\"");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
