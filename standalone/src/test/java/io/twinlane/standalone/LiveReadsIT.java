package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that stay open and hear of changes. */
class LiveReadsIT {

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("CACHE_ENABLED", "true", "LIVE_READS_MAX", "3"));
    suite.database.execute(
        """
        create table tasks (id int primary key, title text);
        create table others (id int primary key);
        create view open_tasks as select id, title from tasks where title <> 'done';
        insert into tasks values (1, 'one'), (2, 'two');
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/open_tasks").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "open_tasks"})
  void whoReadsIsToldOfEachChange(String relation) throws Exception {
    try (Stream stream = new Stream("/rest/v1/" + relation + "?select=title&order=id&id=lt.100")) {
      assertThat(stream.next()).isEqualTo("rows [{\"title\":\"one\"}, \n {\"title\":\"two\"}]");
      suite.send("PATCH", "/rest/v1/tasks?id=eq.2", "{\"title\":\"changed\"}");
      assertThat(stream.next()).isEqualTo("rows [{\"title\":\"one\"}, \n {\"title\":\"changed\"}]");
      // what has nothing to do with it is not told
      suite.post("/rest/v1/others", "{\"id\":" + relation.length() + "}");
      suite.post("/rest/v1/tasks", "{\"id\":" + (100 + relation.length()) + ",\"title\":\"x\"}");
      suite.send("PATCH", "/rest/v1/tasks?id=eq.2", "{\"title\":\"two\"}");
      assertThat(stream.next()).isEqualTo("rows [{\"title\":\"one\"}, \n {\"title\":\"two\"}]");
    }
  }

  @Test
  void afterABreakOnlyWhatIsNewIsTold() throws Exception {
    String id;
    try (Stream stream = new Stream("/rest/v1/tasks?id=eq.1")) {
      stream.next();
      id = stream.id;
    }
    try (Stream stream = new Stream("/rest/v1/tasks?id=eq.1", "Last-Event-ID", id)) {
      assertThat(stream.events.poll(500, TimeUnit.MILLISECONDS)).isNull();
      suite.send("PATCH", "/rest/v1/tasks?id=eq.1", "{\"title\":\"new\"}");
      assertThat(stream.next()).contains("new");
      suite.send("PATCH", "/rest/v1/tasks?id=eq.1", "{\"title\":\"one\"}");
    }
  }

  @Test
  void whatIsWrongIsAnsweredLikeAnyRead() throws Exception {
    assertThat(suite.get("/rest/v1/nowhere", "Accept", "text/event-stream").statusCode())
        .isEqualTo(404);
    try (Stream one = new Stream("/rest/v1/tasks");
        Stream two = new Stream("/rest/v1/tasks");
        Stream three = new Stream("/rest/v1/tasks")) {
      List.of(one, two, three).forEach(Stream::next);
      HttpResponse<String> refused = suite.get("/rest/v1/tasks", "Accept", "text/event-stream");
      assertThat(refused.statusCode()).isEqualTo(503);
    }
    // those who have gone make room
    RunningSuite.await(() -> {
      suite.post(
          "/rest/v1/others?on_conflict=id", "{\"id\":1}", "Prefer", "resolution=merge-duplicates");
      try (Stream again = new Stream("/rest/v1/tasks")) {
        return again.status == 200;
      }
    });
  }

  @Test
  void nobodyIsSaidToHaveWaitedForAsLongAsOneListens() {
    try (RunningSuite other = RunningSuite.start(Map.of())) {
      long begun = System.nanoTime();
      URI uri = URI.create("http://127.0.0.1:" + other.httpPort() + "/rest/v1/users?limit=1");
      try (Stream stream = new Stream(uri)) {
        stream.next();
        other.database.execute("select pg_sleep(1)");
      }
      RunningSuite.await(() -> seconds(other, "count", "499") == 1);
      assertThat(seconds(other, "sum", "499")).isLessThan((System.nanoTime() - begun) / 1e9 - 1);
    }
  }

  private static double seconds(RunningSuite other, String figure, String status) {
    return other
        .management("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_request_duration_seconds_" + figure))
        .filter(line -> line.contains("status_code=\"" + status + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void aStopOfTheSuiteEndsThem() {
    RunningSuite other = RunningSuite.start(Map.of());
    URI uri = URI.create("http://127.0.0.1:" + other.httpPort() + "/rest/v1/users?limit=1");
    try (Stream stream = new Stream(uri)) {
      stream.next();
      long begun = System.nanoTime();
      other.close();
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(7));
    }
  }

  /** A client that listens. */
  private static final class Stream implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream body;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final int status;
    private volatile String id = "";

    Stream(String path, String... headers) {
      this(URI.create("http://127.0.0.1:" + suite.httpPort() + path), headers);
    }

    Stream(URI uri, String... headers) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .header("Accept", "text/event-stream")
              // as EventSource does
              .header("Cache-Control", "no-cache");
      if (headers.length > 0) {
        request.headers(headers);
      }
      try {
        HttpResponse<InputStream> answer =
            client.send(request.build(), BodyHandlers.ofInputStream());
        body = answer.body();
        status = answer.statusCode();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        String name = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            name = line.substring(7);
          } else if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ")) {
            data.append(data.isEmpty() ? "" : "\n").append(line.substring(6));
          } else if (line.isEmpty() && !name.isEmpty()) {
            events.add(name + " " + data);
            name = "";
            data.setLength(0);
          }
        }
      } catch (IOException e) {
        events.add("broken off");
      }
    }

    String next() {
      try {
        String event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
