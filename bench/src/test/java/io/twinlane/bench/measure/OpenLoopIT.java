package io.twinlane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That times are those of whoever comes when it is time, and not of whoever waits politely. */
class OpenLoopIT {

  private static final double PER_SECOND = 100;
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
  private static final long STALL_MILLIS = 200;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void whatIsDueWhileTheServerStallsWaitsFromThenOn() {
    OpenLoop client = client(1, this::stallAtTheTenth);

    Latency latency = client.run(PER_SECOND, Duration.ZERO, HALF_A_SECOND, Duration.ofSeconds(30));

    // the server was slow once; five of fifty were due in the first 50 ms of that, and waited
    assertThat(latency.requests()).isEqualTo(50);
    assertThat(asked).hasValue(50);
    assertThat(latency.unlike()).isEqualTo(Unlike.NONE);
    assertThat(latency.percentiles().p90()).isGreaterThan((STALL_MILLIS - 50) * 1_000.0);
    assertThat(latency.percentiles().max()).isGreaterThan(STALL_MILLIS * 990.0);
  }

  @Test
  void theLeadInIsSentAndDoesNotCount() {
    OpenLoop client = client(1, this::stallAtTheTenth);

    Latency latency =
        client.run(PER_SECOND, HALF_A_SECOND, Duration.ofMillis(100), Duration.ofSeconds(30));

    assertThat(latency.requests()).isEqualTo(10);
    assertThat(asked).hasValue(60);
  }

  @Test
  void theSameStallIsOneSlowAnswerToAClosedLoop() {
    int port = client(1, this::stallAtTheTenth).port();

    Load load =
        new ClosedLoop(vertx, port, 1, question()).run(Duration.ofMillis(STALL_MILLIS + 100));

    assertThat(load.requests()).isGreaterThan(10).isEqualTo(asked.get());
    assertThat(load.unlike()).isEqualTo(Unlike.NONE);
  }

  @Test
  void whatIsNeverAnsweredHasFailedAndTookUntilTheEnd() {
    OpenLoop client = client(2, _ -> asked.incrementAndGet());

    Latency latency =
        client.run(PER_SECOND, Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(100));

    assertThat(latency.unlike().failed()).isEqualTo(10).isEqualTo(latency.requests());
    assertThat(latency.unlike().first()).isEqualTo("no answer in time");
    assertThat(asked).hasValue(2);
    assertThat(latency.percentiles().max()).isGreaterThan(100_000);
  }

  @Test
  void aServerThatHangsUpEndsTheRun() {
    OpenLoop client = client(2, request -> request.connection().close());

    Latency latency =
        client.run(PER_SECOND, Duration.ZERO, Duration.ofMillis(100), Duration.ofSeconds(30));

    assertThat(latency.unlike().failed()).isEqualTo(10);
    assertThat(latency.unlike().first()).contains("closed");
  }

  @Test
  void refusalsAndOtherWaysAndFailuresAreToldApart() {
    OpenLoop client =
        client(
            1,
            request -> {
              int number = asked.getAndIncrement();
              request
                  .response()
                  .setStatusCode(number == 0 ? 503 : number == 1 ? 500 : 200)
                  .putHeader("Way", number == 2 ? "short" : "long")
                  .end("body of " + number);
            });
    OpenLoop marked =
        new OpenLoop(vertx, client.port(), 1, new Question(_ -> HttpText.get("/"), "Way: long"));

    Latency latency =
        marked.run(PER_SECOND, Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(30));

    assertThat(latency.unlike().refused()).isEqualTo(1);
    assertThat(latency.unlike().failed()).isEqualTo(1);
    assertThat(latency.unlike().otherwise()).isEqualTo(1);
    assertThat(latency.unlike().first()).contains("500").contains("body of 1");
  }

  private void stallAtTheTenth(HttpServerRequest request) {
    if (asked.incrementAndGet() == 10) {
      vertx.setTimer(STALL_MILLIS, _ -> request.response().end("late"));
    } else {
      request.response().end("at once");
    }
  }

  private OpenLoop client(int connections, Handler<HttpServerRequest> handler) {
    HttpServer server =
        vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1").await();
    return new OpenLoop(vertx, server.actualPort(), connections, question());
  }

  private static Question question() {
    return Question.of(_ -> HttpText.get("/"));
  }
}
