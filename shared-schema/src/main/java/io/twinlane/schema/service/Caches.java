package io.twinlane.schema.service;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The caches of all query-services that were heard of, and the one of this process. One that has
 * ended is forgotten when it is asked. Lives on one event loop.
 */
final class Caches {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int KNOWN_MAX = 1_000;

  private final EventBus bus;
  private final Map<String, Boolean> known = new Recent<>(KNOWN_MAX);

  Caches(EventBus bus) {
    this.bus = bus;
  }

  /**
   * What the caches answered.
   *
   * @param replies by the name of the service
   * @param silent how many gave no answer in time
   */
  record Answers(Map<String, CacheReply> replies, long silent) {

    long flushed() {
      return replies.values().stream().mapToLong(CacheReply::flushed).sum();
    }
  }

  /** Begins to hear of query-services. */
  Future<Void> listen() {
    return bus.<LaneState>consumer(Address.STATE.value(), message -> hear(message.body()))
        .completion();
  }

  private void hear(LaneState state) {
    if (state.lane() == Address.QUERY) {
      known.put(state.instance(), true);
    }
  }

  /** Asks the one of this process; fails if it has none. */
  Future<CacheReply> own(CacheRequest request) {
    return ask(Address.CACHE.value(), request, options().setLocalOnly(true));
  }

  /** Asks all of them. */
  Future<Answers> all(CacheRequest request) {
    List<String> asked = List.copyOf(new TreeSet<>(known.keySet()));
    List<Future<Optional<CacheReply>>> replies =
        asked.stream().map(instance -> one(instance, request)).toList();
    return Future.join(replies).transform(_ -> Future.succeededFuture(answers(asked, replies)));
  }

  /** Asks all of them to empty themselves, and then tells those who keep copies of answers. */
  Future<Answers> flush(CacheRequest request) {
    return all(request).onSuccess(_ -> bus.publish(Address.FLUSHED.value(), request));
  }

  /** Nothing of one that is not there, whose cache has ended with it. */
  private Future<Optional<CacheReply>> one(String instance, CacheRequest request) {
    return ask(Address.CACHE.of(instance), request, options())
        .map(Optional::of)
        .recover(cause -> {
          if (!Instance.absent(cause)) {
            return Future.failedFuture(cause);
          }
          known.remove(instance);
          return Future.succeededFuture(Optional.empty());
        });
  }

  private static Answers answers(List<String> asked, List<Future<Optional<CacheReply>>> futures) {
    Map<String, CacheReply> replies = new LinkedHashMap<>();
    long silent = 0;
    for (int i = 0; i < asked.size(); i++) {
      Future<Optional<CacheReply>> future = futures.get(i);
      if (future.failed()) {
        silent++;
      } else {
        String instance = asked.get(i);
        future.result().ifPresent(reply -> replies.put(instance, reply));
      }
    }
    return new Answers(replies, silent);
  }

  private Future<CacheReply> ask(String address, CacheRequest request, DeliveryOptions options) {
    return bus.<Reply>request(address, request, options)
        .map(message -> (CacheReply) message.body());
  }

  private static DeliveryOptions options() {
    return new DeliveryOptions().setSendTimeout(TIMEOUT.toMillis());
  }
}
