package io.twinlane.bench.contender;

import io.twinlane.bench.measure.ClosedLoop;
import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Load;
import io.twinlane.bench.measure.OpenLoop;
import io.twinlane.bench.measure.Question;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * A server that is asked over HTTP.
 *
 * @param vertx runs the client
 */
public record OverHttp(Vertx vertx, String name, Server server, Question question)
    implements Contender {

  /** Keep-alive connections of the client. */
  public static final int CONNECTIONS = 64;

  /** Connections are new then, and the client's own code may not be compiled yet. */
  private static final Duration LEAD_IN = Duration.ofMillis(500);

  /** How long an answer that is due is waited for. */
  private static final Duration AFTERMATH = Duration.ofSeconds(10);

  @Override
  public Load load(Duration duration) {
    return new ClosedLoop(vertx, server.port(), CONNECTIONS, question).run(duration);
  }

  @Override
  public Latency latency(double perSecond, Duration duration) {
    return new OpenLoop(vertx, server.port(), CONNECTIONS, question)
        .run(perSecond, LEAD_IN, duration, AFTERMATH);
  }

  @Override
  public List<ProcessHandle> servers() {
    return List.of(server.process());
  }
}
