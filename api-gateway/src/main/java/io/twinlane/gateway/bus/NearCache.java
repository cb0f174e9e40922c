package io.twinlane.gateway.bus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.lease.Leases;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.CatalogChanged;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.Noted;
import io.twinlane.schema.message.ReadFrom;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies of answers of the CACHED lane, which spare a hop to another process. The gateway holds
 * leases for them, as a query-service does for its own, and is told of a write after those.
 *
 * <p>Kept are answers that are the same for everybody of a role, and only as long as the lane would
 * give them itself. Lives on the gateway's event loop.
 */
public final class NearCache {

  /** An answer that would take more of all the room than this part is not kept. */
  private static final int PART_MAX = 64;

  private static final long OVERHEAD = 512;
  private static final Duration USED_FOR = Duration.ofMinutes(1);

  private final EventBus bus;
  private final NearCacheSettings settings;
  private final String instance;
  private final Versions versions = new Versions();
  private final Leases leases;
  private final Cache<CacheKey, Copy> copies;
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong unsuited = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();

  /** One that keeps nothing yet. */
  public NearCache(Vertx vertx, String instance, NearCacheSettings settings) {
    this.bus = vertx.eventBus();
    this.settings = settings;
    this.instance = instance;
    this.leases = new Leases(vertx, instance, Kind.COPIES, settings.leases(), USED_FOR);
    this.copies =
        Caffeine.newBuilder()
            .maximumWeight(settings.bytesMax())
            .weigher((CacheKey _, Copy copy) -> (int) Math.min(Integer.MAX_VALUE, copy.weight()))
            .evictionListener(
                (@Nullable CacheKey _, @Nullable Copy _, RemovalCause _) -> count(evictions))
            .executor(Runnable::run)
            .build();
  }

  /**
   * A copy.
   *
   * @param tables what it depends on
   * @param noted the board's time before the lane was asked
   * @param readNanos when the lane's answer was read, or earlier
   * @param untilNanos how long the lane would give it as it is, or shorter
   */
  private record Copy(
      Done done,
      List<Versions.Table> tables,
      long noted,
      long readNanos,
      long untilNanos,
      long weight) {}

  /** Listens to who writes. */
  public Future<?> begin() {
    return Future.all(
            bus.<TablesChanged>consumer(
                    Address.BUMP.of(instance),
                    message -> {
                      mark(message.body());
                      message.reply(new Noted());
                    })
                .completion(),
            bus.<CatalogChanged>consumer(Address.SCHEMA.value(), _ -> forget()).completion(),
            // whatever was emptied there: copies are soon made again
            bus.<CacheRequest>consumer(Address.FLUSHED.value(), _ -> forget()).completion())
        .onSuccess(_ -> leases.begin(this::forget));
  }

  /** Keeps nothing any more, so that no write waits for this gateway. */
  public Future<?> end() {
    forget();
    return leases.end();
  }

  /** A copy of the answer to a work, if there is one to give, or else what the lane gives. */
  public Future<Reply> answer(Work work, Supplier<Future<Reply>> lane) {
    if (work.session() != null || work.statements().size() != 1 || !work.repeatable()) {
      count(unsuited);
      return lane.get();
    }
    if (!leases.held()) {
      count(misses);
      return lane.get();
    }
    CacheKey key = CacheKey.of(work, SettingsRead.none());
    long now = System.nanoTime();
    Copy copy = find(key, work.cache().maxAge(), now);
    if (copy != null) {
      count(hits);
      return Future.succeededFuture(
          copy.done().with(status(copy, now), new Kept(key, copy, work.cache().maxAge())));
    }
    count(misses);
    // invariant 4: before the lane is asked, and so before it looks at its own board
    long noted = versions.now();
    return lane.get().onSuccess(reply -> keep(key, reply, noted, now));
  }

  private static void count(AtomicLong number) {
    number.setOpaque(number.getPlain() + 1);
  }

