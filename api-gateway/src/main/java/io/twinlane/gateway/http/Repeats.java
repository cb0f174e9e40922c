package io.twinlane.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that are, byte for byte, like an earlier one whose answer came from the cache:
 * the same caller asks the same with the same headers. Nothing of such a request is parsed or
 * planned again, but the lane is asked, each time, whether the answer is still the one it would
 * give. Whatever is not sure goes the whole way.
 *
 * <p>Lives on the gateway's event loop. What is remembered is bounded by bytes; a request is
 * remembered when it comes for the second time, so that those that come once take no room.
 */
public final class Repeats {

  /** A longer answer is not remembered. */
  static final int ANSWER_MAX = 64 * 1024;

  /**
   * Most of a request is its headers, which are kept as texts, and as what policies may look at.
   */
  private static final int COPIES = 5;

  private static final int SEEN_MAX = 8 * 1024;
  private static final String DECODER = "httpDecoder";
  private static final String HANDLER = "handler";

  private final Observations observations;
  private final Cache<RequestBytes, Repeat> remembered;
  private final AtomicLong given = new AtomicLong();

  /** Hashes of requests that came lately, each in its place; 0 for none. */
  private final int[] seen = new int[SEEN_MAX];

  /** Some that remember nothing yet, and so many bytes at most. */
  public Repeats(long bytesMax, Observations observations, MeterRegistry meters) {
    this.observations = observations;
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .weigher((RequestBytes request, Repeat repeat) ->
                COPIES * request.length() + repeat.weight())
            .executor(Runnable::run)
            .build();
    FunctionCounter.builder("twinlane.repeats", given, AtomicLong::getOpaque)
        .description("Requests that were answered like the same bytes before, without parsing")
        .register(meters);
    Gauge.builder("twinlane.repeats.kept.bytes", remembered, Repeats::weight)
        .description("What all answers weigh that are remembered by the bytes of their requests")
        .strongReference(true)
        .register(meters);
  }

  private static double weight(Cache<RequestBytes, Repeat> remembered) {
    return remembered.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** A client has opened a connection, on which nothing has come yet. */
  public void opened(HttpConnection connection, KeptConnections kept) {
    if (!(connection instanceof HttpServerConnection server)) {
      return;
    }
    ChannelPipeline pipeline = server.channelHandlerContext().pipeline();
    if (pipeline.get(DECODER) != null) {
      RepeatingConnection one = new RepeatingConnection(this, () -> kept.underWay(connection));
      pipeline.addBefore(DECODER, "repeatsBytes", one.bytes());
      pipeline.addBefore(HANDLER, "repeatsMessages", one.messages());
    }
  }

  /** Nothing of before is repeated: from now on answers end their connections, and are not kept. */
  public void leave() {
    remembered.invalidateAll();
  }

  /** The answer to a request that is known, to be released; null if it is to go the whole way. */
  @Nullable ByteBuf answer(RequestBytes request, ByteBufAllocator allocator) {
    long begun = System.nanoTime();
    Repeat repeat = remembered.getIfPresent(request);
    if (repeat == null) {
      return null;
    }
    ByteBuf answer = repeat.answer(allocator, begun);
    if (answer == null) {
      // most likely for ever: it takes no room any more
      remembered.invalidate(request);
    } else {
      given.setOpaque(given.getPlain() + 1);
    }
    return answer;
  }

  /** Whether a request came before, or one with its hash, so that it is worth remembering. */
  boolean comesAgain(RequestBytes request) {
    int hash = request.hashCode() | 1;
    int place = (hash >>> 1) % SEEN_MAX;
    boolean again = seen[place] == hash;
    seen[place] = hash;
    return again;
  }

  /** Who counts the requests that repeat one; null if each must be seen. */
  Repeat.@Nullable Count counted(Observation first) {
    return observations.counted(first);
  }

  void remember(RequestBytes request, Repeat repeat) {
    remembered.put(request, repeat);
  }
}
