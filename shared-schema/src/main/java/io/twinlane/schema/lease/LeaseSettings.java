package io.twinlane.schema.lease;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;

/**
 * How long leases run. All services of a cluster must have the same.
 *
 * @param length how long one lease runs; also how long a write waits at most for a holder that has
 *     fallen silent, and how long a write-service trusts what it read in the register
 */
public record LeaseSettings(Duration length) {

  public static LeaseSettings from(Environment env) {
    return new LeaseSettings(env.millis("CLUSTER_LEASE_MS", 200, 60_000, 2_000));
  }

  /** How often a lease is renewed that is in use. */
  public Duration renewal() {
    return length.dividedBy(4);
  }

  /** More than clocks of two machines drift apart while a lease runs. */
  public Duration lengthAndMargin() {
    return length.plus(length.dividedBy(20)).plusMillis(10);
  }
}
