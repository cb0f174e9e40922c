package io.twinlane.gateway.rest;

import io.twinlane.schema.message.Deadline;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a client waits: what its {@code Request-Timeout} says in seconds, within the limit. */
final class Patience {

  private static final String HEADER = "Request-Timeout";
  private static final int LENGTH_MAX = 12;

  private Patience() {}

  static Deadline deadline(MultiMap headers, Duration max) {
    String given = headers.get(HEADER);
    return Deadline.after(given == null ? max : within(given.strip(), max));
  }

  private static Duration within(String given, Duration max) {
    Duration wanted = seconds(given);
    if (wanted == null || wanted.isZero()) {
      throw new RestException(
          Problem.header(HEADER, "a number of seconds above 0, such as 5 or 0.5"));
    }
    return wanted.compareTo(max) < 0 ? wanted : max;
  }

  private static @Nullable Duration seconds(String given) {
    return given.length() <= LENGTH_MAX && given.matches("\\d+(\\.\\d{1,3})?")
        ? Duration.ofMillis(new BigDecimal(given).movePointRight(3).longValue())
        : null;
  }
}