  /** Shows how often a copy was at hand, and what all of them take. */
  public void show(MeterRegistry meters) {
    leases.show(meters);
    show(meters, "hit", hits);
    show(meters, "miss", misses);
    show(meters, "bypass", unsuited);
    FunctionCounter.builder("twinlane.near.cache.evictions", evictions, AtomicLong::getOpaque)
        .description("Copies that made room for others")
        .register(meters);
    Gauge.builder("twinlane.near.cache.entries", copies, Cache::estimatedSize)
        .description("Copies of the CACHED lane's answers")
        .register(meters);
    Gauge.builder("twinlane.near.cache.kept.bytes", copies, NearCache::weight)
        .description("What all of them weigh")
        .register(meters);
  }

  private static void show(MeterRegistry meters, String status, AtomicLong number) {
    FunctionCounter.builder("twinlane.near.cache.requests", number, AtomicLong::getOpaque)
        .description("Reads, by what the gateway's own copies had to do with them")
        .tag("status", status)
        .register(meters);
  }

  private static double weight(Cache<CacheKey, Copy> copies) {
    return copies.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  private @Nullable Copy find(CacheKey key, @Nullable Duration maxAge, long now) {
    Copy copy = copies.getIfPresent(key);
    if (copy == null) {
      return null;
    }
    if (copy.untilNanos() - now <= 0 || !versions.unmarkedSince(copy.noted(), copy.tables())) {
      copies.invalidate(key);
      return null;
    }
    return maxAge == null || now - copy.readNanos() <= maxAge.toNanos() ? copy : null;
  }

  /** The way to a copy: who keeps it does not keep the rows. */
  private final class Kept implements Again {

    private final CacheKey key;
    private final long readNanos;
    private final @Nullable String tag;
    private final @Nullable Duration maxAge;

    Kept(CacheKey key, Copy copy, @Nullable Duration maxAge) {
      this.key = key;
      this.readNanos = copy.readNanos();
      this.tag = tag(copy);
      this.maxAge = maxAge;
    }

    @Override
    public @Nullable CacheStatus take() {
      long now = System.nanoTime();
      Copy found = leases.held() ? find(key, maxAge, now) : null;
      if (found == null || found.readNanos() != readNanos || !Objects.equals(tag(found), tag)) {
        return null;
      }
      count(hits);
      return status(found, now);
    }

    @Override
    public int weight() {
      return (int) key.weight();
    }
  }

  private static @Nullable String tag(Copy copy) {
    CacheStatus given = copy.done().cache();
    return given == null ? null : given.tag();
  }

  private static CacheStatus status(Copy copy, long now) {
    return new CacheStatus(
        Source.HIT,
        false,
        false,
        "near",
        Math.ceilDiv(now - copy.readNanos(), 1_000_000_000L),
        Math.floorDiv(copy.untilNanos() - now, 1_000_000_000L),
        tag(copy));
  }

  private void keep(CacheKey key, Reply reply, long noted, long askedAt) {
    if (!(reply instanceof Done done) || done.readFrom() == null || done.cache() == null) {
      return;
    }
    ReadFrom from = done.readFrom();
    CacheStatus status = done.cache();
    long weight = weight(key, done);
    boolean worth =
        !from.settings() && status.ttlSeconds() > 0 && weight <= settings.bytesMax() / PART_MAX;
    if (!worth) {
      return;
    }
    List<Versions.Table> tables = versions.tables(from.tables());
    if (versions.unmarkedSince(noted, tables)) {
      long readAt = askedAt - Duration.ofSeconds(status.ageSeconds()).toNanos();
      long until = askedAt + Duration.ofSeconds(status.ttlSeconds()).toNanos();
      copies.put(key, new Copy(done.untimed(), tables, noted, readAt, until, weight));
    }
  }

  private static long weight(CacheKey key, Done done) {
    long weight = OVERHEAD + key.weight();
    for (Result result : done.results()) {
      weight += result.body().length();
    }
    return weight;
  }

  private void mark(TablesChanged changed) {
    if (changed.everything()) {
      forget();
    } else {
      versions.mark(changed.names());
    }
  }

  private void forget() {
    versions.markEverything();
    copies.invalidateAll();
  }
}
