package io.twinlane.bench.contender;

import io.twinlane.bench.measure.Latency;
import io.twinlane.bench.measure.Load;
import java.time.Duration;
import java.util.List;

/** One way of doing the work that is measured. */
public interface Contender {

  /** Who does it, and how. */
  String name();

  /** Does as much as it can for about so long. */
  Load load(Duration duration);

  /** Does so much in a second, by a schedule, for about so long. */
  Latency latency(double perSecond, Duration duration);

  /**
   * The processes whose CPU time, with all below them, is the contender's own; none where all work
   * is PostgreSQL's and the load generator's.
   */
  List<ProcessHandle> servers();
}
