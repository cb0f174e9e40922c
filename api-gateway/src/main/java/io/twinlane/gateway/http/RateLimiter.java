package io.twinlane.gateway.http;

import io.twinlane.schema.service.Recent;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets each identity send so many requests in a window of time, at any pace, and tells how many are
 * left in {@code RateLimit} headers (draft-ietf-httpapi-ratelimit-headers-10). Who has no token is
 * known by address.
 *
 * <p>Each request moves the time at which an identity would have used up nothing into the future,
 * by a request's share of the window; it may not lie further ahead than the window is long. One
 * number for each identity suffices, and the oldest are forgotten. Lives on one event loop; each
 * gateway counts by itself.
 */
public final class RateLimiter {

  private static final int REMEMBERED_MAX = 10_000;

  private final int requests;
  private final Duration window;
  private final long share;
  private final Map<String, Long> clearAtNanos = new Recent<>(REMEMBERED_MAX);

  /**
   * A limiter of so many requests in a window.
   *
   * @param requests 0 for no limit
   */
  public RateLimiter(int requests, Duration window) {
    this.requests = requests;
    this.window = window;
    this.share = requests == 0 ? 0 : window.toNanos() / requests;
  }

  /**
   * One request too many.
   *
   * @param requests that there may be
   * @param windowSeconds in which there may be so many
   * @param waitSeconds until there may be one more
   */
  public record Excess(int requests, long windowSeconds, long waitSeconds) {}

  /**
   * Counts a request, and tells the client what is left; the excess, if it is one too many.
   *
   * @param identity whose request it is; asked for only where there is a limit
   * @param nowNanos of {@link System#nanoTime}
   */
  public Optional<Excess> count(
      Supplier<String> identity, HttpServerResponse response, long nowNanos) {
    if (requests == 0) {
      return Optional.empty();
    }
    String whose = identity.get();
    Long known = clearAtNanos.get(whose);
    long ahead = known == null ? 0 : Math.max(0, known - nowNanos);
    boolean admitted = ahead + share <= window.toNanos();
    long used = admitted ? ahead + share : ahead;
    clearAtNanos.put(whose, nowNanos + used);
    response
        .putHeader(
            "RateLimit-Policy",
            "\"requests\";q=%d;w=%d".formatted(requests, seconds(window.toNanos())))
        .putHeader(
            "RateLimit",
            "\"requests\";r=%d;t=%d".formatted((window.toNanos() - used) / share, seconds(used)));
    return admitted
        ? Optional.empty()
        : Optional.of(
            new Excess(
                requests, seconds(window.toNanos()), seconds(ahead + share - window.toNanos())));
  }

  /** Full seconds, rounded up. */
  private static long seconds(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return (nanos + second - 1) / second;
  }
}
