package io.twinlane.gateway.http;

import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.LaneTimes;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code Server-Timing} (W3C): where the time of a request went, in milliseconds, on answers whose
 * clients ask for it.
 *
 * <p>{@code plan} is from the request's coming until a lane is asked; {@code bus} the way to the
 * lane and back; {@code queue} the wait for a connection; {@code db} PostgreSQL; {@code cache} and
 * {@code announce} what else the one lane and the other do; {@code total} is until the answer's
 * head was written.
 */
public final class ServerTiming {

  /** By which a client asks. */
  public static final String ASKED = "Twinlane-Timing";

  static final String NAME = "Server-Timing";

  private static final long NANOS_OF_MICROSECOND = 1_000;
  private static final long THOUSAND = 1_000;
  private static final int DECIMALS_END = 4;

  private ServerTiming() {}

  /** On which answers it is. */
  public enum When {
    OFF,
    ON_REQUEST,
    ALWAYS;

    public static When from(Environment env) {
      return env.oneOf(
          "SERVER_TIMING",
          When.class,
          env.name() == EnvironmentName.DEVELOPMENT ? ALWAYS : ON_REQUEST);
    }

    boolean wanted(HttpServerRequest request) {
      return switch (this) {
        case OFF -> false;
        case ON_REQUEST -> asked(request.getHeader(ASKED));
        case ALWAYS -> true;
      };
    }
  }

  private static boolean asked(@Nullable String header) {
    return header != null && !header.equals("0");
  }

  /** Adds it as the answer's head is written; for pages too that may read the answer. */
  static void add(Observation one) {
    HttpServerResponse response = one.request().response();
    response.headersEndHandler(_ -> {
      response.putHeader(HeaderNames.of(NAME), text(one));
      String readableBy = response.headers().get(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
      if (readableBy != null) {
        response.putHeader("Timing-Allow-Origin", readableBy);
      }
    });
  }

  private static String text(Observation one) {
    StringBuilder text = new StringBuilder(120);
    Observation.Times times = one.times();
    if (times.asked()) {
      append(text, "plan", times.planNanos());
      appendLane(text, one, times);
    }
    append(text, "total", one.nanos());
    return text.toString();
  }

  private static void appendLane(StringBuilder text, Observation one, Observation.Times times) {
    LaneTimes lane = times.lane();
    if (lane == null) {
      // it failed, or is a copy of the gateway's own
      append(text, one.cache().isPresent() ? "cache" : "bus", times.askedNanos());
    } else {
      append(text, "bus", Math.max(0, times.askedNanos() - lane.total()));
      append(text, "queue", lane.queue());
      append(text, "db", lane.database());
      append(
          text,
          one.lane() == Observation.Lane.DIRECT ? "announce" : "cache",
          Math.max(0, lane.total() - lane.queue() - lane.database()));
    }
    one.cache().ifPresent(status -> describe(text, status));
  }

  /** What the cache did, behind the metric that is of it. */
  private static void describe(StringBuilder text, CacheStatus status) {
    if (text.lastIndexOf("cache;") > 0) {
      text.append(";desc=\"").append(CacheStatusHeader.word(status)).append('"');
    }
  }

  /**
   * In milliseconds with three decimals; each answer may have several, so that no format is read.
   */
  private static void append(StringBuilder text, String name, long nanos) {
    long micros = (nanos + NANOS_OF_MICROSECOND / 2) / NANOS_OF_MICROSECOND;
    text.append(text.isEmpty() ? "" : ", ").append(name).append(";dur=").append(micros / THOUSAND);
    text.append('.').append(Long.toString(THOUSAND + micros % THOUSAND), 1, DECIMALS_END);
  }
}
