package io.twinlane.schema.lease;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LeaseGrant;
import io.twinlane.schema.message.LeaseRequest;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The leases that a holder has of the write-services of a cluster, and the right that follows from
 * them. They are renewed while they are in use.
 *
 * <p>Invariant 10: the right is held as long as a lease runs from every write-service that may
 * acknowledge writes. Whoever was without it for a moment may have missed a write, and so forgets
 * everything before it has the right again. All times count from when a lease was asked for, and so
 * end no later here than there. Lives on one event loop.
 */
public final class Leases implements Right {

  /** A moment that is over. */
  private static final long OVER = System.nanoTime();

  private static final Views NOBODY = new Views(Set.of(), OVER);

  private final Vertx vertx;
  private final String holder;
  private final Kind kind;
  private final LeaseSettings settings;
  private final Duration usedFor;
  private final Map<String, Long> until = new HashMap<>();
  private final Map<String, Long> silentSince = new HashMap<>();
  private Views current = NOBODY;
  private Views newest = NOBODY;
  private long heldUntil = OVER;
  private long usedAt;
  private long askedAt;
  private Runnable forget = () -> {};
  private boolean ended;

  /**
   * One that holds nothing yet.
   *
   * @param holder the name under which it is told of writes; it must listen there by now
   * @param kind what it remembers
   * @param usedFor how long something is remembered after its last use
   */
  public Leases(Vertx vertx, String holder, Kind kind, LeaseSettings settings, Duration usedFor) {
    this.vertx = vertx;
    this.holder = holder;
    this.kind = kind;
    this.settings = settings;
    this.usedFor = usedFor;
    long now = System.nanoTime();
    this.usedAt = now - usedFor.toNanos();
    this.askedAt = now - settings.length().toNanos();
  }

  /** Who may acknowledge writes, and until when nobody else may. */
  private record Views(Set<String> writers, long until) {}

  /**
   * Renews from now on what is in use.
   *
   * @param forgetting forgets everything, at once
   */
  public void begin(Runnable forgetting) {
    forget = forgetting;
    vertx.setPeriodic(settings.renewal().toMillis(), _ -> renew());
  }

  @Override
  public boolean held() {
    long now = System.nanoTime();
    usedAt = now;
    if (heldUntil - now > 0) {
      return true;
    }
    if (now - askedAt > settings.renewal().toNanos()) {
      ask(now);
    }
    return false;
  }

  /** Shows whether the right is held; whoever looks does not use it. */
  public void show(MeterRegistry meters) {
    Gauge.builder("twinlane.lease.held", this, own -> own.heldUntil - System.nanoTime() > 0 ? 1 : 0)
        .description("Whether answers may be given from memory, as the leases for it run")
        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  /** Whether something is remembered that was used not long ago. */
  private boolean used() {
    return System.nanoTime() - usedAt < usedFor.toNanos();
  }

  /** Write-services that have not answered for so long. Whoever wants to know has them asked. */
  public Set<String> silentFor(Duration length) {
    long now = System.nanoTime();
    usedAt = now;
    Set<String> silent = new TreeSet<>();
    silentSince.forEach((writer, since) -> {
      if (now - since >= length.toNanos() && newest.writers().contains(writer)) {
        silent.add(writer);
      }
    });
    return silent;
  }

  /** Gives the right up, and tells everybody, so that no write waits for this holder. */
  public Future<?> end() {
    ended = true;
    heldUntil = OVER;
    return Future.join(
            newest.writers().stream()
                .map(writer ->
                    send(Address.LEASE.of(LeaseGrant.instance(writer)), true).otherwiseEmpty())
                .toList())
        .otherwiseEmpty();
  }

  private void renew() {
    if (used()) {
      ask(System.nanoTime());
    }
  }

  /** Asks everybody who is known; and anybody, as long as nobody is known that answers. */
  private void ask(long now) {
    if (ended) {
      return;
    }
    askedAt = now;
    newest.writers().forEach(this::ask);
    if (newest.writers().isEmpty() || silentSince.keySet().containsAll(newest.writers())) {
      send(Address.LEASE.value(), false).onSuccess(grant -> granted(now, grant));
    }
  }

  private void ask(String writer) {
    long sentAt = System.nanoTime();
    send(Address.LEASE.of(LeaseGrant.instance(writer)), false)
        .onSuccess(grant -> {
          if (grant.writer().equals(writer)) {
            silentSince.remove(writer);
          } else {
            // it has another name now, or none: under this one it answers no more
            silentSince.putIfAbsent(writer, sentAt);
          }
          granted(sentAt, grant);
        })
        .onFailure(_ -> silentSince.putIfAbsent(writer, sentAt));
  }

  private Future<LeaseGrant> send(String address, boolean ending) {
    return vertx
        .eventBus()
        .<Reply>request(
            address,
            new LeaseRequest(holder, kind, ending),
            new DeliveryOptions().setSendTimeout(settings.length().toMillis() / 2))
        .map(message -> (LeaseGrant) message.body());
  }

  private void granted(long sentAt, LeaseGrant grant) {
    if (ended || grant.writers().isEmpty()) {
      return;
    }
    if (grant.millis() > 0) {
      until.merge(grant.writer(), after(sentAt, grant.millis()), Leases::later);
    }
    Set<String> before = newest.writers();
    Views told = new Views(grant.writers(), after(sentAt, grant.writersMillis()));
    if (told.until() - newest.until() > 0) {
      newest = told;
    }
    List<String> others = grant.writers().stream().filter(one -> !before.contains(one)).toList();
    others.stream().filter(one -> !one.equals(grant.writer())).forEach(this::ask);
    recount();
  }

  private void recount() {
    if (end(newest) - end(current) >= 0) {
      current = newest;
      until.keySet().retainAll(current.writers());
      silentSince.keySet().retainAll(current.writers());
    }
    long now = System.nanoTime();
    long end = end(current);
    if (heldUntil - now <= 0 && end - now > 0) {
      forget.run();
    }
    heldUntil = end;
  }

  /** When the right ends if these are all who may acknowledge writes. */
  private long end(Views views) {
    long end = views.until();
    for (String writer : views.writers()) {
      Long lease = until.get(writer);
      if (lease == null) {
        return OVER;
      }
      end = sooner(end, lease);
    }
    return end;
  }

  private static long after(long nanos, long millis) {
    return nanos + Duration.ofMillis(millis).toNanos();
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static long sooner(long one, long other) {
    return one - other > 0 ? other : one;
  }
}
