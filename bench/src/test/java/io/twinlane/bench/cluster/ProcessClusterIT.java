package io.twinlane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlane.schema.testkit.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What may happen to processes does happen to them, and none is left. */
class ProcessClusterIT {

  @TempDir private static Path folder;
  private static TestDatabase database;
  private static ProcessCluster cluster;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    cluster =
        ProcessCluster.prepare(
            folder,
            new ProcessCluster.Shape(1, 1, 1),
            Map.of("DATABASE_URL", database.url(), "HEALTH_DATABASE_INTERVAL_MS", "100"));
    cluster.all().forEach(ServiceInstance::start);
    cluster.all().forEach(ServiceInstance::awaitLive);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    database.close();
  }

  @Test
  void whatIsFrozenAnswersNothingUntilItIsThawed() {
    ServiceInstance query = cluster.queries().getFirst();

    query.freeze();

    assertThat(query.alive()).isTrue();
    assertThat(query.probe("/health/live")).isZero();
    query.thaw();
    query.awaitLive();
  }

  @Test
  void whatWasKilledComesBackAtTheSamePlace() {
    ServiceInstance write = cluster.writes().getFirst();
    long before = write.process().pid();

    write.kill();

    assertThat(write.alive()).isFalse();
    assertThat(write.process().exitValue()).isEqualTo(128 + 9);
    write.start();
    write.awaitLive();
    assertThat(write.process().pid()).isNotEqualTo(before);
  }

  @Test
  void whatIsAskedToStopStopsInOrder() {
    ServiceInstance gateway = cluster.gateways().getFirst();

    int _ = gateway.stop();

    assertThat(gateway.alive()).isFalse();
    gateway.start();
    gateway.awaitLive();
  }

  @Test
  @EnabledIf("io.twinlane.bench.cluster.CutOff#possible")
  void whatIsCutOffHearsNothingUntilThatIsOver() {
    ServiceInstance query = cluster.queries().getFirst();

    try (CutOff _ = CutOff.of(query)) {
      assertThat(hears(query)).isFalse();
      assertThat(query.probe("/health/live")).isEqualTo(200);
    }

    assertThat(hears(query)).isTrue();
  }

  /** Whether packets reach its port, even if nobody listens there. */
  private static boolean hears(ServiceInstance service) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port("CLUSTER_BUS_PORT")),
          500);
      return true;
    } catch (IOException e) {
      return e instanceof ConnectException;
    }
  }

  @Test
  void nothingIsLeftNotEvenWhatIsFrozen() {
    ProcessCluster other =
        ProcessCluster.prepare(
            folder.resolve("other"),
            new ProcessCluster.Shape(1, 0, 0),
            Map.of("DATABASE_URL", database.url()));
    ServiceInstance query = other.queries().getFirst();
    query.start();
    query.awaitLive();
    query.freeze();

    other.close();

    assertThat(query.process().onExit().join().isAlive()).isFalse();
  }
}
