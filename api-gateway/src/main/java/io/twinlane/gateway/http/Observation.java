package io.twinlane.gateway.http;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.LaneTimes;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.trace.HttpRoute;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of one request from its coming until its end, when {@link Observations} passes it on
 * to whoever counts or logs requests. Lives on the gateway's event loop.
 */
public final class Observation {

  /** What proxies write of a request whose client did not wait for the answer. */
  public static final int CLIENT_GONE = 499;

  private static final String KEY = Observation.class.getName();

  private final HttpServerRequest request;
  private final Observations observers;
  private final long begunNanos = System.nanoTime();
  private Lane lane = Lane.NONE;
  private @Nullable CacheStatus cache;
  private long nanos = -1;
  private long waitedNanos = -1;
  private boolean aborted;
  private boolean timed;
  private long firstAskedNanos;
  private long lastAskedNanos;
  private long askedNanos;
  private @Nullable LaneTimes laneTimes;
  private int asks;
  private @Nullable Again again;
  private @Nullable BooleanSupplier stillSo;

  Observation(HttpServerRequest request, Observations observers) {
    this.request = request;
    this.observers = observers;
  }

  /** The lane that a request was put to; the last one, if there were two. */
  public enum Lane {
    NONE("none"),
    CACHED("cached"),
    DIRECT("direct");

    private final String word;

    Lane(String word) {
      this.word = word;
    }

    /** As metrics and logs call it. */
    public String word() {
      return word;
    }
  }

  /** That of the request that a handler has before it. */
  public static Observation of(RoutingContext context) {
    return Objects.requireNonNull(context.<Observation>get(KEY));
  }

  /** Lets handlers find it. */
  void attach(RoutingContext context) {
    context.put(KEY, this);
  }

  /** A lane is being asked: at that address, which is {@link Address#WRITE} for one of the two. */
  public void asked(Address address) {
    if (timed) {
      lastAskedNanos = System.nanoTime();
      firstAskedNanos = firstAskedNanos == 0 ? lastAskedNanos : firstAskedNanos;
    }
    asks++;
    lane = address == Address.WRITE ? Lane.DIRECT : Lane.CACHED;
  }

  /** A lane has answered. */
  public void answered(Reply reply) {
    if (timed) {
      askedNanos += System.nanoTime() - lastAskedNanos;
      laneTimes = reply instanceof Done done ? done.times() : null;
    }
    Done done = reply instanceof Done given ? given : null;
    cache = done == null ? null : done.cache();
    again = done == null ? null : done.again();
  }

  /**
   * The answer is that of the lane and of nothing else, and may be given to the same request again.
   *
   * @param so whether the lane would still be asked the same
   */
  public void mayRepeat(BooleanSupplier so) {
    stillSo = so;
  }

  /** On what terms the answer may be given to the same request again; null if it may not. */
  Repeat.@Nullable Terms repeatable() {
    Again way = again;
    BooleanSupplier so = stillSo;
    return way == null || so == null || asks != 1 || timed ? null : new Repeat.Terms(way, so);
  }

  /** The request, with its answer. */
  public HttpServerRequest request() {
    return request;
  }

  public HttpRoute route() {
    return HttpRoute.of(request.path());
  }

  public Lane lane() {
    return lane;
  }

  /** What the cache had to do with it; empty where no lane answered, or none that has a cache. */
  public Optional<CacheStatus> cache() {
    return Optional.ofNullable(cache);
  }

  /** The status that was sent, or {@link #CLIENT_GONE} if the answer was not sent to its end. */
  public int status() {
    return aborted ? CLIENT_GONE : request.response().getStatusCode();
  }

  /** From the request's coming until its answer was handed to the connection, or until now. */
  public long nanos() {
    return nanos < 0 ? System.nanoTime() - begunNanos : nanos;
  }

  /** The client has its answer, and is told more for as long as it stays. */
  public void goesOn() {
    waitedNanos = nanos();
  }

  /** How long the client waited for its answer: all of the time, unless it {@link #goesOn()}. */
  public long waitedNanos() {
    return waitedNanos < 0 ? nanos() : waitedNanos;
  }

  /** What the client calls the request, or what it was called here; empty where nobody looked. */
  public Optional<String> requestId() {
    return Optional.ofNullable(request.response().headers().get(RequestId.HEADER));
  }

  /** From now on it is noted where the time goes. */
  void noteTimes() {
    timed = true;
  }

  /** Whether it is, and a lane is to tell its part. */
  public boolean timed() {
    return timed;
  }

  /**
   * Where the time went so far.
   *
   * @param asked whether a lane was asked at all
   * @param planNanos until then
   * @param askedNanos from asking to the answer, for all that was asked
   * @param lane of the last lane; null if it did not tell
   */
  record Times(boolean asked, long planNanos, long askedNanos, @Nullable LaneTimes lane) {}

  Times times() {
    return new Times(firstAskedNanos != 0, firstAskedNanos - begunNanos, askedNanos, laneTimes);
  }

  /** The answer has been written. */
  void ended() {
    if (nanos < 0) {
      nanos = System.nanoTime() - begunNanos;
      observers.ended(this);
    }
  }

  /** The connection has gone before that. */
  void aborted() {
    aborted = nanos < 0;
    ended();
  }
}
