package io.twinlane.bench;

import io.twinlane.bench.cluster.ProcessCluster;
import io.twinlane.bench.cluster.ProcessCluster.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How the services are spread over processes, and who of them keeps answers. */
enum Way {
  ONE("one process"),
  NEAR("three processes, near cache"),
  FAR("three processes"),
  TWO_QUERIES("two query-services"),
  /** Nobody is told of a write here, for nobody reads. */
  UNTOLD("three processes, no cache");

  private final String label;

  Way(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** What is not as it is by default. */
  Map<String, String> settings() {
    return switch (this) {
      case ONE, NEAR -> Map.of();
      case FAR, TWO_QUERIES -> Map.of("NEAR_CACHE_MAX_BYTES", "0");
      case UNTOLD -> Map.of("NEAR_CACHE_MAX_BYTES", "0", "CACHE_ENABLED", "false");
    };
  }

  /** Whether it is asked for reads too. */
  boolean reads() {
    return switch (this) {
      case ONE, NEAR, FAR, TWO_QUERIES -> true;
      case UNTOLD -> false;
    };
  }

  /** What {@code Cache-Status} says of a hit that comes from where it should. */
  boolean hit(String answer) {
    return answer.contains("Twinlane; hit") && answer.contains("detail=near") == (this == NEAR);
  }

  /** The processes, none started yet, on a database of their own. */
  ProcessCluster prepare(Path folder, String databaseUrl) {
    Map<String, String> all = new HashMap<>(settings());
    all.put("DATABASE_URL", databaseUrl);
    return switch (this) {
      case ONE -> ProcessCluster.inOneProcess(folder, all);
      case NEAR, FAR, UNTOLD -> ProcessCluster.asDeployed(folder, new Shape(1, 1, 1), all);
      case TWO_QUERIES -> ProcessCluster.asDeployed(folder, new Shape(2, 1, 1), all);
    };
  }
}
