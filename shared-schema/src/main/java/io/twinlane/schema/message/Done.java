package io.twinlane.schema.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction ended as it was asked to.
 *
 * @param results one for each statement, in order
 * @param cache what the cache had to do with it; null where there is no cache
 * @param replayed whether this is the answer of an earlier request with the same idempotency key
 * @param readFrom what it depends on; null if it is not one to keep a copy of
 * @param times where the time went; null unless the work asked for it
 * @param again how to have it once more; null where that cannot be, and never sent to another JVM
 */
public record Done(
    List<Result> results,
    @Nullable CacheStatus cache,
    boolean replayed,
    @Nullable ReadFrom readFrom,
    @Nullable LaneTimes times,
    @Nullable Again again)
    implements Reply {

  /** To be asked for anew. */
  public Done(
      List<Result> results,
      @Nullable CacheStatus cache,
      boolean replayed,
      @Nullable ReadFrom readFrom,
      @Nullable LaneTimes times) {
    this(results, cache, replayed, readFrom, times, null);
  }

  /** Without times. */
  public Done(
      List<Result> results,
      @Nullable CacheStatus cache,
      boolean replayed,
      @Nullable ReadFrom readFrom) {
    this(results, cache, replayed, readFrom, null);
  }

  /** One to keep no copy of. */
  public Done(List<Result> results, @Nullable CacheStatus cache, boolean replayed) {
    this(results, cache, replayed, null);
  }

  /** Without a cache. */
  public Done(List<Result> results) {
    this(results, null, false);
  }

  public Done {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a done work has at least one result");
    }
  }

  /** The result of the last statement, which is the one that the request was for. */
  public Result last() {
    return results.getLast();
  }

  /** As it is kept for when the request is sent again. */
  public byte[] kept() {
    return Cbor.encoded(this);
  }

  /** What was kept, as the answer to a request that was sent again. */
  public static Done replayed(byte[] kept) {
    Done first = Cbor.decoded(kept, Done.class);
    return new Done(first.results, first.cache, true);
  }

  /** The same answer, with another word on the cache; to be asked for anew. */
  public Done with(CacheStatus status) {
    return new Done(results, status, replayed, readFrom, times);
  }

  /** The same answer from a cache, which can be had there again. */
  public Done with(CacheStatus status, Again way) {
    return new Done(results, status, replayed, readFrom, times, way);
  }

  /** The same answer, with what it depends on. */
  public Done from(ReadFrom tables) {
    return new Done(results, cache, replayed, tables, times);
  }

  /** The same answer, with where the time went. */
  public Done timed(@Nullable LaneTimes where) {
    return where == null && times == null
        ? this
        : new Done(results, cache, replayed, readFrom, where);
  }

  /** The same answer as it may be kept for others. */
  public Done untimed() {
    return timed(null);
  }
}
