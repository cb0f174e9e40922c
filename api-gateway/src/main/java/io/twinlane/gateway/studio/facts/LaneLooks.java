package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.bus.Services;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CacheRequest.Flush;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.FiguresRequest;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks every service of both lanes how it does. One that gives no answer in time is left out. Lives
 * on one event loop.
 */
final class LaneLooks {

  /** Less than the time from one look to the next. */
  private static final Duration TIMEOUT = Duration.ofMillis(900);

  private final EventBus bus;
  private final Services services;

  LaneLooks(EventBus bus, Services services) {
    this.bus = bus;
    this.services = services;
  }

  /**
   * What the services answered, each by its name.
   *
   * @param caches of the query-services
   * @param cached pools of the query-services
   * @param direct pools of the write-services
   */
  record Look(
      Map<String, CacheReply> caches,
      Map<String, FiguresReply> cached,
      Map<String, FiguresReply> direct) {}

  /** A look at all of them. Never fails. */
  Future<Look> look() {
    FiguresRequest figures = new FiguresRequest(null);
    Future<Map<String, CacheReply>> caches =
        all(Address.QUERY, Address.CACHE, new CacheRequest(Flush.NOTHING, null), CacheReply.class);
    Future<Map<String, FiguresReply>> cached =
        all(Address.QUERY, Address.FIGURES, figures, FiguresReply.class);
    Future<Map<String, FiguresReply>> direct =
        all(Address.WRITE, Address.FIGURES, figures, FiguresReply.class);
    return Future.all(caches, cached, direct)
        .map(_ -> new Look(caches.result(), cached.result(), direct.result()));
  }

  /** What the query-services know of a statement, by its hash. Never fails. */
  Future<Map<String, FiguresReply>> statement(String hash) {
    return all(Address.QUERY, Address.FIGURES, new FiguresRequest(hash), FiguresReply.class);
  }

  private <T extends Reply> Future<Map<String, T>> all(
      Address lane, Address address, Request request, Class<T> kind) {
    List<String> asked = services.states(lane).stream().map(LaneState::instance).sorted().toList();
    List<Future<@Nullable T>> replies =
        asked.stream().map(instance -> one(address.of(instance), request, kind)).toList();
    return Future.all(replies)
        .map(_ -> {
          Map<String, T> named = new LinkedHashMap<>();
          for (int i = 0; i < asked.size(); i++) {
            T reply = replies.get(i).result();
            if (reply != null) {
              named.put(asked.get(i), reply);
            }
          }
          return named;
        });
  }

  private <T extends Reply> Future<@Nullable T> one(
      String address, Request request, Class<T> kind) {
    return bus.<Reply>request(
            address, request, new DeliveryOptions().setSendTimeout(TIMEOUT.toMillis()))
        .<@Nullable T>map(message -> kind.cast(message.body()))
        .otherwise((T) null);
  }
}
