package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.catalog.SettingsRead;
import io.twinlane.schema.lease.Right;
import io.twinlane.schema.message.Again;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.CacheTerms;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.InTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The CACHED lane: answers a read from the cache, or from PostgreSQL and keeps the answer. What it
 * gives is never older than the last write that Twinlane acknowledged.
 *
 * <p>Lives on one event loop, which is what makes "noted", "marked" and "stored" follow one
 * another. The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class CachedLane {

  private static final Duration REVALIDATION = Duration.ofSeconds(30);
  private static final Duration READ_SET_PATIENCE = Duration.ofSeconds(1);

  /** A longer text is not remembered anywhere. */
  private static final int SQL_MAX = 16_384;

  /** Why the text is not remembered, or the answer not stored. */
  static final String OVERSIZED = "oversized";

  /** Why nothing is served from memory: a write may have been missed. */
  private static final String NO_LEASE = "no-lease";

  private final CacheSettings settings;
  private final Reads reads;
  private final ReplayGate gate;
  private final Versions versions;
  private final ReadSets readSets;
  private final AnswerCache cache;
  private final CacheBook book;
  private final Right right;
  private final BooleanSupplier unwatched;
  private final Flights flights;

  /**
   * A lane that has stored nothing yet.
   *
   * @param unwatched asked at every use: whether nobody has looked for other schemas lately
   */
  CachedLane(
      Vertx vertx,
      BooleanSupplier unwatched,
      CacheSettings settings,
      Reads reads,
      ReplayGate gate,
      Versions versions,
      ReadSets readSets,
      CacheBook book,
      Right right) {
    this.unwatched = unwatched;
    this.right = right;
    this.settings = settings;
    this.reads = reads;
    this.gate = gate;
    this.versions = versions;
    this.readSets = readSets;
    this.cache = new AnswerCache(settings, versions, book.meters());
    this.book = book;
    this.flights = new Flights(vertx, versions, this::read);
  }

  Future<Reply> answer(Work work) {
    watched();
    if (work.deadline().expired()) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    String bypass = bypass(work);
    return bypass == null ? cached(work) : uncached(work, bypass);
  }

  /** Where nobody looked while nobody asked, the schema may be another one. */
  private void watched() {
    if (unwatched.getAsBoolean()) {
      markEverything();
    }
  }

  /** A client has gone: what is read for nobody else is stopped. */
  void abandon(long ticket) {
    flights.abandon(ticket).forEach(reads::abandon);
  }

  /** Why a work has nothing to do with the cache, whatever it reads; null if it may have. */
  private @Nullable String bypass(Work work) {
    if (!settings.enabled()) {
      return "disabled";
    }
    if (work.statements().size() != 1 || !work.repeatable()) {
      return "transaction";
    }
    if (work.statements().getFirst().sql().length() > SQL_MAX) {
      return OVERSIZED;
    }
    // invariant 10: asked at every use, also before joining what another one reads
    return right.held() ? null : NO_LEASE;
  }

  private Future<Reply> uncached(Work work, String reason) {
    if (work.cache().onlyIfCached()) {
      return Future.succeededFuture(new Failure.NotCached());
    }
    long begun = System.nanoTime();
    return gate.read(work, ReadSets.UNTOLD)
        .map(reply -> {
          if (!(reply instanceof Done done)) {
            return reply; // a text that was refused may be anything, and is not shown
          }
          book.took(work, System.nanoTime() - begun);
          CacheStatus status = done.cache() == null ? CacheStatus.bypass(reason) : done.cache();
          book.count(work, status);
          return done.with(status);
        });
  }

  private Future<Reply> cached(Work work) {
    ReadSets.Answer known = readSets.known(work);
    if (known != null && known.set() instanceof ReadSet.Unknown(ReadSet.Reason reason)) {
      return uncached(work, reason.word());
    }
    CacheKey key = CacheKey.of(work, ReadSets.settings(known));
    Entry entry = cache.find(key);
    long now = System.nanoTime();
    if (entry != null && served(entry, work.cache(), now)) {
      return Future.succeededFuture(fromCache(work, key, known, entry, now));
    }
    if (work.cache().onlyIfCached()) {
      return Future.succeededFuture(new Failure.NotCached());
    }
    Future<Reply> answer =
        flights.joinable(key, known, work.cache().maxAge())
            ? flights.join(key, asked(work, known))
            : flights.lead(key, asked(work, known));
    return answer.map(reply -> counted(work, orOlder(work, reply, entry)));
  }

  /**
   * Invariant 3: those who share a key tell PostgreSQL no more of their requests than is in it,
   * whatever comes to be known of the statement meanwhile.
   */
  private static Work asked(Work work, ReadSets.@Nullable Answer known) {
    return work.session() == null ? work.telling(ReadSets.settings(known)) : work;
  }

  private boolean served(Entry entry, CacheTerms terms, long now) {
    Duration maxAge = terms.maxAge();
    if (maxAge != null && entry.ageNanos(now) > maxAge.toNanos()) {
      return false;
    }
    return cache.fresh(entry, now) || (maxAge == null && cache.servedWhileRevalidating(entry, now));
  }

  private Reply fromCache(
      Work work, CacheKey key, ReadSets.@Nullable Answer known, Entry entry, long now) {
    boolean fresh = cache.fresh(entry, now);
    if (!fresh && !flights.joinable(key, known, null)) {
      flights.lead(key, asked(work, known).until(Deadline.after(REVALIDATION)));
    }
    CacheStatus status = told(work, entry, fresh ? Source.HIT : Source.STALE, now);
    return entry.done().with(status, new Stored(work, entry.readNanos(), entry.tag()));
  }

  /** The way to a stored answer: who keeps it does not keep the rows. */
  private final class Stored implements Again {

    private final Work work;
    private final long readNanos;
    private final String tag;

    Stored(Work work, long readNanos, String tag) {
      this.work = work;
      this.readNanos = readNanos;
      this.tag = tag;
    }

    /** As {@link #answer} would begin; null for whatever is not the same entry. */
    @Override
    public @Nullable CacheStatus take() {
      watched();
      ReadSets.Answer known = bypass(work) == null ? readSets.known(work) : null;
      if (known == null || known.set() instanceof ReadSet.Unknown) {
        return null;
      }
      long now = System.nanoTime();
      Entry found = cache.find(CacheKey.of(work, ReadSets.settings(known)));
      return found != null
              && found.readNanos() == readNanos
              && found.tag().equals(tag)
              && served(found, work.cache(), now)
              && cache.fresh(found, now)
          ? told(work, found, Source.HIT, now)
          : null;
    }

    @Override
    public int weight() {
      return (int) CacheKey.of(work, SettingsRead.none()).weight();
    }
  }

  private CacheStatus told(Work work, Entry entry, Source source, long now) {
    CacheStatus status = status(source, entry, now, null);
    book.count(work, status);
    book.served(work, entry.ageNanos(now), entry.bytes());
    return status;
  }

  /** When PostgreSQL cannot answer, an older answer may do, if that is switched on. */
  private Reply orOlder(Work work, Reply reply, @Nullable Entry entry) {
    long now = System.nanoTime();
    boolean away = reply instanceof Failure.Busy || reply instanceof Failure.Unanswered;
    return away
            && work.cache().maxAge() == null
            && entry != null
            && right.held()
            && versions.unmarkedSince(entry.noted(), entry.tables())
            && cache.servedOnError(entry, now)
        ? entry.done().with(status(Source.STALE, entry, now, "error"))
        : reply;
  }

  private Reply counted(Work work, Reply reply) {
    if (reply instanceof Done done && done.cache() != null) {
      book.count(work, done.cache());
    }
    return reply;
  }

  /**
   * Invariant 4: the board's time is noted before the statement is sent, and so before PostgreSQL
   * takes its snapshot.
   */
  private Future<Reply> read(CacheKey key, Work work, Flights.Flight flight) {
    long noted = versions.now();
    long begun = System.nanoTime();
    Future<ReadSets.Answer> readSet = readSets.of(work);
    return gate.read(work, readSet)
        .compose(reply ->
            InTime.of(
                    readSet.map(set -> kept(key, work, reply, set, noted, begun, flight)),
                    READ_SET_PATIENCE)
                .otherwise(_ -> unkept(key, reply, flight)));
  }

  /** An answer at hand does not wait long for what it depends on, and is not stored later. */
  private Reply unkept(CacheKey key, Reply reply, Flights.Flight flight) {
    cache.remove(key);
    flight.answeredUnstored();
    return reply instanceof Done done
        ? done.with(CacheStatus.bypass(ReadSet.Reason.NOT_YET.word()))
        : reply;
  }

  private Reply kept(
      CacheKey key,
      Work work,
      Reply reply,
      ReadSets.Answer readSet,
      long noted,
      long begun,
      Flights.Flight flight) {
    if (!(reply instanceof Done done)) {
      return reply; // invariant 9: a failure is never cached
    }
    book.took(work, System.nanoTime() - begun);
    if (!(readSet.set() instanceof ReadSet.Known known)) {
      ReadSet.Reason reason = ((ReadSet.Unknown) readSet.set()).reason();
      return done.with(CacheStatus.bypass(reason.word()));
    }
    if (known.parsesText() && DateWords.inParameter(work.statements().getFirst())) {
      return done.with(CacheStatus.bypass(ReadSet.Reason.VOLATILE.word()));
    }
    CacheKey storedAs = CacheKey.of(work, known.settings());
    if (done.cache() != null) {
      cache.remove(storedAs); // what is stored may be older than what is given here
      flight.answeredUnstored();
      return done;
    }
    if (cache.tooLarge(Entry.weight(key, done))) {
      return done.with(CacheStatus.bypass(OVERSIZED));
    }
    Entry entry =
        Entry.of(key, done.untimed().from(readSet.from()), readSet.tables(), noted, begun);
    boolean unmarked = versions.unmarkedSince(noted, readSet.tables());
    boolean storable = unmarked && !flight.overtaken();
    if (storable) {
      cache.store(storedAs, entry);
    } else {
      // what is stored may be older than what is given here
      cache.remove(storedAs);
    }
    CacheStatus status =
        status(
            Source.MISS,
            entry,
            System.nanoTime(),
            storable ? null : (unmarked ? "overtaken" : "written"));
    return (storable ? entry.done() : done).with(status).timed(done.times());
  }

  private CacheStatus status(Source source, Entry entry, long now, @Nullable String detail) {
    boolean stored = source == Source.MISS && detail == null;
    return new CacheStatus(
        source,
        stored,
        false,
        detail,
        Math.ceilDiv(entry.ageNanos(now), 1_000_000_000L),
        cache.ttlSeconds(entry, now),
        entry.tag());
  }

  /**
   * Invariant 5: once this returns, no answer of before the write is given to who asks after it.
   */
  void mark(TablesChanged changed) {
    if (changed.everything()) {
      markEverything();
    } else {
      versions.mark(changed.names());
    }
  }

  /** Invariant 7: the schema is another one, so nothing that was learnt of it holds. */
  void markEverything() {
    versions.markEverything();
    readSets.forget();
    cache.drop(_ -> true);
  }

  AnswerCache cache() {
    return cache;
  }
}
