package io.twinlane.schema.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the health check of a container sees of a management server. */
class ProbeIT {

  private final Vertx vertx = Vertx.vertx();
  private final Monitoring monitoring = Monitoring.of(vertx);

  @AfterEach
  void close() {
    ServiceProcess.await(vertx.close());
  }

  @Test
  void aServiceThatIsReadyIsWell() {
    Listen management = served("127.0.0.1");
    monitoring.health().started();

    assertThat(Probe.well(management, "/health/ready")).isTrue();
  }

  @Test
  void aServiceThatIsNotReadyIsNotWellThoughItLives() {
    Listen management = served("127.0.0.1");

    assertThat(Probe.well(management, "/health/ready")).isFalse();
    assertThat(Probe.well(management, "/health/live")).isTrue();
  }

  @Test
  void aServerAtEveryAddressIsAskedAtTheLoopbackOne() {
    Listen management = served("0.0.0.0");

    assertThat(Probe.well(management, "/health/live")).isTrue();
  }

  @Test
  void nobodyListeningIsNotWell() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(Probe.well(new Listen("127.0.0.1", free), "/health/ready")).isFalse();
  }

  @Test
  void aServerThatNeverAnswersIsNotWell() {
    NetServer silent = vertx.createNetServer().connectHandler(_ -> {});
    ServiceProcess.await(silent.listen(0, "127.0.0.1"));

    assertThat(Probe.well(new Listen("127.0.0.1", silent.actualPort()), "/health/ready")).isFalse();
  }

  private Listen served(String host) {
    ManagementVerticle management = new ManagementVerticle(new Listen(host, 0), monitoring);
    ServiceProcess.await(vertx.deployVerticle(management));
    return new Listen(host, management.port());
  }
}
