package io.twinlane.gateway.sql;

import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.schema.settings.Environment;
import java.time.Duration;

/**
 * How SQL over HTTP behaves.
 *
 * @param enabled whether there is any
 * @param requestBytesMax the largest body of a request
 * @param timeout how long a client is made to wait
 * @param compression whether answers are compressed for clients that can take it
 * @param rateLimit requests that one user at one address may send in a window; 0 for no limit
 * @param rateWindow how long that window is
 */
public record SqlSettings(
    boolean enabled,
    int requestBytesMax,
    Duration timeout,
    boolean compression,
    int rateLimit,
    Duration rateWindow) {

  /** What clients of both dialects have in common is as it is for REST. */
  public static SqlSettings from(Environment env, RestSettings rest) {
    return new SqlSettings(
        env.flag("SQL_ENABLED", true),
        (int) env.bytes("SQL_REQUEST_MAX_BYTES", 1_024, 1 << 30, 10 << 20),
        rest.timeout(),
        rest.compression(),
        rest.rateLimit(),
        rest.rateWindow());
  }
}
