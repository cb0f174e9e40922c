package io.twinlane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.bench.Series.Outcome;
import io.twinlane.bench.measure.HttpText;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeriesTest {

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void everyRequestIsAnsweredThoughGarbageIsCollectedInBetween() {
    Series series = new Series(vertx, slowServer().actualPort(), 4, 20);

    Outcome outcome = series.run(n -> request(n), answer -> answer.startsWith("HTTP/1.1 200"));

    assertThat(outcome.asAsked()).isEqualTo(20);
  }

  private static String request(long n) {
    System.gc();
    return HttpText.get("/" + n);
  }

  /** Leaves a collector the time to do what it has found. */
  private NetServer slowServer() {
    return vertx
        .createNetServer()
        .connectHandler(
            socket -> socket.handler(_ -> vertx.setTimer(100, _ -> socket.write(ANSWER))))
        .listen(0, "127.0.0.1")
        .await();
  }
}
