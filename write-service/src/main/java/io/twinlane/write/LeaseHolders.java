package io.twinlane.write;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.LeaseRequest;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Those in a cluster who hold leases of this write-service.
 *
 * <p>Invariant 10: each of them is told of a write, and its writer is answered when each has
 * confirmed it or has no lease any more; not before everybody who gives answers from memory must
 * hold a lease, and not after this service may have been thought dead. Lives on one event loop.
 */
final class LeaseHolders implements Recipients {

  private final Vertx vertx;
  private final LeaseSettings settings;
  private final Registration registration;

  /** Those who show how many there are look from other threads. */
  private final Map<String, Holder> holders = new ConcurrentHashMap<>();

  private final AtomicLong waits = new AtomicLong();

  LeaseHolders(Vertx vertx, LeaseSettings settings, Registration registration) {
    this.vertx = vertx;
    this.settings = settings;
    this.registration = registration;
  }

  /** Grants a lease, if the register was seen and the holder confirms what it is told. */
  Future<LeaseGrant> answer(LeaseRequest request) {
    if (request.ending()) {
      Holder holder = holders.remove(request.holder());
      if (holder != null) {
        holder.end();
      }
      return Future.succeededFuture(nothing());
    }
    return registration.seen().map(line -> line == null ? nothing() : granted(line, request));
  }

  private LeaseGrant granted(Registration.Entered line, LeaseRequest request) {
    Holder holder =
        holders.computeIfAbsent(
            request.holder(), name -> new Holder(vertx, name, request.kind(), settings));
    long millis = holder.renew() ? settings.length().toMillis() : 0;
    return new LeaseGrant(line.writer(), millis, line.writers(), registration.millisLeft(line));
  }

  private static LeaseGrant nothing() {
    return new LeaseGrant("", 0, Set.of(), 0);
  }

  @Override
  public Future<?> tell(TablesChanged changed) {
    return registration
        .active()
        .compose(writer ->
            told(changed)
                .compose(_ -> registration.confirmed(writer))
                // under another name nobody was told
                .compose(confirmed -> confirmed ? Future.succeededFuture() : tell(changed)));
  }

  /**
   * One kind after the other. Who knows what statements write is told first of a change of the
   * schema: what it writes by what it knew is announced before anybody reads anew. Who has copies
   * of another's answers is told last, and so cannot take an old one again.
   */
  private Future<?> told(TablesChanged changed) {
    return (changed.everything() ? told(changed, Kind.WRITE_SETS) : Future.succeededFuture())
        .compose(_ -> told(changed, Kind.ANSWERS))
        .compose(_ -> told(changed, Kind.COPIES));
  }

  private void count(boolean confirmed) {
    if (!confirmed) {
      waits.setOpaque(waits.getPlain() + 1);
    }
  }

  /** Shows who holds leases, and how often a write had to wait until one was over. */
  void show(MeterRegistry meters) {
    for (Kind kind : Kind.values()) {
      Gauge.builder("twinlane.lease.holders", holders, all -> holding(all, kind))
          .description("Processes that hold a lease of this one, and are told of each write")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    FunctionCounter.builder("twinlane.lease.waits", waits, AtomicLong::getOpaque)
        .description("How often a write waited until the lease of one who was silent was over")
        .register(meters);
  }

  private static double holding(Map<String, Holder> holders, Kind kind) {
    return holders.values().stream()
        .filter(holder -> holder.kind() == kind && !holder.over())
        .count();
  }

  private Future<?> told(TablesChanged changed, Kind kind) {
    holders.values().removeIf(Holder::over);
    List<Future<?>> each = new ArrayList<>();
    for (Holder holder : holders.values()) {
      if (holder.kind() == kind) {
        each.add(holder.tell(changed).onSuccess(this::count));
      }
    }
    return each.isEmpty() ? Future.succeededFuture() : Future.join(each);
  }
}
