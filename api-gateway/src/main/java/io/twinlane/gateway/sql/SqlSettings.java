package io.twinlane.gateway.sql;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;

/**
 * How SQL over HTTP behaves.
 *
 * @param enabled whether there is any
 * @param requestBytesMax the largest body of a request
 * @param timeout how long a client is made to wait
 */
public record SqlSettings(boolean enabled, int requestBytesMax, Duration timeout) {

  public static SqlSettings from(Environment env) {
    return new SqlSettings(
        env.flag("SQL_ENABLED", true),
        (int) env.bytes("SQL_REQUEST_MAX_BYTES", 1_024, 1 << 30, 10 << 20),
        env.millis("REQUEST_TIMEOUT_MS", 1, 3_600_000, 35_000));
  }
}
