package io.twinlane.gateway.bus;

import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.settings.Environment;
import java.util.Optional;

/**
 * How much a gateway keeps of what the CACHED lane has given.
 *
 * @param bytesMax what all copies together may weigh
 * @param leases how long leases run
 */
public record NearCacheSettings(long bytesMax, LeaseSettings leases) {

  /** Empty where copies are switched off. */
  public static Optional<NearCacheSettings> from(Environment env) {
    long bytesMax = env.bytes("NEAR_CACHE_MAX_BYTES", 0, 1L << 40, 16 << 20);
    LeaseSettings leases = LeaseSettings.from(env);
    return bytesMax == 0 ? Optional.empty() : Optional.of(new NearCacheSettings(bytesMax, leases));
  }
}
