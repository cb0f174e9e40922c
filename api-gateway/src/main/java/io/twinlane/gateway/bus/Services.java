package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Hail;
import io.twinlane.schema.message.LaneState;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.service.Instance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The services that run the lanes, as far as they have told of themselves.
 *
 * <p>One that has been silent for too long counts as gone, and is forgotten once nothing waits for
 * it. One that refuses is not asked again until it tells of itself. One that has work and answers
 * nothing for a second is hailed: whoever waits for it learns within some three seconds that it is
 * gone. Safe from any thread.
 */
public final class Services {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration HAIL_TIMEOUT = Duration.ofMillis(900);
  private static final int HAILS_MISSED_MAX = 2;

  private final Vertx vertx;
  private final Duration silenceMax;
  private final Map<String, Service> known = new HashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<Service> readers = List.of();
  private volatile List<Service> writers = List.of();

  /**
   * @param silenceMax how old the last word of a service may be
   */
  public Services(Vertx vertx, Duration silenceMax) {
    this.vertx = vertx;
    this.silenceMax = silenceMax;
  }

  /** Begins to hear of services. */
  public Future<Void> listen() {
    long millis = Math.clamp(silenceMax.dividedBy(4).toMillis(), 1, LOOK_EVERY.toMillis());
    vertx.setPeriodic(millis, _ -> forgetTheSilent());
    vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> hailTheSuspect());
    return vertx
        .eventBus()
        .<LaneState>consumer(Address.STATE.value(), message -> hear(message.body()))
        .completion();
  }

  /** What the services of a lane told last that are there and not about to leave. */
  public synchronized List<LaneState> states(Address lane) {
    long now = System.nanoTime();
    return known.values().stream()
        .filter(service -> service.usable(now, silenceMax.toNanos()))
        .map(Service::state)
        .filter(state -> state.lane() == lane)
        .toList();
  }

  /** Who is asked at an address, for what has this hash; null if nobody is known. */
  @Nullable Service choose(Address address, long hash) {
    return switch (address) {
      case QUERY, ROWS -> Rendezvous.choose(readers, hash);
      case CATALOG -> next(readers);
      case WRITE -> next(writers);
      case PIECES,
          BUMP,
          LEASE,
          POSITION,
          SHAPE,
          CACHE,
          FIGURES,
          FLUSHED,
          CHANGES,
          ABANDONED,
          SCHEMA,
          STATE ->
          throw new IllegalArgumentException(address + " is not a lane's");
    };
  }

  private @Nullable Service next(List<Service> services) {
    return services.isEmpty()
        ? null
        : services.get(Math.floorMod(turn.getAndIncrement(), services.size()));
  }

  /** A service takes nothing new: it is not there, or about to leave. */
  void refused(Service service) {
    service.refuse();
    refresh();
  }

  /** Whatever it was before, it is there now. */
  synchronized void hear(LaneState state) {
    long now = System.nanoTime();
    known.computeIfAbsent(state.instance(), _ -> new Service(state, now)).hear(state, now);
    refresh();
  }

  private synchronized void forgetTheSilent() {
    long now = System.nanoTime();
    known
        .values()
        .removeIf(service -> service.silent(now, silenceMax.toNanos()) && service.load() == 0);
    refresh();
  }

  private synchronized void refresh() {
    readers = usable(Address.QUERY);
    writers = usable(Address.WRITE);
  }

  /** Those that are ready, or all that are there if none is. */
  private List<Service> usable(Address lane) {
    long now = System.nanoTime();
    List<Service> all =
        known.values().stream()
            .filter(service -> service.state().lane() == lane)
            .filter(service -> service.usable(now, silenceMax.toNanos()))
            .toList();
    List<Service> ready = all.stream().filter(service -> service.state().ready()).toList();
    return ready.isEmpty() ? all : ready;
  }

  private synchronized void hailTheSuspect() {
    known.values().stream().filter(Service::suspect).forEach(this::hail);
  }

  private void hail(Service service) {
    vertx
        .eventBus()
        .<Reply>request(
            service.address(Address.STATE),
            new Hail(),
            new DeliveryOptions().setSendTimeout(HAIL_TIMEOUT.toMillis()))
        .onSuccess(_ -> service.answered())
        .onFailure(cause -> unheard(service, Instance.absent(cause)));
  }

  /** What may be slow keeps what cannot be asked of another. */
  private void unheard(Service service, boolean absent) {
    if (absent || service.missed() >= HAILS_MISSED_MAX) {
      refused(service);
      service.lose(absent);
    }
  }

  /** Whether the way to a service broke: it may or may not have got the message. */
  static boolean broken(Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.ERROR;
  }
}
