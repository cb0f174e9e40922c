package io.twinlane.bench.compare;

import io.twinlane.bench.cluster.ProcessCluster;
import io.twinlane.bench.cluster.ProcessCluster.Shape;
import io.twinlane.bench.cluster.ServiceInstance;
import io.twinlane.bench.compare.Comparison.Footprint;
import io.twinlane.bench.measure.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A query-service that is alone, as a process of its own: what it takes to be there. */
final class OneService {

  static final String NAME = "one query-service, alone";

  private OneService() {}

  /**
   * Starts one on a database that is migrated, and ends it.
   *
   * @throws IllegalStateException if it does not become ready
   */
  static Footprint measure(Path folder, String databaseUrl) {
    Map<String, String> settings = Map.of("DATABASE_URL", databaseUrl);
    try (ProcessCluster cluster = ProcessCluster.asDeployed(folder, new Shape(1, 0, 0), settings)) {
      ServiceInstance service = cluster.queries().getFirst();
      long begin = System.nanoTime();
      service.start();
      service.awaitReady();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      double resident = Memory.residentMebibytes(service.process().toHandle());
      return new Footprint(NAME, took.toMillis() / 1e3, resident, Double.NaN);
    }
  }
}
