package io.twinlane.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go away while PostgreSQL works for them. */
class LeavingIT {

  private static final int AT_ONCE = 40;
  private static final String READ = "GET /rest/v1/naps?select=slept HTTP/1.1\r\n";
  private static final String FRESH = READ + "Cache-Control: no-cache\r\n";
  private static final String BODY = "{\"text\":\"second\"}";
  private static final String WRITE =
      "PATCH /rest/v1/notes?id=eq.0 HTTP/1.1\r\nContent-Type: application/json\r\n"
          + "Content-Length: %d\r\n".formatted(BODY.length());

  private static RunningSuite suite;

  @BeforeAll
  static void start() {
    suite = RunningSuite.start(Map.of("POOL_MAX", "12"));
    suite.database.execute(
        """
        create table notes (id int primary key, text text);
        create view winks as select pg_sleep(0.005)::text as slept;
        create view naps as select pg_sleep(30)::text as slept;
        create function nap() returns trigger language plpgsql as $$
          begin perform pg_sleep(30); return new; end $$;
        create trigger nap before update on notes for each row execute function nap();
        insert into notes values (0, 'first');
        """);
    RunningSuite.await(() -> suite.get("/rest/v1/naps?limit=0").statusCode() == 200);
    RunningSuite.await(() -> suite.get("/rest/v1/notes").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void aThousandThatLeaveLeaveNothingBehind() throws IOException {
    leave(READ, AT_ONCE);
    leave(FRESH, AT_ONCE);
    long descriptors = descriptors();

    for (int i = 0; i < 1_000 / AT_ONCE; i++) {
      leave(i % 2 == 0 ? READ : FRESH, AT_ONCE);
    }

    RunningSuite.await(() -> descriptors() <= descriptors + 30);
    assertThat(connections()).isLessThanOrEqualTo(24);
    for (int i = 0; i < 200; i++) {
      assertThat(suite.get("/rest/v1/notes", "Cache-Control", "no-cache").statusCode())
          .isEqualTo(200);
      assertThat(suite.get("/rest/v1/notes?id=lt." + i).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoLeavesStopsNobodyElse() throws Exception {
    String path = "/rest/v1/winks?select=slept";
    Clients.atOnce(
        16,
        60,
        (client, number) -> {
          if (client % 2 == 0) {
            Socket leaving = sent("GET " + path + " HTTP/1.1\r\nCache-Control: no-cache\r\n");
            TimeUnit.MILLISECONDS.sleep(number % 12);
            leaving.close();
          } else {
            assertThat(suite.get(path, "Cache-Control", "no-cache").statusCode()).isEqualTo(200);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aWriteThatNobodyWaitsForIsUndone(int clients) throws IOException {
    leave(WRITE, clients);

    assertThat(suite.database.query("select text from notes where id = 0")).isEqualTo("first");
  }

  @Test
  void aReadThatAnotherClientWaitsForGoesOn() throws IOException {
    try (Socket stays = sent("GET /rest/v1/naps?select=slept&limit=7 HTTP/1.1\r\n")) {
      RunningSuite.await(() -> running() == 1);
      leave("GET /rest/v1/naps?select=slept&limit=8 HTTP/1.1\r\n", 1, 1);

      assertThat(running()).isEqualTo(1);
      assertThat(stays.isClosed()).isFalse();
    }
    RunningSuite.await(() -> running() == 0);
  }

  private static void leave(String head, int clients) throws IOException {
    leave(head, clients, 0);
  }

  /** Sends, waits until PostgreSQL is at work, goes, and waits until it has stopped. */
  private static void leave(String head, int clients, int others) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      sockets.add(sent(head));
    }
    RunningSuite.await(() -> running() > others);
    for (Socket socket : sockets) {
      socket.close();
    }
    RunningSuite.await(() -> running() == others);
  }

  private static Socket sent(String head) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.httpPort());
    socket.setSoLinger(true, 0);
    String body = head.startsWith("PATCH") ? BODY : "";
    socket
        .getOutputStream()
        .write((head + "Host: localhost\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static int running() {
    return Integer.parseInt(
        suite.database.query(
            "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname ="
                + " current_database()"));
  }

  private static int connections() {
    return Integer.parseInt(
        suite.database.query(
            "select count(*) from pg_stat_activity where application_name like 'twinlane%' and"
                + " datname = current_database()"));
  }

  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
