package io.twinlane.gateway.http;

import io.twinlane.schema.log.Fields;
import io.twinlane.schema.log.LineQuota;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TraceId;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A line for each request that was answered, or for each that failed by a fault of ours. It has the
 * path and never the query, whose values are data. Lives on the gateway's event loop.
 */
public final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger(Logging.ACCESS);
  private static final int PATH_MAX = 200;
  private static final int SERVERS_FAULT = 500;

  /** Of requests that all fail, some lines say as much as all. */
  private static final int ERRORS_MAX = 100;

  private final Settings settings;
  private final LineQuota errors;

  /** One that listens to these, from now on. */
  public AccessLog(Vertx vertx, Settings settings, Observations observations) {
    this.settings = settings;
    this.errors =
        new LineQuota(
            vertx,
            ERRORS_MAX,
            left ->
                LOG.atWarn()
                    .addKeyValue("left_out", left)
                    .log("more requests failed, of which there is no line"));
    if (settings.which() != Which.OFF) {
      observations.listen(
          this::ended, _ -> settings.which() == Which.ALL ? null : AccessLog::untold);
    }
  }

  /** Which requests have a line. */
  public enum Which {
    OFF,
    /** Those that were answered with a status of 500 or above. */
    ERRORS,
    ALL
  }

  /**
   * What is logged of requests.
   *
   * @param address whether a line tells the client's address, which is personal data
   */
  public record Settings(Which which, boolean address) {

    public static Settings from(Environment env) {
      return new Settings(
          env.oneOf("ACCESS_LOG", Which.class, Which.ERRORS),
          env.flag("ACCESS_LOG_ADDRESS", false));
    }
  }

  /** Who repeats an answer has not failed. */
  private static void untold(long nanos, long bytes) {}

  private void ended(Observation one) {
    boolean told =
        switch (settings.which()) {
          case OFF -> false;
          case ERRORS -> one.status() >= SERVERS_FAULT && errors.admits();
          case ALL -> true;
        };
    if (told) {
      tell(one);
    }
  }

  private void tell(Observation one) {
    int status = one.status();
    String trace = TraceId.told(one.request().response());
    new Fields(RequestLine.of(LOG.atLevel(level(status)), one.requestId().orElse(null), trace))
        .put("method", one.request().method().name())
        .put("route", one.route().pattern())
        .put("path", path(one))
        .put("status", status)
        .put("duration_us", TimeUnit.NANOSECONDS.toMicros(one.nanos()))
        .put("lane", one.lane().word())
        .put("cache", one.cache().map(CacheStatusHeader::word).orElse(null))
        .put("bytes", one.request().response().bytesWritten())
        .put("address", settings.address() ? one.request().remoteAddress().hostAddress() : null)
        .log("request");
  }

  private static String path(Observation one) {
    String path = String.valueOf(one.request().path());
    return path.length() <= PATH_MAX ? path : path.substring(0, PATH_MAX) + "…";
  }

  private static Level level(int status) {
    if (status == SERVERS_FAULT) {
      return Level.ERROR;
    }
    return status > SERVERS_FAULT ? Level.WARN : Level.INFO;
  }
}
